namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Lists of the points that go into each bucket, sorted by counting: a bucket set after another. Second halves of scalars bring λ times
/// their bases.
/// </summary>
/// <remarks>One thread at a time.</remarks>
internal sealed unsafe class BucketLists
{
    private const uint NoBucket = uint.MaxValue;

    private readonly AlignedBuffer<uint> _keys = new();
    private readonly AlignedBuffer<uint> _references = new();
    private readonly AlignedBuffer<int> _lengths = new();

    /// <summary>The references to points, list by list, as <see cref="PairList{TPoint}"/> wants them.</summary>
    public uint* References => _references.Pointer;

    /// <summary>Points of each list.</summary>
    public int* Lengths => _lengths.Pointer;

    /// <summary>Lists so far.</summary>
    public int Count { get; private set; }

    /// <summary>Points so far.</summary>
    public int PointCount { get; private set; }

    /// <summary>Empties the lists and makes room.</summary>
    /// <param name="points">The most points that will come.</param>
    /// <param name="lists">The most lists that will come.</param>
    public void Clear(int points, int lists)
    {
        _references.Reserve(checked(points + SegmentSums<G1Affine>.Slack));
        _lengths.Reserve(lists);
        Count = 0;
        PointCount = 0;
    }

    /// <summary>Adds the buckets 1..<paramref name="buckets"/> of one or more windows, which share them.</summary>
    /// <param name="plan">The windows.</param>
    /// <param name="halves">Biased halves, two for each scalar.</param>
    /// <param name="count">Scalars.</param>
    /// <param name="firstWindow">The first window.</param>
    /// <param name="windows">Windows: one, or all that the bases have a table for.</param>
    /// <param name="bases">The bases.</param>
    /// <param name="firstBase">Index of the base of the first scalar.</param>
    /// <param name="buckets">Buckets.</param>
    public void AddSet(
        WindowPlan plan, UInt128* halves, int count, int firstWindow, int windows, PointSet bases, int firstBase, int buckets)
    {
        int* lengths = _lengths.Pointer + Count;
        new Span<int>(lengths, buckets).Clear();
        uint* keys = _keys.Reserve(2 * count * windows);
        for (int window = 0; window < windows; window++)
        {
            CountDigits(plan, firstWindow + window, (ulong*)halves, 2 * count, keys + (2L * count * window), lengths);
        }

        // From here on the lengths serve as the places where the next point of a list goes, and are the ends of the lists at last.
        int end = PointCount;
        for (int list = 0; list < buckets; list++)
        {
            int length = lengths[list];
            lengths[list] = end;
            end += length;
        }

        for (int window = 0; window < windows; window++)
        {
            uint first = (uint)(firstBase + (window * bases.Count));
            Scatter(keys + (2L * count * window), count, first, first + (uint)bases.EndomorphismOffset, lengths, _references.Pointer);
        }

        for (int list = buckets - 1; list > 0; list--)
        {
            lengths[list] -= lengths[list - 1];
        }

        lengths[0] -= PointCount;
        Count += buckets;
        PointCount = end;
    }

    /// <summary>Writes twice the list of each digit, plus one if it is negative.</summary>
    private static void CountDigits(WindowPlan plan, int window, ulong* halves, int count, uint* keys, int* lengths)
    {
        int shift = plan.Shift(window);
        uint mask = plan.Mask(window);
        int zero = plan.Zero(window);
        halves += shift / 64;
        shift %= 64;

        // The upper word may lie after the number: then the mask takes only bits of the lower one.
        int upperOffset = plan.Shift(window) >= 64 ? 0 : 1;
        for (int i = 0; i < count; i++, halves += 2)
        {
            ulong bits = (halves[0] >> shift) | (halves[upperOffset] << 1 << (63 - shift));
            int digit = (int)((uint)bits & mask) - zero;
            int sign = digit >> 31;
            uint list = (uint)((digit ^ sign) - sign - 1);
            if (digit == 0)
            {
                keys[i] = NoBucket;
                continue;
            }

            lengths[list]++;
            keys[i] = (list << 1) | ((uint)sign & 1);
        }
    }

    private static void Scatter(uint* keys, int count, uint firstBase, uint secondBase, int* places, uint* references)
    {
        for (int i = 0; i < count; i++)
        {
            uint first = keys[2 * i], second = keys[(2 * i) + 1];
            if (first != NoBucket)
            {
                references[places[first >> 1]++] = ((firstBase + (uint)i) << 1) | (first & 1);
            }

            if (second != NoBucket)
            {
                references[places[second >> 1]++] = ((secondBase + (uint)i) << 1) | (second & 1);
            }
        }
    }
}
