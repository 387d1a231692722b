using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ZeroG.Cryptography.Bn254;

/// <summary>Gathers additions until they are many enough for the kernel. None may depend on another that still waits.</summary>
internal sealed unsafe class PairQueue<TPoint>
    where TPoint : unmanaged
{
    // Pairs are written eight at a time, and those that are too many are written over.
    private const int Step = 8;
    private const int Room = PairAdder<TPoint>.MaxPairs + Step;

    private static readonly Vector256<uint> Numbers = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);

    private readonly AlignedBuffer<uint> _memory = new(3 * Room);
    private PairList<TPoint> _list;

    /// <summary>Works with that kernel.</summary>
    public PairQueue(PairAdder<TPoint> adder)
    {
        Adder = adder;
        _list.Left = _memory.Pointer;
        _list.Right = _list.Left + Room;
        _list.To = _list.Right + Room;
    }

    /// <summary>The kernel.</summary>
    public PairAdder<TPoint> Adder { get; }

    /// <summary>Says where the points of the following additions are. Nothing may wait.</summary>
    public void Begin(TPoint* source, TPoint* target)
    {
        _list.Source = source;
        _list.Target = target;
    }

    /// <summary>Adds two points, given by references, sooner or later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(uint left, uint right, uint to)
    {
        int i = _list.Count++;
        _list.Left[i] = left;
        _list.Right[i] = right;
        _list.To[i] = to;
        Advance(0);
    }

    /// <summary>Adds neighbours in a list of references: the first two, the next two, and so on.</summary>
    /// <param name="references">The references; memory for 14 more must follow.</param>
    /// <param name="pairs">Pairs of them.</param>
    /// <param name="to">Where the first sum goes, the others after it.</param>
    public void AppendNeighbours(uint* references, int pairs, uint to)
    {
        while (pairs > 0)
        {
            int count = Math.Min(pairs, PairAdder<TPoint>.MaxPairs - _list.Count);
            for (int i = 0; i < count; i += Step)
            {
                Vector256<ulong> lower = Vector256.Load((ulong*)(references + (2 * i)));
                Vector256<ulong> upper = Vector256.Load((ulong*)(references + (2 * i)) + 4);
                int place = _list.Count + i;
                Vector256.Narrow(lower, upper).Store(_list.Left + place);
                Vector256.Narrow(lower >> 32, upper >> 32).Store(_list.Right + place);
                (Vector256.Create(to + (uint)i) + Numbers).Store(_list.To + place);
            }

            Advance(count);
            references += 2 * count;
            to += (uint)count;
            pairs -= count;
        }
    }

    /// <summary>Adds neighbours in a row of points that lie a stride apart, each sum in the place of its left one.</summary>
    /// <param name="place">The first point.</param>
    /// <param name="stride">From a point to its neighbour.</param>
    /// <param name="pairs">Pairs of them.</param>
    public void AppendRow(uint place, uint stride, int pairs)
    {
        while (pairs > 0)
        {
            int count = Math.Min(pairs, PairAdder<TPoint>.MaxPairs - _list.Count);
            for (int i = 0; i < count; i += Step)
            {
                Vector256<uint> to = Vector256.Create(place + (2 * stride * (uint)i)) + (Numbers * (2 * stride));
                Vector256<uint> left = to << 1;
                left.Store(_list.Left + _list.Count + i);
                (left + Vector256.Create(2 * stride)).Store(_list.Right + _list.Count + i);
                to.Store(_list.To + _list.Count + i);
            }

            Advance(count);
            place += 2 * stride * (uint)count;
            pairs -= count;
        }
    }

    /// <summary>Adds what waits.</summary>
    public void Flush()
    {
        if (_list.Count > 0)
        {
            Adder.Add(_list);
            _list.Count = 0;
        }
    }

    private void Advance(int count)
    {
        _list.Count += count;
        if (_list.Count == PairAdder<TPoint>.MaxPairs)
        {
            Flush();
        }
    }
}
