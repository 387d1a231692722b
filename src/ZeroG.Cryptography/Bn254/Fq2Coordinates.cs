namespace ZeroG.Cryptography.Bn254;

/// <summary>The coordinates of G2.</summary>
internal readonly struct Fq2Coordinates : ICoordinateField<Fq2>
{
    private static readonly Fq2 ThreeB = Bn254Curve.TwistB.Double() + Bn254Curve.TwistB;

    public static Fq2 One => Fq2.One;

    public static bool IsZero(in Fq2 a) => a.IsZero;

    public static bool AreEqual(in Fq2 a, in Fq2 b) => a == b;

    public static Fq2 Add(in Fq2 a, in Fq2 b) => a + b;

    public static Fq2 Subtract(in Fq2 a, in Fq2 b) => a - b;

    public static Fq2 Negate(in Fq2 a) => -a;

    public static Fq2 Double(in Fq2 a) => a.Double();

    public static Fq2 Multiply(in Fq2 a, in Fq2 b) => a * b;

    public static Fq2 Square(in Fq2 a) => a.Square();

    public static Fq2 Inverse(in Fq2 a) => a.Inverse();

    public static Fq2 InverseOfPublic(in Fq2 a) => a.InverseOfPublic();

    public static Fq2 RightSide(in Fq2 x) => (x.Square() * x) + Bn254Curve.TwistB;

    public static Fq2 MultiplyBy3B(in Fq2 a) => a * ThreeB;

    public static Fq2 MultiplyByBeta(in Fq2 x) => x * Bn254Curve.TwistBeta;
}
