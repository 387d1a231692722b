using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Eight walks of <see cref="LineWalk"/> at once. Coordinates are tight and within 2 q, the coefficients of lines within 2 q.
/// </summary>
[SkipLocalsInit]
internal struct LanesLineWalk
{
    // Signs are turned against the scalar walk, where that spares a negation: the triple stands for the same point.
    private LanesFq2 _x;
    private LanesFq2 _y;
    private LanesFq2 _z;

    /// <summary>Starts at points whose coordinates are within 0.5.</summary>
    public void Start(in LanesFq2 x, in LanesFq2 y)
    {
        _x = x;
        _y = y;
        LanesFq2.Broadcast(Fq2.One, out _z);
    }

    /// <summary>T becomes 2T; gives the tangents at T.</summary>
    /// <param name="threeB">3/ξ three times, in all lanes.</param>
    /// <param name="line">Receives the lines.</param>
    public void Double(in LanesFq2 threeB, out LanesLine line)
    {
        LanesFq2.MultiplyReduced(_x, _y, out LanesFq2 xy);
        LanesFq2.SquareReduced(_y, out LanesFq2 b);
        LanesFq2.SquareReduced(_z, out LanesFq2 c);
        LanesFq2.MultiplyReduced(c, threeB, out LanesFq2 e);
        LanesFq2.Triple(e, out LanesFq2 f);
        LanesFq2.Add(_y, _z, out LanesFq2 sum);
        LanesFq2.SquareReduced(sum, out sum);
        LanesFq2.SubtractBoth(sum, b, c, out sum);
        LanesFq2.Negate(sum, out line.Y);
        LanesFq2.SquareReduced(_x, out LanesFq2 j);
        LanesFq2.Triple(j, out line.X);
        LanesFq2.Subtract(e, b, out line.Constant);

        // -x = 2xy(f - b), -y = 12e² - (b + f)², -z = 4b·(-h).
        LanesFq2.Subtract(f, b, out _x);
        LanesFq2.MultiplyReduced(xy, _x, out _x);
        LanesFq2.Add(_x, _x, out _x);
        LanesFq2.Add(b, f, out sum);
        LanesFq2.SquareReduced(sum, out sum);
        LanesFq2.SquareReduced(e, out LanesFq2 ee);
        LanesFq2.Triple(ee, out ee);
        Lanes8<FqModulus>.ReduceFourTimesMinus(ee.C0, sum.C0, out _y.C0);
        Lanes8<FqModulus>.ReduceFourTimesMinus(ee.C1, sum.C1, out _y.C1);
        LanesFq2.MultiplyReduced(b, line.Y, out _z);
        LanesFq2.Add(_z, _z, out _z);
        LanesFq2.Add(_z, _z, out _z);
    }

    /// <summary>T becomes T + Q; gives the lines through both.</summary>
    /// <param name="x">The x of Q, within 0.5.</param>
    /// <param name="y">The y of Q, within 0.5.</param>
    /// <param name="line">Receives the lines.</param>
    public void Add(in LanesFq2 x, in LanesFq2 y, out LanesLine line)
    {
        LanesFq2.MultiplyReduced(y, _z, out LanesFq2 theta);
        LanesFq2.Subtract(theta, _y, out line.X);
        LanesFq2.Negate(line.X, out theta);
        LanesFq2.MultiplyReduced(x, _z, out LanesFq2 lambda);
        LanesFq2.Subtract(_x, lambda, out lambda);
        line.Y = lambda;
        LanesFq2.MultiplyReduced(theta, x, out LanesFq2 left);
        LanesFq2.MultiplyReduced(lambda, y, out LanesFq2 right);
        LanesFq2.Subtract(left, right, out line.Constant);

        LanesFq2.SquareReduced(lambda, out LanesFq2 d);
        LanesFq2.MultiplyReduced(lambda, d, out LanesFq2 e);
        LanesFq2.SquareReduced(theta, out LanesFq2 f);
        LanesFq2.MultiplyReduced(_z, f, out f);
        LanesFq2.MultiplyReduced(_x, d, out LanesFq2 g);
        LanesFq2.Add(e, f, out LanesFq2 h);
        LanesFq2.SubtractBoth(h, g, g, out h);
        LanesFq2.MultiplyReduced(lambda, h, out _x);
        LanesFq2.Subtract(g, h, out g);
        LanesFq2.MultiplyReduced(theta, g, out g);
        LanesFq2.MultiplyReduced(e, _y, out f);
        LanesFq2.Subtract(g, f, out _y);
        LanesFq2.MultiplyReduced(_z, e, out _z);
    }
}
