namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The walk of a Miller loop over the twist: a point T = (X/Z, Y/Z), and the line of each step, without a division (Costello, Lange,
/// Naehrig, ePrint 2009/615; Aranha et al., ePrint 2012/408 §4.2).
/// </summary>
internal struct LineWalk(in G2Affine start)
{
    /// <summary>
    /// Lines of one loop: one for each digit but the first, one for each digit but the first that is not zero, and two at the end.
    /// </summary>
    public static readonly int LineCount = Bn254Curve.LoopDigits.Length - 1 + Bn254Curve.LoopDigits.Count(digit => digit != 0) - 1 + 2;

    private Fq2 _x = start.X;
    private Fq2 _y = start.Y;
    private Fq2 _z = Fq2.One;

    /// <summary>Writes all lines of the loop over a point of the subgroup, in the order in which the loop takes them.</summary>
    /// <param name="point">Not infinity.</param>
    /// <param name="lines">Receives <see cref="LineCount"/> lines.</param>
    public static void Write(in G2Affine point, Span<Line> lines)
    {
        LineWalk walk = new(point);
        G2Affine opposite = -point;
        ReadOnlySpan<sbyte> digits = Bn254Curve.LoopDigits;
        int count = 0;
        for (int i = digits.Length - 2; i >= 0; i--)
        {
            lines[count++] = walk.Double();
            if (digits[i] != 0)
            {
                lines[count++] = walk.Add(digits[i] > 0 ? point : opposite);
            }
        }

        G2Affine first = Frobenius.Apply(point);
        lines[count++] = walk.Add(first);
        lines[count] = walk.Add(-Frobenius.Apply(first));
    }

    /// <summary>T becomes 2T; gives the tangent at T. All coordinates are four times those of the papers, which halve.</summary>
    private Line Double()
    {
        Fq2 xy = _x * _y;
        Fq2 b = _y.Square();
        Fq2 c = _z.Square();
        Fq2 e = Fq2Coordinates.MultiplyBy3B(c);
        Fq2 f = e.Double() + e;
        Fq2 h = (_y + _z).Square() - b - c;
        Fq2 j = _x.Square();
        Fq2 ee = e.Square();
        _x = (xy * (b - f)).Double();
        _y = (b + f).Square() - (ee.Double() + ee).Double().Double();
        _z = (b * h).Double().Double();
        return new(-h, j.Double() + j, e - b);
    }

    /// <summary>T becomes T + Q; gives the line through both.</summary>
    private Line Add(in G2Affine q)
    {
        Fq2 theta = _y - (q.Y * _z);
        Fq2 lambda = _x - (q.X * _z);
        Fq2 d = lambda.Square();
        Fq2 e = lambda * d;
        Fq2 f = _z * theta.Square();
        Fq2 g = _x * d;
        Fq2 h = e + f - g.Double();
        _x = lambda * h;
        _y = (theta * (g - h)) - (e * _y);
        _z *= e;
        return new(lambda, -theta, (theta * q.X) - (lambda * q.Y));
    }
}
