using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>C0 + C1·v + C2·v² with v³ = ξ: the middle storey of the tower.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly struct Fq6(in Fq2 c0, in Fq2 c1, in Fq2 c2) : IEquatable<Fq6>
{
    public readonly Fq2 C0 = c0;
    public readonly Fq2 C1 = c1;
    public readonly Fq2 C2 = c2;

    public static Fq6 One => new(Fq2.One, default, default);

    public static Fq6 operator +(in Fq6 a, in Fq6 b) => new(a.C0 + b.C0, a.C1 + b.C1, a.C2 + b.C2);

    public static Fq6 operator -(in Fq6 a, in Fq6 b) => new(a.C0 - b.C0, a.C1 - b.C1, a.C2 - b.C2);

    public static Fq6 operator -(in Fq6 a) => new(-a.C0, -a.C1, -a.C2);

    /// <summary>Karatsuba in three terms, six products (Devegili et al., ePrint 2006/471 §4).</summary>
    public static Fq6 operator *(in Fq6 a, in Fq6 b)
    {
        Fq2 t0 = a.C0 * b.C0;
        Fq2 t1 = a.C1 * b.C1;
        Fq2 t2 = a.C2 * b.C2;
        Fq2 c0 = ((a.C1 + a.C2) * (b.C1 + b.C2)) - t1 - t2;
        Fq2 c1 = ((a.C0 + a.C1) * (b.C0 + b.C1)) - t0 - t1;
        Fq2 c2 = ((a.C0 + a.C2) * (b.C0 + b.C2)) - t0 - t2;
        return new(c0.MultiplyByXi() + t0, c1 + t2.MultiplyByXi(), c2 + t1);
    }

    public static Fq6 operator *(in Fq6 a, in Fq2 b) => new(a.C0 * b, a.C1 * b, a.C2 * b);

    public static bool operator ==(in Fq6 a, in Fq6 b) => a.C0 == b.C0 && a.C1 == b.C1 && a.C2 == b.C2;

    public static bool operator !=(in Fq6 a, in Fq6 b) => !(a == b);

    /// <summary>The product with b0 + b1·v: five products.</summary>
    public Fq6 MultiplyBy01(in Fq2 b0, in Fq2 b1)
    {
        Fq2 t0 = C0 * b0;
        Fq2 t1 = C1 * b1;
        Fq2 c1 = ((C0 + C1) * (b0 + b1)) - t0 - t1;
        return new((C2 * b1).MultiplyByXi() + t0, c1, (C2 * b0) + t1);
    }

    /// <summary>The product with v.</summary>
    public Fq6 MultiplyByV() => new(C2.MultiplyByXi(), C0, C1);

    /// <summary>The double.</summary>
    public Fq6 Double() => new(C0.Double(), C1.Double(), C2.Double());

    /// <summary>1/a, by the norm to Fq2 (Beuchat et al., ePrint 2010/354, algorithm 17); zero for zero. The time depends on a.</summary>
    public Fq6 Inverse()
    {
        Fq2 t0 = C0.Square() - (C1 * C2).MultiplyByXi();
        Fq2 t1 = C2.Square().MultiplyByXi() - (C0 * C1);
        Fq2 t2 = C1.Square() - (C0 * C2);
        Fq2 norm = (C0 * t0) + ((C2 * t1) + (C1 * t2)).MultiplyByXi();
        return new Fq6(t0, t1, t2) * norm.InverseOfPublic();
    }

    public bool Equals(Fq6 other) => this == other;

    public override bool Equals(object? obj) => obj is Fq6 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(C0, C1, C2);
}
