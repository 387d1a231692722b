using System.Numerics;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// How a file is cut at multiples of the fragment size, as in the official clients; each fragment is a file of its own to the network.
/// </summary>
/// <param name="size">Bytes of the file.</param>
/// <param name="fragmentSize">A power of two.</param>
internal readonly struct FragmentPlan(long size, long fragmentSize)
{
    /// <summary>Number of fragments; 1 for a file that is stored whole.</summary>
    public long Count => ((size - 1) / fragmentSize) + 1;

    /// <summary>Sectors that all fragments take in the flow: what is paid for.</summary>
    public BigInteger PaddedSectors
    {
        get
        {
            BigInteger whole = size > fragmentSize ? (Count - 1) * (BigInteger)new FlowPadding(fragmentSize).PaddedSectors : 0;
            return whole + new FlowPadding(SizeOf(Count - 1)).PaddedSectors;
        }
    }

    /// <summary>Segments of all fragments: what is sent.</summary>
    public long Segments => ((Count - 1) * (size > fragmentSize ? new FlowPadding(fragmentSize).Segments : 0))
        + new FlowPadding(SizeOf(Count - 1)).Segments;

    /// <summary>The fragment's bytes in the file.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public (long Offset, long Size) this[long index] => (index * fragmentSize, SizeOf(index));

    private long SizeOf(long index) => Math.Min(fragmentSize, size - (index * fragmentSize));
}
