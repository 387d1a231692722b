using ZeroG.Chain;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>A file's place in the log, and the payment for it if this upload made or found one.</summary>
/// <param name="Sequence">Sequence number.</param>
/// <param name="Pending">The submission, which the journal remembers until the file is stored; null when another upload paid.</param>
internal sealed record LogPlace(long Sequence, PendingSubmission? Pending = null)
{
    /// <summary>The transaction that was executed; null without a payment.</summary>
    public Hash256? Transaction { get; private init; }

    /// <summary>Its block.</summary>
    public long? Block { get; private init; }

    /// <summary>The file's storage fee.</summary>
    public TokenAmount Fee { get; private init; }

    /// <summary>The file's share of the chain's fee.</summary>
    public TokenAmount GasFee { get; private init; }

    /// <summary>The place of one of the files of a submission that is in the log.</summary>
    public static LogPlace Of(PendingSubmission pending, SubmissionOutcome outcome, SubmittedFile file)
    {
        int index = pending.Files.TakeWhile(other => other != file).Count();
        (TokenAmount fee, TokenAmount gasFee) = outcome.ShareOf(index);
        return new LogPlace(outcome.Logs[index].Sequence, pending)
        {
            Transaction = outcome.Transaction, Block = outcome.Block, Fee = fee, GasFee = gasFee,
        };
    }
}
