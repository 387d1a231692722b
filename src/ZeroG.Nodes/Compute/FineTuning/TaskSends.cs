using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// Sends the transactions of tasks. Each is written down before it leaves the machine, and whoever comes again for the same purpose, in
/// this life of the process or the next, waits for the very same one: nothing is announced or settled twice.
/// </summary>
internal sealed class TaskSends(TransactionSender sender, TaskFolder folder)
{
    /// <summary>Sends, or takes up what was sent, and waits until it is mined.</summary>
    /// <param name="task">The task.</param>
    /// <param name="purpose">A word for what the transaction does; each is done once for a task.</param>
    /// <param name="request">The call; not used when one is under way.</param>
    /// <param name="cancellationToken">Stops waiting; what was sent stays noted.</param>
    /// <exception cref="RevertException">The contract refuses, before or after it was sent; nothing is under way any more.</exception>
    /// <exception cref="ZeroGException"><c>ZgTransactionPending</c>, and what <see cref="TransactionSender"/> throws.</exception>
    public async Task SendAsync(Guid task, string purpose, TransactionRequest request, CancellationToken cancellationToken)
    {
        string note = folder.Transaction(task, purpose);
        SentTransaction sent = File.Exists(note)
            ? await ResumeAsync(note, cancellationToken)
            : await SendAsync(note, request, cancellationToken);
        try
        {
            await sender.WaitAsync(sent, knownErrors: request.KnownErrors, cancellationToken: cancellationToken);
            File.Delete(note);
        }
        catch (RevertException)
        {
            File.Delete(note);
            throw;
        }
        catch (TransactionPendingException) when (!cancellationToken.IsCancellationRequested)
        {
            await ForgetIfPassedAsync(note, sent, cancellationToken);
            throw;
        }
    }

    private async Task<SentTransaction> SendAsync(string note, TransactionRequest request, CancellationToken cancellationToken)
    {
        TransactionRequest noted = request with
        {
            BeforeBroadcast = (transaction, _) =>
            {
                OwnerOnlyFile.Write(note, transaction.Raw.Span, overwrite: true);
                return Task.CompletedTask;
            },
        };
        try
        {
            return await sender.SendAsync(noted, cancellationToken);
        }
        catch (Exception failure) when (failure is not (TransactionPendingException or OperationCanceledException))
        {
            // Nothing was sent, as the sender promises.
            File.Delete(note);
            throw;
        }
    }

    private async Task<SentTransaction> ResumeAsync(string note, CancellationToken cancellationToken)
    {
        SentTransaction sent = SentTransaction.FromRaw(await File.ReadAllBytesAsync(note, cancellationToken));
        await sender.RebroadcastAsync(sent, cancellationToken);
        return sent;
    }

    // Another transaction took its place for good: it can never be mined, and the next try sends anew.
    private async Task ForgetIfPassedAsync(string note, SentTransaction sent, CancellationToken cancellationToken)
    {
        if (await sender.FindNonceOwnerAsync(sent, cancellationToken) is { } owner && owner != sent.Hash)
        {
            File.Delete(note);
        }
    }
}
