using System.Numerics;
using ZeroG.Chain;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Transfer;

/// <summary>How a file is sent.</summary>
public sealed record UploadOptions
{
    /// <summary>4 GiB, as in the official clients.</summary>
    public const long DefaultFragmentSize = 4L << 30;

    private const long LargestFragment = 1L << 62;

    /// <summary>What to wait for at the end; <see cref="FinalityLevel.FileFinalized"/> by default.</summary>
    public FinalityLevel Finality { get; init; } = FinalityLevel.FileFinalized;

    /// <summary>Opaque bytes stored with the submission; none by default.</summary>
    public ReadOnlyMemory<byte> Tags { get; init; }

    /// <summary>
    /// Whom the log names as the one who stores the file; null (the default) for the account that pays. Nobody proves it.
    /// </summary>
    public Address? Submitter { get; init; }

    /// <summary>
    /// The most per gas that is offered when a transaction is stuck because its fee is too low; null (the default) for five times the
    /// first offer.
    /// </summary>
    public TokenAmount? MaxGasPrice { get; init; }

    /// <summary>The most that the storage fee of a file may be; null (the default) for no limit.</summary>
    public TokenAmount? MaxFee { get; init; }

    /// <summary>
    /// True (the default) to send nothing and pay nothing when the nodes have the file already. False makes a new entry in the log and pays
    /// for it, unless a submission of this file that was interrupted is found, which is then finished.
    /// </summary>
    public bool SkipIfExists { get; init; } = true;

    /// <summary>
    /// Segments in one request, 1 to 40; 10 by default (2.5 MiB, 3.4 MiB as text). Nodes refuse requests of more than 100 MiB.
    /// </summary>
    public int TaskSize { get; init; } = 10;

    /// <summary>Requests with segments in flight; 4 by default, as many segments of a file as a node writes at once.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>
    /// True (the default) to send files of up to 256 KiB, and of up to 2 MiB where each node keeps everything, while the chain is still
    /// taking their submission. Nodes that do not allow it get them afterwards.
    /// </summary>
    public bool Fast { get; init; } = true;

    /// <summary>
    /// The most files or fragments that one transaction pays for, 1 to 1000; 100 by default. Where fewer fit into a block, fewer are tried.
    /// </summary>
    public int BatchSize { get; init; } = 100;

    /// <summary>
    /// Files above this size are cut into fragments of it, each with a root of its own: 4 GiB by default, as in the official clients. It
    /// is rounded up to a power of two of at least 256 bytes.
    /// </summary>
    public long FragmentSize { get; init; } = DefaultFragmentSize;

    /// <summary>
    /// The longest that each wait for others takes (the receipt, the nodes' knowledge, a busy node, finality); 10 minutes by default.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>These options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    internal UploadOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(TaskSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(TaskSize, 40);
        ArgumentOutOfRangeException.ThrowIfLessThan(ThrottleLimit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchSize, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(FragmentSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FragmentSize, LargestFragment);
        return FragmentSize >= FlowPadding.SectorSize && BitOperations.IsPow2(FragmentSize)
            ? this
            : this with { FragmentSize = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(FragmentSize, FlowPadding.SectorSize)) };
    }
}
