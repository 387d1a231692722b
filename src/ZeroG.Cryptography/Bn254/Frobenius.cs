namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// ψ: untwist, raise the coordinates to q, twist again (Galbraith, Scott, ePrint 2008/117). On G2 it multiplies by q, which is 6x² modulo
/// r.
/// </summary>
internal static class Frobenius
{
    private static readonly Fq2 CoefficientOfX = Bn254Curve.FrobeniusCoefficients[2];
    private static readonly Fq2 CoefficientOfY = Bn254Curve.FrobeniusCoefficients[3];

    /// <summary>ψ(Q).</summary>
    public static G2Affine Apply(in G2Affine point) => new(point.X.Conjugate() * CoefficientOfX, point.Y.Conjugate() * CoefficientOfY);

    /// <summary>ψ(Q).</summary>
    public static G2Jacobian Apply(in G2Jacobian point) =>
        new(point.X.Conjugate() * CoefficientOfX, point.Y.Conjugate() * CoefficientOfY, point.Z.Conjugate());

    /// <summary>
    /// Whether a point of the curve is of order r: [x+1]Q + ψ([x]Q) + ψ²([x]Q) = ψ³([2x]Q), which takes a multiplication by 63 bits instead
    /// of 254 (Dai, Lin, Zhao, Zhou, ePrint 2022/348 §5.1).
    /// </summary>
    public static bool IsInSubgroup(in G2Jacobian point)
    {
        G2Jacobian multiple = point.MultiplyPlainly([Bn254Curve.Seed]);
        G2Jacobian once = Apply(multiple);
        G2Jacobian twice = Apply(once);
        return multiple + point + once + twice == Apply(twice).Double();
    }
}
