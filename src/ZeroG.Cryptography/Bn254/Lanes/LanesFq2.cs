using System.Runtime.CompilerServices;
using Lane = ZeroG.Cryptography.Bn254.Lanes8<ZeroG.Cryptography.Bn254.FqModulus>;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Eight elements of <see cref="Fq2"/> at once. All operations take and give tight limbs; the bounds are those of both coordinates, in
/// multiples of q. Results may be written over operands.
/// </summary>
[SkipLocalsInit]
internal struct LanesFq2
{
    public Lane C0;
    public Lane C1;

    /// <summary>One element in all lanes, within 0.5.</summary>
    public static void Broadcast(in Fq2 element, out LanesFq2 result)
    {
        Lane.Broadcast(element.C0.Limbs, out result.C0);
        Lane.Broadcast(element.C1.Limbs, out result.C1);
        Reduce(result, out result);
    }

    /// <summary>Within the sum of the bounds.</summary>
    public static void Add(in LanesFq2 a, in LanesFq2 b, out LanesFq2 result)
    {
        Lane.AddCarry(a.C0, b.C0, out result.C0);
        Lane.AddCarry(a.C1, b.C1, out result.C1);
    }

    /// <summary>Within the sum of the bounds.</summary>
    public static void Subtract(in LanesFq2 a, in LanesFq2 b, out LanesFq2 result)
    {
        Lane.SubtractCarry(a.C0, b.C0, out result.C0);
        Lane.SubtractCarry(a.C1, b.C1, out result.C1);
    }

    /// <summary>a - b - c, within the sum of the bounds.</summary>
    public static void SubtractBoth(in LanesFq2 a, in LanesFq2 b, in LanesFq2 c, out LanesFq2 result)
    {
        Lane.Add(b.C0, c.C0, out Lane sum);
        Lane.SubtractCarry(a.C0, sum, out result.C0);
        Lane.Add(b.C1, c.C1, out sum);
        Lane.SubtractCarry(a.C1, sum, out result.C1);
    }

    /// <summary>3a, within three times the bound.</summary>
    public static void Triple(in LanesFq2 a, out LanesFq2 result)
    {
        Lane.Add(a.C0, a.C0, out Lane twice);
        Lane.AddCarry(a.C0, twice, out result.C0);
        Lane.Add(a.C1, a.C1, out twice);
        Lane.AddCarry(a.C1, twice, out result.C1);
    }

    /// <summary>Within 0.5, of bounds up to 42.</summary>
    public static void Reduce(in LanesFq2 a, out LanesFq2 result)
    {
        Lane.Reduce(a.C0, out result.C0);
        Lane.Reduce(a.C1, out result.C1);
    }

    /// <summary>-a, within the same bound.</summary>
    public static void Negate(in LanesFq2 a, out LanesFq2 result)
    {
        Lane.NegateWhere(0xff, a.C0, out result.C0);
        Lane.NegateWhere(0xff, a.C1, out result.C1);
    }

    /// <summary>The product with ξ = 9 + u, within 0.5, of bounds up to 16.</summary>
    public static void MultiplyByXi(in LanesFq2 a, out LanesFq2 result)
    {
        Lane.ReduceNineTimesMinus(a.C0, a.C1, out Lane c0);
        Lane.ReduceNineTimesPlus(a.C1, a.C0, out result.C1);
        result.C0 = c0;
    }

    /// <summary>Karatsuba: within 2AB/84 + 3.8 for bounds A and B up to 20, 4.3 where they are up to 4.</summary>
    public static void Multiply(in LanesFq2 a, in LanesFq2 b, out LanesFq2 result)
    {
        Lane.Multiply(a.C0, b.C0, out Lane low);
        Lane.Multiply(a.C1, b.C1, out Lane high);
        Lane.Add(a.C0, a.C1, out Lane sumA);
        Lane.AddCarry(b.C0, b.C1, out Lane sumB);
        Lane.Add(low, high, out Lane both);
        Lane.MultiplySubtract(sumB, sumA, both, out result.C1);
        Lane.SubtractCarry(low, high, out result.C0);
    }

    /// <summary>The product within 0.5, for bounds up to 20.</summary>
    public static void MultiplyReduced(in LanesFq2 a, in LanesFq2 b, out LanesFq2 result)
    {
        Multiply(a, b, out result);
        Reduce(result, out result);
    }

    /// <summary>The square within 0.5, for bounds up to 20.</summary>
    public static void SquareReduced(in LanesFq2 a, out LanesFq2 result)
    {
        Lane.Add(a.C0, a.C1, out Lane sum);
        Lane.SubtractCarry(a.C0, a.C1, out Lane difference);
        Lane.Add(a.C0, a.C0, out Lane twice);
        Lane.Multiply(a.C1, twice, out Lane c1);
        Lane.Multiply(difference, sum, out Lane c0);
        Lane.Reduce(c0, out result.C0);
        Lane.Reduce(c1, out result.C1);
    }

    /// <summary>The product with elements of Fq: within AB/84 + 1.24.</summary>
    public static void MultiplyByFq(in LanesFq2 a, in Lane b, out LanesFq2 result)
    {
        Lane.Multiply(a.C0, b, out result.C0);
        Lane.Multiply(a.C1, b, out result.C1);
    }
}
