using System.Runtime.CompilerServices;

namespace ZeroG.Cryptography.Bn254;

/// <summary>Gathers additions until they are many enough for the kernel. None may depend on another that still waits.</summary>
internal sealed unsafe class PairQueue<TPoint>
    where TPoint : unmanaged
{
    private readonly AlignedBuffer<uint> _memory = new(3 * PairAdder<TPoint>.MaxPairs);
    private PairList<TPoint> _list;

    /// <summary>Works with that kernel.</summary>
    public PairQueue(PairAdder<TPoint> adder)
    {
        Adder = adder;
        _list.Left = _memory.Pointer;
        _list.Right = _list.Left + PairAdder<TPoint>.MaxPairs;
        _list.To = _list.Right + PairAdder<TPoint>.MaxPairs;
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
        if (_list.Count == PairAdder<TPoint>.MaxPairs)
        {
            Flush();
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
}
