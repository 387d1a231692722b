using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A point of G1, y² = x³ + 3 over <see cref="Fq"/>: 64 bytes, X and Y in Montgomery's form. The point at infinity is (0, 0), which is not
/// on the curve and is what <c>default</c> holds.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly partial struct G1Affine : IEquatable<G1Affine>
{
    private readonly Fq _x;
    private readonly Fq _y;

    /// <summary>A point of these coordinates. Whether it is on the curve is not checked; see <see cref="IsOnCurve"/>.</summary>
    public G1Affine(in Fq x, in Fq y)
    {
        _x = x;
        _y = y;
    }

    /// <summary>(1, 2).</summary>
    public static G1Affine Generator => new(Fq.One, Fq.One.Double());

    /// <summary>The neutral element.</summary>
    public static G1Affine Infinity => default;

    [UnscopedRef]
    public ref readonly Fq X => ref _x;

    [UnscopedRef]
    public ref readonly Fq Y => ref _y;

    public bool IsInfinity => X.IsZero && Y.IsZero;

    public static G1Jacobian operator +(in G1Affine a, in G1Affine b) => a.ToJacobian() + b;

    public static G1Jacobian operator -(in G1Affine a, in G1Affine b) => a.ToJacobian() + (-b);

    public static G1Affine operator -(in G1Affine a) => new(a.X, -a.Y);

    public static bool operator ==(in G1Affine a, in G1Affine b) => a.X == b.X && a.Y == b.Y;

    public static bool operator !=(in G1Affine a, in G1Affine b) => !(a == b);

    /// <summary>Whether the point is on the curve, and so in the group: the cofactor is 1. Infinity is.</summary>
    public bool IsOnCurve() => IsInfinity || Y.Square() == FqCoordinates.RightSide(X);

    /// <summary>The same point with a denominator.</summary>
    public G1Jacobian ToJacobian() => IsInfinity ? G1Jacobian.Infinity : new(X, Y, Fq.One);

    /// <summary>The double.</summary>
    public G1Jacobian Double() => ToJacobian().Double();

    /// <summary>The multiple by a public scalar; the time depends on it.</summary>
    public G1Jacobian Multiply(in Fr scalar) => ToJacobian().Multiply(scalar);

    public bool Equals(G1Affine other) => this == other;

    public override bool Equals(object? obj) => obj is G1Affine other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y);

    public override string ToString() => IsInfinity ? "infinity" : $"({X}, {Y})";
}
