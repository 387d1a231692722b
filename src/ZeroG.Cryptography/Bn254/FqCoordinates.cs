using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>The coordinates of G1.</summary>
internal readonly struct FqCoordinates : ICoordinateField<Fq>
{
    public static Fq One => Fq.One;

    public static bool IsZero(in Fq a) => a.IsZero;

    public static bool AreEqual(in Fq a, in Fq b) => a == b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq Add(in Fq a, in Fq b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq Subtract(in Fq a, in Fq b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq Negate(in Fq a) => -a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq Double(in Fq a) => a.Double();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq Multiply(in Fq a, in Fq b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fq Square(in Fq a) => a.Square();

    public static Fq Inverse(in Fq a) => a.Inverse();

    public static Fq InverseOfPublic(in Fq a) => a.InverseOfPublic();

    public static Fq RightSide(in Fq x) => (x.Square() * x) + Bn254Curve.B;

    /// <summary>Nine times a.</summary>
    public static Fq MultiplyBy3B(in Fq a) => a.Double().Double().Double() + a;

    public static Fq MultiplyByBeta(in Fq x) => x * Bn254Curve.Beta;
}
