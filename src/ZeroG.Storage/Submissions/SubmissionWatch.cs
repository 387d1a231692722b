using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Storage.Contracts;

namespace ZeroG.Storage.Submissions;

/// <summary>Follows one signed submission until its fate is certain, and reads its entries from the receipt.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="sender">The wallet that pays.</param>
/// <param name="flow">The contract.</param>
/// <param name="patience">How long to wait, and how far the fee may rise.</param>
/// <param name="remember">Takes each further version before it is sent.</param>
internal sealed class SubmissionWatch(
    EthereumClient client, TransactionSender sender, Address flow, TransactionPatience patience, Action<PendingSubmission> remember)
{
    public async Task<SubmissionOutcome> WaitAsync(PendingSubmission pending, CancellationToken cancellationToken)
    {
        TransactionWatch watch = new(client, sender, patience, (version, _) =>
        {
            PendingSubmission raised = pending.Raised(version.Raw);
            remember(raised);
            pending = raised;
            return Task.CompletedTask;
        });
        SentTransaction[] versions = [.. pending.Signed.Select(raw => SentTransaction.FromRaw(raw.Span))];
        return await watch.WaitAsync(versions, FlowContract.Errors, cancellationToken) switch
        {
            { Version: { } version, Receipt: { } receipt, Revert: { } revert } => new SubmissionOutcome(
                SubmissionFate.Reverted, [], version.Hash, (long)receipt.BlockNumber, TokenAmount.Zero, receipt.Fee,
                receipt.GasUsed >= version.GasLimit
                    ? "it ran out of gas, because files of others came before it"
                    : revert.Reason.Message),
            { Version: { } version, Receipt: { } receipt } => Logged(pending, version, receipt),
            _ => SubmissionOutcome.Replaced,
        };
    }

    /// <summary>The n-th entry of the receipt belongs to the n-th file of the call.</summary>
    private SubmissionOutcome Logged(PendingSubmission pending, SentTransaction mined, TransactionReceipt receipt)
    {
        SubmitLog[] logs =
        [
            .. receipt.Logs.Where(entry => entry.Address == flow)
                .Select(entry => SubmitLog.Decode(entry.Topics, entry.Data.Span)).OfType<SubmitLog>(),
        ];
        return logs.Select(log => log.Submission.File).SequenceEqual(pending.Files)
            ? new SubmissionOutcome(SubmissionFate.Logged, logs, mined.Hash, (long)receipt.BlockNumber, mined.Value, receipt.Fee)
            : throw new ZeroGException(
                "ZgSubmissionLogMissing", ErrorKind.ProtocolError,
                $"Transaction {mined.Hash} was mined, but the entries in its receipt from {MaskedUri.Of(client.Rpc.Uri)} are not those of "
                + $"the {pending.Files.Count} files that it submits. Use another node of the chain.",
                mined.Hash);
    }
}
