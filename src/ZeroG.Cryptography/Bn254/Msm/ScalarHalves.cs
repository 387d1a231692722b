namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Scalars cut in two by the endomorphism, k = k1 + k2·λ, biased for windows (<see cref="WindowPlan"/>): k1 and k2 of each scalar side by
/// side, 32 bytes together.
/// </summary>
internal static unsafe class ScalarHalves
{
    /// <summary>Cuts scalars; those of infinite bases become zero.</summary>
    /// <param name="scalars">The scalars.</param>
    /// <param name="bases">Their bases if some may be infinity, null otherwise.</param>
    /// <param name="count">Scalars.</param>
    /// <param name="bias">Added to each half.</param>
    /// <param name="halves">Receives two numbers for each scalar.</param>
    public static void Split(Fr* scalars, G1Affine* bases, int count, UInt128 bias, UInt128* halves)
    {
        for (int i = 0; i < count; i++)
        {
            if (scalars[i].IsZero || (bases is not null && bases[i].IsInfinity))
            {
                halves[2 * i] = halves[(2 * i) + 1] = bias;
                continue;
            }

            (Int128 k1, Int128 k2) = Glv.Decompose(scalars[i]);
            halves[2 * i] = unchecked((UInt128)k1 + bias);
            halves[(2 * i) + 1] = unchecked((UInt128)k2 + bias);
        }
    }
}
