using System.Numerics;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>A unit that shall be in the log.</summary>
/// <param name="unit">The unit.</param>
/// <param name="tree">Its tree.</param>
/// <param name="tags">What is stored with the submission.</param>
/// <param name="wholeSectors">Sectors of the whole file, which the limit of the fee is about.</param>
/// <param name="mark">The journal's mark before the nodes were asked for it.</param>
/// <param name="askAgain">Asks the nodes for its entry once more.</param>
internal sealed class PaymentRequest(
    UploadUnit unit, FileTree tree, ReadOnlyMemory<byte> tags, BigInteger wholeSectors, long mark,
    Func<Task<StorageTransaction?>> askAgain)
{
    private readonly TaskCompletionSource<LogPlace> _place = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UploadUnit Unit => unit;

    public FileTree Tree => tree;

    public Submission Submission { get; } = Submission.Create(tree, tags);

    /// <summary>What the submission is about.</summary>
    public SubmittedFile File { get; } = UploadUnit.FileOf(tree);

    public BigInteger WholeSectors => wholeSectors;

    public long Mark => mark;

    /// <summary>Whether this run has paid for it before, so that an entry that somebody else has seen to its end will do.</summary>
    public bool IsPaid { get; init; }

    /// <summary>Its place in the log.</summary>
    public Task<LogPlace> Place => _place.Task;

    /// <summary>Ends when nothing is sent ahead of the log any more, whatever came of it.</summary>
    public Task Early { get; set; } = Task.CompletedTask;

    public Task<StorageTransaction?> AskAgainAsync() => askAgain();

    public void Complete(LogPlace place) => _place.TrySetResult(place);

    public void Fail(Exception failure)
    {
        if (failure is OperationCanceledException canceled)
        {
            _place.TrySetCanceled(canceled.CancellationToken);
        }
        else
        {
            _place.TrySetException(failure);
        }
    }
}
