using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>
/// Whether points are the powers of one number: random combinations of all of them, compared by pairings. Wrong ones pass with a chance of
/// 2^-127.
/// </summary>
/// <param name="powers">[tau^j], at least two.</param>
/// <param name="highPowers">[tau^(H+j)], as many.</param>
/// <param name="powersG2">[tau^j] in G2, as many.</param>
/// <param name="highG2">[tau^H] in G2.</param>
internal sealed class PowersRelation(
    ReadOnlyMemory<G1Affine> powers, ReadOnlyMemory<G1Affine> highPowers, ReadOnlyMemory<G2Affine> powersG2, G2Affine highG2)
{
    // Powers in G2 that are looked at one by one, which is slow; parameters are derived from no more than these.
    private const int MaxG2 = 1024;

    /// <summary>What is wrong, as the end of a sentence; null if nothing is.</summary>
    public string? FindFault(ParameterWork work)
    {
        G2Affine g2 = G2Affine.Generator;
        G2Affine tau = powersG2.Span[1];
        if (powers.Span[0] != G1Affine.Generator || powersG2.Span[0] != g2)
        {
            return "does not begin with the generators";
        }

        Fr[] factors = BatchFactors.Create(powers.Length - 1);
        if (!AreEqual(Combine(powers[..^1], factors, work), tau, Combine(powers[1..], factors, work), g2))
        {
            return "has points that are not the powers of one number";
        }

        if (!AreEqual(highPowers.Span[0], g2, G1Affine.Generator, highG2)
            || !AreEqual(Combine(highPowers[..^1], factors, work), tau, Combine(highPowers[1..], factors, work), g2))
        {
            return "has high powers that do not belong to the others";
        }

        return AreSameInG2(work) ? null : "has powers in G2 that are not those in G1";
    }

    // Σ r·P_k against Σ r·Q_k, and the first power by itself.
    private bool AreSameInG2(ParameterWork work)
    {
        int stride = Math.Max(1, powersG2.Length / MaxG2);
        int count = powersG2.Length / stride;
        Fr[] factors = BatchFactors.Create(count);
        G1Affine[] some = new G1Affine[count];
        G2Jacobian[] products = new G2Jacobian[count];
        Parallel.For(0, count, work.Options, i =>
        {
            some[i] = powers.Span[i * stride];
            products[i] = powersG2.Span[i * stride].Multiply(factors[i]);
        });
        G2Jacobian sum = products.Aggregate((a, b) => a + b);
        return AreEqual(powers.Span[1], G2Affine.Generator, G1Affine.Generator, powersG2.Span[1])
            && AreEqual(Combine(some, factors, work), G2Affine.Generator, G1Affine.Generator, sum.ToAffine());
    }

    private static G1Affine Combine(ReadOnlyMemory<G1Affine> points, Fr[] factors, ParameterWork work) =>
        Msm.Multiply(points.Span, factors, work.Threads, work.CancellationToken).ToAffine();

    private static bool AreEqual(in G1Affine a, in G2Affine b, in G1Affine c, in G2Affine d) => Pairing.ProductIsOne([a, -c], [b, d]);
}
