using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A point of y² = x³ + 3/(9 + u) over <see cref="Fq2"/>: 128 bytes, X.C0, X.C1, Y.C0, Y.C1 in Montgomery's form. Not all points of the
/// curve are in G2: see <see cref="IsInSubgroup"/>. Infinity is (0, 0), which is not on the curve and is what <c>default</c> holds.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly partial struct G2Affine : IEquatable<G2Affine>
{
    private static readonly G2Affine GeneratorPoint = new(
        new(
            Coordinate("1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed"),
            Coordinate("198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2")),
        new(
            Coordinate("12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa"),
            Coordinate("090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b")));

    private readonly Fq2 _x;
    private readonly Fq2 _y;

    /// <summary>A point of these coordinates. Whether it is in the group is not checked.</summary>
    public G2Affine(in Fq2 x, in Fq2 y)
    {
        _x = x;
        _y = y;
    }

    /// <summary>The generator of EIP-197.</summary>
    public static G2Affine Generator => GeneratorPoint;

    /// <summary>The neutral element.</summary>
    public static G2Affine Infinity => default;

    [UnscopedRef]
    public ref readonly Fq2 X => ref _x;

    [UnscopedRef]
    public ref readonly Fq2 Y => ref _y;

    public bool IsInfinity => X.IsZero && Y.IsZero;

    public static G2Jacobian operator +(in G2Affine a, in G2Affine b) => a.ToJacobian() + b;

    public static G2Jacobian operator -(in G2Affine a, in G2Affine b) => a.ToJacobian() + (-b);

    public static G2Affine operator -(in G2Affine a) => new(a.X, -a.Y);

    public static bool operator ==(in G2Affine a, in G2Affine b) => a.X == b.X && a.Y == b.Y;

    public static bool operator !=(in G2Affine a, in G2Affine b) => !(a == b);

    /// <summary>Whether the point is on the curve. Infinity is.</summary>
    public bool IsOnCurve() => IsInfinity || Y.Square() == Fq2Coordinates.RightSide(X);

    /// <summary>Whether the point is on the curve and of order r (or infinity), and so one that may be multiplied and paired.</summary>
    public bool IsInSubgroup() => IsOnCurve() && Frobenius.IsInSubgroup(ToJacobian());

    /// <summary>The same point with a denominator.</summary>
    public G2Jacobian ToJacobian() => IsInfinity ? G2Jacobian.Infinity : new(X, Y, Fq2.One);

    /// <summary>The double.</summary>
    public G2Jacobian Double() => ToJacobian().Double();

    /// <summary>The multiple of a point of the subgroup by a public scalar; the time depends on it.</summary>
    public G2Jacobian Multiply(in Fr scalar) => ToJacobian().Multiply(scalar);

    public bool Equals(G2Affine other) => this == other;

    public override bool Equals(object? obj) => obj is G2Affine other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(X, Y);

    public override string ToString() => IsInfinity ? "infinity" : $"({X}, {Y})";

    private static Fq Coordinate(string digits) => Fq.FromBigInteger(Bn254Curve.Hex(digits));
}
