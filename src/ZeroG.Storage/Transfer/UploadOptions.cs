using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>How a file is sent.</summary>
public sealed record UploadOptions
{
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

    /// <summary>The most that the storage fee may be; null (the default) for no limit.</summary>
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

    /// <summary>Requests in flight; 4 by default, as many segments of a file as a node writes at once.</summary>
    public int ThrottleLimit { get; init; } = 4;

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
        return this;
    }
}
