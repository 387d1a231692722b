namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The pairs of a list whose sum is no chord: a tangent, infinity, or one of the two. They are added one after another, while their points
/// are still there, and written when the lanes have written everything else.
/// </summary>
internal sealed unsafe class SpecialPairs
{
    private readonly ScalarPairAdder<G1Affine, Fq, FqCoordinates> _adder = new();
    private readonly AlignedBuffer<G1Affine> _points = new();
    private readonly AlignedBuffer<uint> _indices = new();

    /// <summary>Pairs that wait to be written.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a point may be infinity, so that it must be looked for.</summary>
    public bool MayHaveInfinity { get; set; }

    /// <summary>Takes the points of a group's lanes.</summary>
    public void Append(in PairList<G1Affine> pairs, int group, byte lanes)
    {
        if (Count == 0)
        {
            _points.Reserve(2 * PairAdder<G1Affine>.MaxPairs);
            _indices.Reserve(4 * PairAdder<G1Affine>.MaxPairs);
        }

        for (int lane = 0; lane < Lanes8<FqModulus>.Count; lane++)
        {
            if ((lanes >> lane & 1) != 0)
            {
                int pair = (group * Lanes8<FqModulus>.Count) + lane;
                _points.Pointer[2 * Count] = Read(pairs.Source, pairs.Left[pair]);
                _points.Pointer[(2 * Count) + 1] = Read(pairs.Source, pairs.Right[pair]);
                _indices.Pointer[Count++] = pairs.To[pair];
            }
        }
    }

    /// <summary>Adds the pairs and writes their sums.</summary>
    public void Write(G1Affine* target)
    {
        uint* left = _indices.Pointer + PairAdder<G1Affine>.MaxPairs;
        uint* right = left + PairAdder<G1Affine>.MaxPairs;
        uint* to = right + PairAdder<G1Affine>.MaxPairs;
        for (int i = 0; i < Count; i++)
        {
            left[i] = 4 * (uint)i;
            right[i] = (4 * (uint)i) + 2;
            to[i] = 2 * (uint)i;
        }

        G1Affine* points = _points.Pointer;
        _adder.Add(new() { Source = points, Target = points, Left = left, Right = right, To = to, Count = Count });
        for (int i = 0; i < Count; i++)
        {
            MayHaveInfinity |= points[2 * i].IsInfinity;
            target[_indices.Pointer[i]] = points[2 * i];
        }

        Count = 0;
    }

    /// <summary>Doubles points among which infinity is.</summary>
    public void Double(G1Affine* source, G1Affine* target, int count)
    {
        for (int i = 0; i < count; i++)
        {
            target[i] = Canonical(source[i]);
        }

        _adder.Double(target, target, count);
    }

    /// <summary>The point of a packed one.</summary>
    public static G1Affine Canonical(in G1Affine packed) => new(Canonical(packed.X.Limbs), Canonical(packed.Y.Limbs));

    /// <summary>-a of a number with a sign in its top bit.</summary>
    public static Limbs4 NegateSigned(in Limbs4 a)
    {
        // All bits turned, plus one.
        ulong l0 = unchecked(0 - a.L0);
        ulong carry = a.L0 == 0 ? 1UL : 0;
        ulong l1 = unchecked(~a.L1 + carry);
        carry = l1 < carry ? 1UL : 0;
        ulong l2 = unchecked(~a.L2 + carry);
        carry = l2 < carry ? 1UL : 0;
        return new(l0, l1, l2, unchecked(~a.L3 + carry));
    }

    private static G1Affine Read(G1Affine* source, uint reference)
    {
        G1Affine point = Canonical(source[reference >> 1]);
        return (reference & 1) != 0 ? -point : point;
    }

    private static Fq Canonical(Limbs4 signed)
    {
        bool negative = (long)signed.L3 < 0;
        Limbs4 size = negative ? NegateSigned(signed) : signed;
        UInt128 low = new(size.L1, size.L0);
        UInt128 high = new(size.L3, size.L2);
        UInt128 modulusLow = new(FqModulus.P1, FqModulus.P0);
        UInt128 modulusHigh = new(FqModulus.P3, FqModulus.P2);
        while (high > modulusHigh || (high == modulusHigh && low >= modulusLow))
        {
            high -= modulusHigh + (low < modulusLow ? UInt128.One : UInt128.Zero);
            low = unchecked(low - modulusLow);
        }

        Fq value = Fq.FromMontgomeryLimbs((ulong)low, (ulong)(low >> 64), (ulong)high, (ulong)(high >> 64));
        return negative ? -value : value;
    }
}
