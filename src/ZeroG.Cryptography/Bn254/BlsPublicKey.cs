namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The public side of a key in both groups: sk·G1 and sk·G2. Contracts use both; a signature is verified with the second.
/// </summary>
/// <param name="G1">The multiple of G1's generator.</param>
/// <param name="G2">The multiple of G2's generator.</param>
public readonly record struct BlsPublicKey(G1Affine G1, G2Affine G2)
{
    /// <summary>The key under which the sum of signatures of one message verifies: plain sums, each signer once.</summary>
    public static BlsPublicKey Aggregate(ReadOnlySpan<BlsPublicKey> keys)
    {
        G1Jacobian sum1 = G1Jacobian.Infinity;
        G2Jacobian sum2 = G2Jacobian.Infinity;
        foreach (ref readonly BlsPublicKey key in keys)
        {
            sum1 += key.G1;
            sum2 += key.G2;
        }

        return new(sum1.ToAffine(), sum2.ToAffine());
    }
}
