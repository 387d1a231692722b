namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The optimal ate pairing e: G1 × G2 → Fq12. Protocols only ask whether products of pairings are 1; no value of a pairing is ever sent.
/// </summary>
public static class Pairing
{
    /// <summary>Whether the product of e(Pᵢ, Qᵢ) is 1; true for no pairs. Pairs with infinity count as 1.</summary>
    /// <param name="points">Points on the curve; not checked.</param>
    /// <param name="twistPoints">As many points of the subgroup; not checked.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    public static bool ProductIsOne(ReadOnlySpan<G1Affine> points, ReadOnlySpan<G2Affine> twistPoints)
    {
        if (points.Length != twistPoints.Length)
        {
            throw new ArgumentException($"There are {points.Length} points of G1 and {twistPoints.Length} of G2.", nameof(twistPoints));
        }

        PairingProduct product = new();
        for (int i = 0; i < points.Length; i++)
        {
            product.Add(points[i], twistPoints[i]);
        }

        return product.IsOne();
    }

    /// <summary>e(P, Q).</summary>
    internal static Fq12 Value(in G1Affine point, in G2Affine twistPoint)
    {
        PairingProduct product = new();
        product.Add(point, twistPoint);
        return product.Value();
    }
}
