namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Additions one after another, for both groups: what machines without 512-bit vectors use, and the twin that the vector kernel is tested
/// with. Coordinates that it reads and writes are canonical.
/// </summary>
internal sealed unsafe class ScalarPairAdder<TPoint, T, TField> : PairAdder<TPoint>
    where TPoint : unmanaged
    where T : unmanaged
    where TField : ICoordinateField<T>
{
    private readonly T[] _denominators = new T[MaxPairs];
    private readonly T[] _products = new T[MaxPairs];
    private readonly Sum[] _sums = new Sum[MaxPairs];

    /// <summary>What an addition amounts to.</summary>
    private enum Sum : byte
    {
        Chord,
        Tangent,
        Left,
        Right,
        Infinity,
    }

    public override void Reset(bool infinity)
    {
    }

    public override void Add(in PairList<TPoint> pairs)
    {
        T product = TField.One;
        for (int i = 0; i < pairs.Count; i++)
        {
            AffinePair<T> left = Read(pairs.Source, pairs.Left[i]);
            AffinePair<T> right = Read(pairs.Source, pairs.Right[i]);
            _sums[i] = Classify(left, right, out _denominators[i]);
            _products[i] = product;
            product = TField.Multiply(product, _denominators[i]);
        }

        T inverse = TField.Inverse(product);
        for (int i = pairs.Count - 1; i >= 0; i--)
        {
            AffinePair<T> left = Read(pairs.Source, pairs.Left[i]);
            AffinePair<T> right = Read(pairs.Source, pairs.Right[i]);
            T quotient = TField.Multiply(inverse, _products[i]);
            inverse = TField.Multiply(inverse, _denominators[i]);
            ((AffinePair<T>*)pairs.Target)[pairs.To[i]] = _sums[i] switch
            {
                Sum.Chord => OnLine(left, right.X, TField.Multiply(TField.Subtract(right.Y, left.Y), quotient)),
                Sum.Tangent => OnTangent(left, quotient),
                Sum.Left => left,
                Sum.Right => right,
                _ => default,
            };
        }
    }

    public override void Double(TPoint* source, TPoint* target, int count)
    {
        T product = TField.One;
        for (int i = 0; i < count; i++)
        {
            AffinePair<T> point = Read(source, (uint)i << 1);
            _denominators[i] = IsInfinity(point) ? TField.One : TField.Double(point.Y);
            _products[i] = product;
            product = TField.Multiply(product, _denominators[i]);
        }

        T inverse = TField.Inverse(product);
        for (int i = count - 1; i >= 0; i--)
        {
            AffinePair<T> point = Read(source, (uint)i << 1);
            T quotient = TField.Multiply(inverse, _products[i]);
            inverse = TField.Multiply(inverse, _denominators[i]);
            ((AffinePair<T>*)target)[i] = IsInfinity(point) ? point : OnTangent(point, quotient);
        }
    }

    public override void ApplyEndomorphism(TPoint* source, TPoint* target, int count)
    {
        for (int i = 0; i < count; i++)
        {
            AffinePair<T> point = ((AffinePair<T>*)source)[i];
            point.X = TField.MultiplyByBeta(point.X);
            ((AffinePair<T>*)target)[i] = point;
        }
    }

    public override void MakeCanonical(TPoint* points, int count)
    {
    }

    public override void CopyNegative(TPoint* source, TPoint* target) => *(AffinePair<T>*)target = Read(source, 1);

    private static AffinePair<T> Read(TPoint* source, uint reference)
    {
        AffinePair<T> point = ((AffinePair<T>*)source)[reference >> 1];
        if ((reference & 1) != 0)
        {
            point.Y = TField.Negate(point.Y);
        }

        return point;
    }

    private static bool IsInfinity(in AffinePair<T> point) => TField.IsZero(point.X) && TField.IsZero(point.Y);

    private static Sum Classify(in AffinePair<T> left, in AffinePair<T> right, out T denominator)
    {
        denominator = TField.Subtract(right.X, left.X);
        bool sameX = TField.IsZero(denominator);
        if (!sameX && !TField.IsZero(left.X) && !TField.IsZero(right.X))
        {
            return Sum.Chord;
        }

        if (IsInfinity(left) || IsInfinity(right))
        {
            denominator = TField.One;
            return IsInfinity(right) ? Sum.Left : Sum.Right;
        }

        if (!sameX)
        {
            return Sum.Chord;
        }

        // Neither group has a point with y = 0.
        bool equal = TField.AreEqual(left.Y, right.Y);
        denominator = equal ? TField.Double(left.Y) : TField.One;
        return equal ? Sum.Tangent : Sum.Infinity;
    }

    private static AffinePair<T> OnTangent(in AffinePair<T> point, in T quotient)
    {
        T square = TField.Square(point.X);
        return OnLine(point, point.X, TField.Multiply(TField.Add(TField.Double(square), square), quotient));
    }

    /// <summary>The negative of the third point of the curve on the line through a point with that slope.</summary>
    private static AffinePair<T> OnLine(in AffinePair<T> point, in T otherX, in T slope)
    {
        T x = TField.Subtract(TField.Subtract(TField.Square(slope), point.X), otherX);
        T y = TField.Subtract(TField.Multiply(slope, TField.Subtract(point.X, x)), point.Y);
        return new() { X = x, Y = y };
    }
}
