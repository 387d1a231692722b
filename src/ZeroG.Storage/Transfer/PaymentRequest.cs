using System.Numerics;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>A unit that shall be in the log.</summary>
/// <param name="submission">What is submitted for it.</param>
/// <param name="wholeSectors">Sectors of the whole file, which the limit of the fee is about.</param>
/// <param name="mark">The journal's mark before the nodes were asked for it.</param>
/// <param name="askAgain">Asks the nodes for its entry once more.</param>
internal sealed class PaymentRequest(
    Submission submission, BigInteger wholeSectors, long mark, Func<Task<StorageTransaction?>> askAgain)
{
    private readonly TaskCompletionSource<LogPlace> _place = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Submission Submission => submission;

    /// <summary>The unit.</summary>
    public SubmittedFile File { get; } = submission.File;

    public BigInteger WholeSectors => wholeSectors;

    public long Mark => mark;

    /// <summary>Its place in the log.</summary>
    public Task<LogPlace> Place => _place.Task;

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
