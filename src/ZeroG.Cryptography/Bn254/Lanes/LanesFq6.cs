using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Eight elements of <see cref="Fq6"/> at once, with the formulas of the scalar type. Limbs are tight; the bounds are those of all
/// coordinates, in multiples of q. Results may be written over operands.
/// </summary>
[SkipLocalsInit]
internal struct LanesFq6
{
    public LanesFq2 C0;
    public LanesFq2 C1;
    public LanesFq2 C2;

    /// <summary>Within the sum of the bounds.</summary>
    public static void Add(in LanesFq6 a, in LanesFq6 b, out LanesFq6 result)
    {
        LanesFq2.Add(a.C0, b.C0, out result.C0);
        LanesFq2.Add(a.C1, b.C1, out result.C1);
        LanesFq2.Add(a.C2, b.C2, out result.C2);
    }

    /// <summary>a - b - c, within the sum of the bounds.</summary>
    public static void SubtractBoth(in LanesFq6 a, in LanesFq6 b, in LanesFq6 c, out LanesFq6 result)
    {
        LanesFq2.SubtractBoth(a.C0, b.C0, c.C0, out result.C0);
        LanesFq2.SubtractBoth(a.C1, b.C1, c.C1, out result.C1);
        LanesFq2.SubtractBoth(a.C2, b.C2, c.C2, out result.C2);
    }

    /// <summary>The product with v, of bounds up to 16.</summary>
    public static void MultiplyByV(in LanesFq6 a, out LanesFq6 result)
    {
        LanesFq2.MultiplyByXi(a.C2, out LanesFq2 c0);
        result.C2 = a.C1;
        result.C1 = a.C0;
        result.C0 = c0;
    }

    /// <summary>The product with elements of Fq2, within 0.5, for bounds up to 20.</summary>
    public static void MultiplyByFq2(in LanesFq6 a, in LanesFq2 b, out LanesFq6 result)
    {
        LanesFq2.MultiplyReduced(a.C0, b, out result.C0);
        LanesFq2.MultiplyReduced(a.C1, b, out result.C1);
        LanesFq2.MultiplyReduced(a.C2, b, out result.C2);
    }

    /// <summary>The product within 0.5, for bounds up to 4: on the way are sums of three products of twice that, within 16.</summary>
    public static void Multiply(in LanesFq6 a, in LanesFq6 b, out LanesFq6 result)
    {
        LanesFq2.Multiply(a.C0, b.C0, out LanesFq2 t0);
        LanesFq2.Multiply(a.C1, b.C1, out LanesFq2 t1);
        LanesFq2.Multiply(a.C2, b.C2, out LanesFq2 t2);
        MultiplySums(a.C1, a.C2, b.C1, b.C2, t1, t2, out LanesFq2 c0);
        MultiplySums(a.C0, a.C1, b.C0, b.C1, t0, t1, out LanesFq2 c1);
        MultiplySums(a.C0, a.C2, b.C0, b.C2, t0, t2, out LanesFq2 c2);
        LanesFq2.MultiplyByXi(c0, out c0);
        LanesFq2.MultiplyByXi(t2, out t2);
        Sum(c0, t0, out result.C0);
        Sum(c1, t2, out result.C1);
        Sum(c2, t1, out result.C2);
    }

    /// <summary>The product with b0 + b1·v, within 0.5, for bounds up to 4.</summary>
    public static void MultiplyBy01(in LanesFq6 a, in LanesFq2 b0, in LanesFq2 b1, out LanesFq6 result)
    {
        LanesFq2.Multiply(a.C0, b0, out LanesFq2 t0);
        LanesFq2.Multiply(a.C1, b1, out LanesFq2 t1);
        MultiplySums(a.C0, a.C1, b0, b1, t0, t1, out LanesFq2 c1);
        LanesFq2.Multiply(a.C2, b1, out LanesFq2 c0);
        LanesFq2.Multiply(a.C2, b0, out LanesFq2 c2);
        LanesFq2.MultiplyByXi(c0, out c0);
        Sum(c0, t0, out result.C0);
        LanesFq2.Reduce(c1, out result.C1);
        Sum(c2, t1, out result.C2);
    }

    /// <summary>(a0 + a1)(b0 + b1) - t0 - t1 = a0·b1 + a1·b0, within 4AB/84 + 11.4.</summary>
    private static void MultiplySums(
        in LanesFq2 a0, in LanesFq2 a1, in LanesFq2 b0, in LanesFq2 b1, in LanesFq2 t0, in LanesFq2 t1, out LanesFq2 result)
    {
        LanesFq2.Add(a0, a1, out LanesFq2 sumA);
        LanesFq2.Add(b0, b1, out LanesFq2 sumB);
        LanesFq2.Multiply(sumA, sumB, out result);
        LanesFq2.SubtractBoth(result, t0, t1, out result);
    }

    /// <summary>a + b within 0.5.</summary>
    private static void Sum(in LanesFq2 a, in LanesFq2 b, out LanesFq2 result)
    {
        LanesFq2.Add(a, b, out result);
        LanesFq2.Reduce(result, out result);
    }
}
