namespace ZeroG.Cryptography.Bn254;

/// <summary>The first half of a pairing: f_{6x+2,Q}(P) and the two last lines.</summary>
internal static class MillerLoop
{
    /// <summary>The product over several pairs, which share the squarings of the loop.</summary>
    /// <param name="points">The points P, none infinite.</param>
    /// <param name="lines">For each the lines of its Q, from <see cref="LineWalk.Write"/>.</param>
    public static Fq12 Run(ReadOnlySpan<G1Affine> points, ReadOnlySpan<Line[]> lines)
    {
        ReadOnlySpan<sbyte> digits = Bn254Curve.LoopDigits;
        Fq12 f = Fq12.One;
        int step = 0;
        for (int i = digits.Length - 2; i >= 0; i--)
        {
            f = f.Square();
            MultiplyLines(ref f, points, lines, step++);
            if (digits[i] != 0)
            {
                MultiplyLines(ref f, points, lines, step++);
            }
        }

        MultiplyLines(ref f, points, lines, step++);
        MultiplyLines(ref f, points, lines, step);
        return f;
    }

    private static void MultiplyLines(ref Fq12 f, ReadOnlySpan<G1Affine> points, ReadOnlySpan<Line[]> lines, int step)
    {
        for (int i = 0; i < points.Length; i++)
        {
            f = lines[i][step].MultiplyInto(f, points[i]);
        }
    }
}
