namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Scalars cut in two by the endomorphism, k = k1 + k2·λ, biased for windows (<see cref="WindowPlan"/>): k1 and k2 of each scalar side by
/// side, 32 bytes together.
/// </summary>
internal static unsafe class ScalarHalves
{
    private const int Block = 256;

    /// <summary>Cuts scalars; those of infinite bases become zero.</summary>
    /// <param name="scalars">The scalars.</param>
    /// <param name="bases">Their bases if some may be infinity, null otherwise.</param>
    /// <param name="count">Scalars.</param>
    /// <param name="bias">Added to each half.</param>
    /// <param name="halves">Receives two numbers for each scalar.</param>
    public static void Split(Fr* scalars, G1Affine* bases, int count, UInt128 bias, UInt128* halves)
    {
        Limbs4* integers = stackalloc Limbs4[Block];
        for (int start = 0; start < count; start += Block)
        {
            int length = Math.Min(Block, count - start);
            ToIntegers((Limbs4*)scalars + start, integers, length);
            for (int i = 0; i < length; i++)
            {
                UInt128* target = halves + (2 * (start + i));
                if (integers[i].IsZero || (bases is not null && bases[start + i].IsInfinity))
                {
                    target[0] = target[1] = bias;
                    continue;
                }

                (Int128 k1, Int128 k2) = Glv.Decompose(integers[i]);
                target[0] = unchecked((UInt128)k1 + bias);
                target[1] = unchecked((UInt128)k2 + bias);
            }
        }
    }

    /// <summary>Eight at once where the processor can.</summary>
    private static void ToIntegers(Limbs4* scalars, Limbs4* integers, int count)
    {
        int whole = Lanes8<FrModulus>.IsSupported ? count / Lanes8<FrModulus>.Count * Lanes8<FrModulus>.Count : 0;
        LaneForms<FrModulus>.FromMontgomery(scalars, integers, whole);
        for (int i = whole; i < count; i++)
        {
            integers[i] = Montgomery<FrModulus>.FromMontgomery(scalars[i]);
        }
    }
}
