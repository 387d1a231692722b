using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A point of G2's curve as (X/Z², Y/Z³), which adds without a division: 192 bytes. Infinity has Z = 0. One point has many such forms;
/// <c>==</c> compares the points. For public points: the time of an addition tells whether its points are equal, opposite or infinite.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
public readonly struct G2Jacobian : IEquatable<G2Jacobian>
{
    private readonly Jacobian<Fq2, Fq2Coordinates> _point;

    /// <summary>A point of these coordinates, which are not checked.</summary>
    public G2Jacobian(in Fq2 x, in Fq2 y, in Fq2 z)
        : this(new Jacobian<Fq2, Fq2Coordinates>(x, y, z))
    {
    }

    internal G2Jacobian(in Jacobian<Fq2, Fq2Coordinates> point) => _point = point;

    /// <summary>The generator of EIP-197.</summary>
    public static G2Jacobian Generator => G2Affine.Generator.ToJacobian();

    /// <summary>The neutral element.</summary>
    public static G2Jacobian Infinity => new(Jacobian<Fq2, Fq2Coordinates>.Infinity);

    [UnscopedRef]
    public ref readonly Fq2 X => ref _point.X;

    [UnscopedRef]
    public ref readonly Fq2 Y => ref _point.Y;

    [UnscopedRef]
    public ref readonly Fq2 Z => ref _point.Z;

    public bool IsInfinity => _point.IsInfinity;

    public static G2Jacobian operator +(in G2Jacobian a, in G2Jacobian b) => new(a._point.Add(b._point));

    public static G2Jacobian operator +(in G2Jacobian a, in G2Affine b) => b.IsInfinity ? a : new(a._point.AddAffine(b.X, b.Y));

    public static G2Jacobian operator -(in G2Jacobian a, in G2Jacobian b) => new(a._point.Add(b._point.Negate()));

    public static G2Jacobian operator -(in G2Jacobian a, in G2Affine b) => a + (-b);

    public static bool operator ==(in G2Jacobian a, in G2Jacobian b) => a._point.IsSamePoint(b._point);

    public static bool operator !=(in G2Jacobian a, in G2Jacobian b) => !a._point.IsSamePoint(b._point);

    /// <summary>Converts many points with one inversion for all.</summary>
    /// <param name="points">The points; infinity may be among them.</param>
    /// <param name="affine">Receives as many points.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Normalize(ReadOnlySpan<G2Jacobian> points, Span<G2Affine> affine) =>
        Normalization.Normalize<Fq2, Fq2Coordinates>(
            MemoryMarshal.Cast<G2Jacobian, Jacobian<Fq2, Fq2Coordinates>>(points), MemoryMarshal.Cast<G2Affine, AffinePair<Fq2>>(affine));

    /// <summary>The double.</summary>
    public G2Jacobian Double() => new(_point.Double());

    /// <summary>
    /// The multiple of a point of the subgroup by a public scalar, by the curve's endomorphism; the time depends on the scalar.
    /// </summary>
    public G2Jacobian Multiply(in Fr scalar) => new(Glv.Multiply(_point, scalar));

    /// <summary>The multiple by a public number of limbs, the lowest first. Right for all points of the curve.</summary>
    internal G2Jacobian MultiplyPlainly(params ReadOnlySpan<ulong> multiplier) => new(_point.MultiplyPlainly(multiplier));

    /// <summary>The point without a denominator; one inversion. The time depends on the point.</summary>
    public G2Affine ToAffine()
    {
        if (IsInfinity)
        {
            return G2Affine.Infinity;
        }

        (Fq2 x, Fq2 y) = _point.ScaleBy(Z.InverseOfPublic());
        return new(x, y);
    }

    public bool Equals(G2Jacobian other) => this == other;

    public override bool Equals(object? obj) => obj is G2Jacobian other && Equals(other);

    public override int GetHashCode() => ToAffine().GetHashCode();

    public override string ToString() => ToAffine().ToString();
}
