using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A point of G1 as (X/Z², Y/Z³), which adds without a division: 96 bytes. Infinity has Z = 0. One point has many such forms; <c>==</c>
/// compares the points. For public points: the time of an addition tells whether its points are equal, opposite or infinite.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly struct G1Jacobian : IEquatable<G1Jacobian>
{
    private readonly Jacobian<Fq, FqCoordinates> _point;

    /// <summary>A point of these coordinates, which are not checked.</summary>
    public G1Jacobian(in Fq x, in Fq y, in Fq z)
        : this(new Jacobian<Fq, FqCoordinates>(x, y, z))
    {
    }

    internal G1Jacobian(in Jacobian<Fq, FqCoordinates> point) => _point = point;

    /// <summary>(1, 2).</summary>
    public static G1Jacobian Generator => G1Affine.Generator.ToJacobian();

    /// <summary>The neutral element.</summary>
    public static G1Jacobian Infinity => new(Jacobian<Fq, FqCoordinates>.Infinity);

    [UnscopedRef]
    public ref readonly Fq X => ref _point.X;

    [UnscopedRef]
    public ref readonly Fq Y => ref _point.Y;

    [UnscopedRef]
    public ref readonly Fq Z => ref _point.Z;

    public bool IsInfinity => _point.IsInfinity;

    public static G1Jacobian operator +(in G1Jacobian a, in G1Jacobian b) => new(a._point.Add(b._point));

    public static G1Jacobian operator +(in G1Jacobian a, in G1Affine b) => b.IsInfinity ? a : new(a._point.AddAffine(b.X, b.Y));

    public static G1Jacobian operator -(in G1Jacobian a, in G1Jacobian b) => new(a._point.Add(b._point.Negate()));

    public static G1Jacobian operator -(in G1Jacobian a, in G1Affine b) => a + (-b);

    public static G1Jacobian operator -(in G1Jacobian a) => new(a._point.Negate());

    public static bool operator ==(in G1Jacobian a, in G1Jacobian b) => a._point.IsSamePoint(b._point);

    public static bool operator !=(in G1Jacobian a, in G1Jacobian b) => !a._point.IsSamePoint(b._point);

    /// <summary>Converts many points with one inversion for all.</summary>
    /// <param name="points">The points; infinity may be among them.</param>
    /// <param name="affine">Receives as many points.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Normalize(ReadOnlySpan<G1Jacobian> points, Span<G1Affine> affine) =>
        Normalization.Normalize<Fq, FqCoordinates>(
            MemoryMarshal.Cast<G1Jacobian, Jacobian<Fq, FqCoordinates>>(points), MemoryMarshal.Cast<G1Affine, AffinePair<Fq>>(affine));

    /// <summary>The double.</summary>
    public G1Jacobian Double() => new(_point.Double());

    /// <summary>The multiple by a public scalar, by the curve's endomorphism; the time depends on the scalar.</summary>
    public G1Jacobian Multiply(in Fr scalar) => new(Glv.Multiply(_point, scalar));

    /// <summary>The point without a denominator; one inversion. The time depends on the point.</summary>
    public G1Affine ToAffine()
    {
        if (IsInfinity)
        {
            return G1Affine.Infinity;
        }

        (Fq x, Fq y) = _point.ScaleBy(Z.InverseOfPublic());
        return new(x, y);
    }

    public bool Equals(G1Jacobian other) => this == other;

    public override bool Equals(object? obj) => obj is G1Jacobian other && Equals(other);

    public override int GetHashCode() => ToAffine().GetHashCode();

    public override string ToString() => ToAffine().ToString();
}
