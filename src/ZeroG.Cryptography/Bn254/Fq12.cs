using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>C0 + C1·w with w² = v: the field that pairings take their values in.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly struct Fq12(in Fq6 c0, in Fq6 c1) : IEquatable<Fq12>
{
    public readonly Fq6 C0 = c0;
    public readonly Fq6 C1 = c1;

    public static Fq12 One => new(Fq6.One, default);

    public bool IsOne => this == One;

    /// <summary>Karatsuba: three products in Fq6.</summary>
    public static Fq12 operator *(in Fq12 a, in Fq12 b)
    {
        Fq6 low = a.C0 * b.C0;
        Fq6 high = a.C1 * b.C1;
        Fq6 cross = (a.C0 + a.C1) * (b.C0 + b.C1);
        return new(low + high.MultiplyByV(), cross - low - high);
    }

    public static bool operator ==(in Fq12 a, in Fq12 b) => a.C0 == b.C0 && a.C1 == b.C1;

    public static bool operator !=(in Fq12 a, in Fq12 b) => !(a == b);

    /// <summary>The complex method: two products in Fq6 (Devegili et al., ePrint 2006/471 §3).</summary>
    public Fq12 Square()
    {
        Fq6 product = C0 * C1;
        Fq6 sum = (C0 + C1) * (C0 + C1.MultiplyByV());
        return new(sum - product - product.MultiplyByV(), product.Double());
    }

    /// <summary>The product with a line b0 + b3·w + b4·vw: thirteen products in Fq2 instead of eighteen.</summary>
    public Fq12 MultiplyByLine(in Fq2 b0, in Fq2 b3, in Fq2 b4)
    {
        Fq6 low = C0 * b0;
        Fq6 high = C1.MultiplyBy01(b3, b4);
        Fq6 cross = (C0 + C1).MultiplyBy01(b0 + b3, b4);
        return new(low + high.MultiplyByV(), cross - low - high);
    }

    /// <summary>C0 - C1·w, which is also the power q⁶, and the inverse of an element of the cyclotomic subgroup.</summary>
    public Fq12 Conjugate() => new(C0, -C1);

    /// <summary>1/a; zero for zero. The time depends on a.</summary>
    public Fq12 Inverse()
    {
        Fq6 inverse = ((C0 * C0) - (C1 * C1).MultiplyByV()).Inverse();
        return new(C0 * inverse, -(C1 * inverse));
    }

    /// <summary>The power q: each coordinate conjugated, times the power of ξ that belongs to its power of w.</summary>
    public Fq12 Frobenius()
    {
        Fq2[] c = Bn254Curve.FrobeniusCoefficients;
        return new(
            new(C0.C0.Conjugate(), C0.C1.Conjugate() * c[2], C0.C2.Conjugate() * c[4]),
            new(C1.C0.Conjugate() * c[1], C1.C1.Conjugate() * c[3], C1.C2.Conjugate() * c[5]));
    }

    /// <summary>The power q², by factors in Fq: ξ^(i(q²-1)/6) is the norm of the coefficient of one Frobenius.</summary>
    public Fq12 FrobeniusSquared()
    {
        Fq[] c = Bn254Curve.FrobeniusSquaredCoefficients;
        return new(new(C0.C0, C0.C1 * c[2], C0.C2 * c[4]), new(C1.C0 * c[1], C1.C1 * c[3], C1.C2 * c[5]));
    }

    /// <summary>
    /// The square of an element of the cyclotomic subgroup, whose norm to Fq6 is 1: nine squares in Fq2 (Granger, Scott,
    /// ePrint 2009/565 §3.2).
    /// </summary>
    public Fq12 CyclotomicSquare()
    {
        (Fq2 t0, Fq2 t1) = SquareInFq4(C0.C0, C1.C1);
        (Fq2 t2, Fq2 t3) = SquareInFq4(C1.C0, C0.C2);
        (Fq2 t4, Fq2 t5) = SquareInFq4(C0.C1, C1.C2);
        Fq2 t6 = t5.MultiplyByXi();
        return new(
            new(ThriceMinusTwice(t0, C0.C0), ThriceMinusTwice(t2, C0.C1), ThriceMinusTwice(t4, C0.C2)),
            new(ThricePlusTwice(t6, C1.C0), ThricePlusTwice(t1, C1.C1), ThricePlusTwice(t3, C1.C2)));
    }

    public bool Equals(Fq12 other) => this == other;

    public override bool Equals(object? obj) => obj is Fq12 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(C0, C1);

    /// <summary>(a + bs)² with s² = ξ, by three squares.</summary>
    private static (Fq2 Low, Fq2 High) SquareInFq4(in Fq2 a, in Fq2 b)
    {
        Fq2 low = a.Square();
        Fq2 high = b.Square();
        return (high.MultiplyByXi() + low, (a + b).Square() - low - high);
    }

    private static Fq2 ThriceMinusTwice(in Fq2 a, in Fq2 b) => (a - b).Double() + a;

    private static Fq2 ThricePlusTwice(in Fq2 a, in Fq2 b) => (a + b).Double() + a;
}
