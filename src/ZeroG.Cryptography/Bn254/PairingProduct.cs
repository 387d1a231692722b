namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// A product of pairings that is made pair by pair and asked whether it is 1. Pairs go through the Miller loop in groups, eight in the
/// lanes of vectors where the processor has them, and there is one final exponentiation for all. Parts made on several threads can be
/// joined; one object serves one thread at a time.
/// </summary>
public sealed class PairingProduct
{
    // Pairs that wait for a run of the lanes, and pairs that go through the scalar loop together: beyond these, sharing the squarings gains
    // little, and the lines would leave the cache.
    private const int Capacity = LanesMillerLoop.Width * LanesMillerLoop.MaxDepth;
    private const int GroupSize = 8;

    // The lanes take as long for one pair as for eight: about as long as the scalar loop for one.
    private const int LeastForLanes = 2;

    private readonly bool _useLanes;
    private readonly G1Affine[] _points = new G1Affine[Capacity];
    private readonly G2Affine[] _twistPoints = new G2Affine[Capacity];
    private readonly Line[]?[] _lines = new Line[]?[GroupSize];
    private Fq12 _product = Fq12.One;
    private int _count;

    /// <summary>A product of no pairs, which is 1.</summary>
    public PairingProduct()
        : this(LanesMillerLoop.IsSupported)
    {
    }

    /// <summary>As the other one, with the choice left to the caller.</summary>
    internal PairingProduct(bool useLanes) => _useLanes = useLanes;

    /// <summary>Multiplies by e(P, Q), which is 1 if one of the points is infinity.</summary>
    /// <param name="point">A point on the curve; not checked.</param>
    /// <param name="twistPoint">A point of the subgroup; not checked.</param>
    public void Add(in G1Affine point, in G2Affine twistPoint)
    {
        if (point.IsInfinity || twistPoint.IsInfinity)
        {
            return;
        }

        _points[_count] = point;
        _twistPoints[_count] = twistPoint;
        if (++_count == (_useLanes ? Capacity : GroupSize))
        {
            BeforeFinalExponentiation();
        }
    }

    /// <summary>Multiplies by another product.</summary>
    public void Add(PairingProduct other) => _product *= other.BeforeFinalExponentiation();

    /// <summary>Whether the product so far is 1. More pairs may follow.</summary>
    public bool IsOne() => Value().IsOne;

    /// <summary>The product so far.</summary>
    internal Fq12 Value() => FinalExponentiation.Apply(BeforeFinalExponentiation());

    /// <summary>Takes in the pairs that wait.</summary>
    private Fq12 BeforeFinalExponentiation()
    {
        int rest = _useLanes ? RunLanes() : _count;
        if (rest > 0)
        {
            RunScalar(_count - rest, rest);
        }

        _count = 0;
        return _product;
    }

    /// <summary>Runs the pairs that fill lanes well enough; gives how many are left at the end.</summary>
    private int RunLanes()
    {
        int rest = _count % LanesMillerLoop.Width;
        int whole = _count - rest;
        if (whole > 0)
        {
            RunLanes(0, whole, LanesMillerLoop.Width);
        }

        if (rest < LeastForLanes)
        {
            return rest;
        }

        // The lanes without a pair repeat one, and their products are left behind.
        _points.AsSpan(_count, LanesMillerLoop.Width - rest).Fill(_points[whole]);
        _twistPoints.AsSpan(_count, LanesMillerLoop.Width - rest).Fill(_twistPoints[whole]);
        RunLanes(whole, LanesMillerLoop.Width, rest);
        return 0;
    }

    private void RunLanes(int start, int count, int lanes)
    {
        Span<Fq12> products = stackalloc Fq12[lanes];
        LanesMillerLoop.OfThread.Run(_points.AsSpan(start, count), _twistPoints.AsSpan(start, count), products);
        foreach (ref readonly Fq12 product in products)
        {
            _product *= product;
        }
    }

    private void RunScalar(int start, int count)
    {
        Line[][] lines = new Line[count][];
        for (int i = 0; i < count; i++)
        {
            lines[i] = _lines[i] ??= new Line[LineWalk.LineCount];
            LineWalk.Write(_twistPoints[start + i], lines[i]);
        }

        _product *= MillerLoop.Run(_points.AsSpan(start, count), lines);
    }
}
