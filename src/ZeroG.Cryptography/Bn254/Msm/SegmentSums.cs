namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Sums of many lists of points at once, as one forest of pairwise additions: neighbours in each list are added, then neighbouring sums,
/// and so on, so that all additions of a level are independent and share inversions, however long the lists are.
/// </summary>
/// <remarks>One thread at a time. The scratch memory grows with the longest list, and is about 4 MiB otherwise.</remarks>
internal sealed unsafe class SegmentSums<TPoint>(PairAdder<TPoint> adder)
    where TPoint : unmanaged
{
    /// <summary>Lists are taken together until they have so many points.</summary>
    public const int SlabSize = 1 << 16;

    /// <summary>References beyond the last one that are read, but not used.</summary>
    public const int Slack = 16;

    private readonly AlignedBuffer<TPoint> _sums = new();
    private readonly AlignedBuffer<Segment> _segments = new();
    private readonly PairQueue<TPoint> _pairs = new(adder);

    /// <summary>The kernel.</summary>
    public PairAdder<TPoint> Adder => _pairs.Adder;

    /// <summary>Adds up every list.</summary>
    /// <param name="source">The points.</param>
    /// <param name="references">The lists one after another: twice an index into the source, plus one for a negative. There must be
    /// memory for <see cref="Slack"/> more.</param>
    /// <param name="lengths">Points of each list.</param>
    /// <param name="count">Lists.</param>
    /// <param name="results">Receives the sum of list i at i, apart from the source; an empty list leaves its place as it is.</param>
    public void Sum(TPoint* source, uint* references, int* lengths, int count, TPoint* results)
    {
        int first = 0;
        while (first < count)
        {
            int end = first;
            int points = 0;
            do
            {
                points += lengths[end++];
            }
            while (end < count && points + lengths[end] <= SlabSize);

            SumSlab(source, references, lengths, first, end, points, results);
            references += points;
            first = end;
        }
    }

    /// <summary>Fills the places after the first point with its multiples: 2, 3 ... times, as many as a power of two.</summary>
    public void AppendMultiples(TPoint* points, int count)
    {
        _pairs.Begin(points, points);
        for (uint known = 1; known < count; known *= 2)
        {
            // The last of the known ones with each of them; with itself it is a double.
            for (uint i = 0; i + 1 < known; i++)
            {
                _pairs.Append((known - 1) << 1, i << 1, known + i);
            }

            _pairs.Flush();
            Adder.Double(points + known - 1, points + (2 * known) - 1, 1);
        }
    }

    private void SumSlab(TPoint* source, uint* references, int* lengths, int first, int end, int points, TPoint* results)
    {
        TPoint* sums = _sums.Reserve((points + (end - first) + 1) / 2);
        Segment* active = _segments.Reserve(end - first);
        int activeCount = 0;
        uint next = 0;
        _pairs.Begin(source, sums);
        for (int i = first; i < end; i++)
        {
            int length = lengths[i];
            if (length == 1)
            {
                Copy(source, *references, results + i);
            }
            else if (length > 1)
            {
                active[activeCount++] = new() { Start = next, Length = (length + 1) / 2, Result = i };
                _pairs.AppendNeighbours(references, length / 2, next);
                next += (uint)(length / 2);
                if (length % 2 != 0)
                {
                    Copy(source, references[length - 1], sums + next++);
                }
            }

            references += length;
        }

        _pairs.Flush();
        _pairs.Begin(sums, sums);
        for (uint stride = 1; activeCount > 0; stride *= 2)
        {
            activeCount = NextLevel(active, activeCount, stride, results);
        }
    }

    /// <summary>
    /// Adds neighbours, which are a stride apart, into the place of the left one. Lists that are down to one point leave.
    /// </summary>
    private int NextLevel(Segment* active, int activeCount, uint stride, TPoint* results)
    {
        int left = 0;
        for (int i = 0; i < activeCount; i++)
        {
            Segment segment = active[i];
            if (segment.Length == 1)
            {
                results[segment.Result] = _sums.Pointer[segment.Start];
                continue;
            }

            _pairs.AppendRow(segment.Start, stride, segment.Length / 2);
            segment.Length = (segment.Length + 1) / 2;
            active[left++] = segment;
        }

        _pairs.Flush();
        return left;
    }

    private void Copy(TPoint* source, uint reference, TPoint* target)
    {
        if ((reference & 1) == 0)
        {
            *target = source[reference >> 1];
        }
        else
        {
            Adder.CopyNegative(source + (reference >> 1), target);
        }
    }

    private struct Segment
    {
        public uint Start;
        public int Length;
        public int Result;
    }
}
