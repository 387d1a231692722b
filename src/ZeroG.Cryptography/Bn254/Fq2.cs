using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>C0 + C1·u with u² = -1: the field of 2 coordinates over <see cref="Fq"/> in which the coordinates of G2 lie.</summary>
/// <remarks>
/// Operations are not inlined: the floors of the tower above call dozens of them, and are a tenth faster while they stay small.
/// </remarks>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly struct Fq2 : IEquatable<Fq2>
{
    /// <summary>Bytes of an element.</summary>
    public const int Size = 2 * Fq.Size;

    private static readonly Fq Half = Fq.FromUInt64(2).Inverse();

    private readonly Fq _c0;
    private readonly Fq _c1;

    public Fq2(in Fq c0, in Fq c1)
    {
        _c0 = c0;
        _c1 = c1;
    }

    /// <summary>0.</summary>
    public static Fq2 Zero => default;

    /// <summary>1.</summary>
    public static Fq2 One => new(Fq.One, Fq.Zero);

    /// <summary>The coordinate of 1.</summary>
    [UnscopedRef]
    public ref readonly Fq C0 => ref _c0;

    /// <summary>The coordinate of u.</summary>
    [UnscopedRef]
    public ref readonly Fq C1 => ref _c1;

    /// <summary>Whether this is 0.</summary>
    public bool IsZero => C0.IsZero && C1.IsZero;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Fq2 operator +(in Fq2 a, in Fq2 b) => new(a.C0 + b.C0, a.C1 + b.C1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Fq2 operator -(in Fq2 a, in Fq2 b) => new(a.C0 - b.C0, a.C1 - b.C1);

    public static Fq2 operator -(in Fq2 a) => new(-a.C0, -a.C1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Fq2 operator *(in Fq2 a, in Fq2 b)
    {
        // Not Karatsuba's three products: four, of which each two share one reduction, need no additions.
        Limbs4 minusB1 = Montgomery<FqModulus>.Complement(b._c1.Limbs);
        return new(
            new Fq(Montgomery<FqModulus>.SumOfProducts(a._c0.Limbs, b._c0.Limbs, a._c1.Limbs, minusB1)),
            new Fq(Montgomery<FqModulus>.SumOfProducts(a._c0.Limbs, b._c1.Limbs, a._c1.Limbs, b._c0.Limbs)));
    }

    public static Fq2 operator *(in Fq2 a, in Fq b) => new(a.C0 * b, a.C1 * b);

    public static bool operator ==(in Fq2 a, in Fq2 b) => a.C0 == b.C0 && a.C1 == b.C1;

    public static bool operator !=(in Fq2 a, in Fq2 b) => !(a == b);

    /// <summary>Reads C0 and C1, each 32 little-endian bytes; false unless both are below q.</summary>
    public static bool TryRead(ReadOnlySpan<byte> littleEndian, out Fq2 value)
    {
        bool canonical = Fq.TryRead(littleEndian[..Fq.Size], out Fq c0) & Fq.TryRead(littleEndian[Fq.Size..], out Fq c1);
        value = new(c0, c1);
        return canonical;
    }

    /// <summary>Reads C1 and C0, each 32 big-endian bytes, in the order of EIP-197; false unless both are below q.</summary>
    public static bool TryReadBigEndian(ReadOnlySpan<byte> bigEndian, out Fq2 value)
    {
        bool canonical = Fq.TryReadBigEndian(bigEndian[..Fq.Size], out Fq c1) & Fq.TryReadBigEndian(bigEndian[Fq.Size..], out Fq c0);
        value = new(c0, c1);
        return canonical;
    }

    /// <summary>(C0 + C1)(C0 - C1) + 2·C0·C1·u: two products.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Fq2 Square() => new((C0 + C1) * (C0 - C1), (C0 * C1).Double());

    /// <summary>The double.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Fq2 Double() => new(C0.Double(), C1.Double());

    /// <summary>C0 - C1·u, which is also the power q.</summary>
    public Fq2 Conjugate() => new(C0, -C1);

    /// <summary>The product with ξ = 9 + u: nine times this by three doublings and a sum, and u times this.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public Fq2 MultiplyByXi()
    {
        Fq nine0 = C0.Double().Double().Double() + C0;
        Fq nine1 = C1.Double().Double().Double() + C1;
        return new(nine0 - C1, nine1 + C0);
    }

    /// <summary>C0² + C1², the product with the conjugate.</summary>
    public Fq Norm() => C0.Square() + C1.Square();

    /// <summary>1/a = conjugate / norm; zero for zero.</summary>
    public Fq2 Inverse() => DividedConjugate(Norm().Inverse());

    /// <summary>The same in less time, which depends on a.</summary>
    internal Fq2 InverseOfPublic() => DividedConjugate(Norm().InverseOfPublic());

    /// <summary>The power of a public exponent that is not negative.</summary>
    public Fq2 Pow(BigInteger exponent)
    {
        Fq2 result = One;
        for (int bit = (int)exponent.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = result.Square();
            if (!((exponent >> bit).IsEven))
            {
                result *= this;
            }
        }

        return result;
    }

    /// <summary>
    /// A square root; false if there is none. The complex method, two roots in Fq (Adj, Rodríguez-Henríquez, ePrint 2012/685).
    /// </summary>
    public bool TrySqrt(out Fq2 root)
    {
        if (C1.IsZero)
        {
            // -1 is no square in Fq, so one of C0 and -C0 is.
            bool real = C0.TrySqrt(out Fq rootOfC0);
            (-C0).TrySqrt(out Fq rootOfMinusC0);
            root = real ? new(rootOfC0, Fq.Zero) : new(Fq.Zero, rootOfMinusC0);
            return true;
        }

        // root = s + tu has the norm n = s² + t² and s² - t² = C0, so s² = (C0 ± n)/2 for one of the signs, and 2st = C1.
        root = Zero;
        if (!Norm().TrySqrt(out Fq norm))
        {
            return false;
        }

        if (!((C0 + norm) * Half).TrySqrt(out Fq s) && !((C0 - norm) * Half).TrySqrt(out s))
        {
            return false;
        }

        root = new(s, C1 * Half * s.InverseOfPublic());
        return root.Square() == this;
    }

    /// <summary>The order in which arkworks tells the greater of y and -y: C1 first, then C0.</summary>
    public int CompareTo(Fq2 other) => C1 == other.C1 ? C0.CompareTo(other.C0) : C1.CompareTo(other.C1);

    /// <summary>Writes C0 and C1, each as 32 little-endian bytes.</summary>
    public void Write(Span<byte> littleEndian)
    {
        C0.Write(littleEndian);
        C1.Write(littleEndian[Fq.Size..]);
    }

    /// <summary>Writes C1 and C0, each as 32 big-endian bytes, in the order of EIP-197.</summary>
    public void WriteBigEndian(Span<byte> bigEndian)
    {
        C1.WriteBigEndian(bigEndian[..Fq.Size]);
        C0.WriteBigEndian(bigEndian[Fq.Size..]);
    }

    public bool Equals(Fq2 other) => this == other;

    public override bool Equals(object? obj) => obj is Fq2 other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(C0, C1);

    public override string ToString() => $"{C0} + {C1}u";

    private Fq2 DividedConjugate(in Fq inverseOfNorm) => new(C0 * inverseOfNorm, -(C1 * inverseOfNorm));
}
