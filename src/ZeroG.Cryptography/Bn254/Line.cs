using System.Runtime.InteropServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A line through points of the twist, as an element of Fq12 once it is evaluated at a point P of G1: Y·y_P + X·x_P·w + Constant·vw.
/// Factors in Fq2 do not matter, since the final exponentiation takes them to 1.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8)]
internal readonly struct Line(in Fq2 y, in Fq2 x, in Fq2 constant)
{
    public readonly Fq2 Y = y;
    public readonly Fq2 X = x;
    public readonly Fq2 Constant = constant;

    /// <summary>f times the line's value at P.</summary>
    public Fq12 MultiplyInto(in Fq12 f, in G1Affine point) => f.MultiplyByLine(Y * point.Y, X * point.X, Constant);
}
