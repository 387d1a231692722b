namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A product of pairings that is made pair by pair and asked whether it is 1. Pairs go through the Miller loop in groups, and there is one final
/// exponentiation for all. Parts made on several threads can be joined; one object serves one thread.
/// </summary>
public sealed class PairingProduct
{
    // Beyond these, sharing the squarings gains little, and the lines would leave the cache.
    private const int GroupSize = 8;

    private readonly G1Affine[] _points = new G1Affine[GroupSize];
    private readonly Line[][] _lines = new Line[GroupSize][];
    private readonly Line[]?[] _ownLines = new Line[]?[GroupSize];
    private Fq12 _product = Fq12.One;
    private int _count;

    /// <summary>Multiplies by e(P, Q), which is 1 if one of the points is infinity.</summary>
    /// <param name="point">A point on the curve; not checked.</param>
    /// <param name="twistPoint">A point of the subgroup; not checked.</param>
    public void Add(in G1Affine point, in G2Affine twistPoint)
    {
        if (!point.IsInfinity && !twistPoint.IsInfinity)
        {
            Line[] lines = _ownLines[_count] ??= new Line[LineWalk.LineCount];
            LineWalk.Write(twistPoint, lines);
            Add(point, lines);
        }
    }

    /// <summary>Multiplies by e(P, Q), which is 1 if one of the points is infinity.</summary>
    /// <param name="point">A point on the curve; not checked.</param>
    /// <param name="twistPoint">A point of the subgroup.</param>
    public void Add(in G1Affine point, G2Prepared twistPoint)
    {
        if (!point.IsInfinity && !twistPoint.Point.IsInfinity)
        {
            Add(point, twistPoint.Lines);
        }
    }

    /// <summary>Multiplies by another product.</summary>
    public void Add(PairingProduct other) => _product *= other.BeforeFinalExponentiation();

    /// <summary>Whether the product so far is 1. More pairs may follow.</summary>
    public bool IsOne() => Value().IsOne;

    /// <summary>The product so far.</summary>
    internal Fq12 Value() => FinalExponentiation.Apply(BeforeFinalExponentiation());

    private void Add(in G1Affine point, Line[] lines)
    {
        _points[_count] = point;
        _lines[_count] = lines;
        if (++_count == GroupSize)
        {
            BeforeFinalExponentiation();
        }
    }

    private Fq12 BeforeFinalExponentiation()
    {
        if (_count > 0)
        {
            _product *= MillerLoop.Run(_points.AsSpan(0, _count), _lines.AsSpan(0, _count));
            _count = 0;
        }

        return _product;
    }
}
