using System.Collections.Concurrent;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Storage.Submissions;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Gets units into the log, many in one transaction. What an earlier run or another process has signed is waited for and not paid again;
/// what is signed here is in the journal before the chain has it.
/// </summary>
/// <param name="flow">Where submissions go.</param>
/// <param name="journal">What was signed and not yet seen to its end.</param>
/// <param name="options">Limits.</param>
/// <param name="early">Sends small files while their submission is on its way.</param>
/// <param name="progress">Receives each transaction.</param>
internal sealed class Cashier(
    IFlow flow, SubmissionJournal journal, UploadOptions options, EarlyDelivery early, IProgress<TransferProgress>? progress)
    : IDisposable
{
    private readonly PaymentWindow _window = new();
    private readonly ConcurrentDictionary<Task, bool> _background = new();
    private int _most = options.BatchSize;

    /// <summary>Units that are on their way here.</summary>
    public PaymentWindow Window => _window;

    /// <summary>Pays for what comes, until it is cancelled and nothing is at work any more.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                List<PaymentRequest> requests = await _window.TakeAsync(_most, cancellationToken);
                try
                {
                    await SettleAsync(requests, cancellationToken);
                }
                catch (Exception failure)
                {
                    Fail(requests, failure);
                }
            }
        }
        finally
        {
            await Task.WhenAll(_background.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => _window.Dispose();

    private static void Fail(IEnumerable<PaymentRequest> requests, Exception failure)
    {
        foreach (PaymentRequest request in requests)
        {
            request.Fail(failure);
        }
    }

    /// <summary>Finds the submissions of earlier runs, and makes one for the others.</summary>
    private async Task SettleAsync(List<PaymentRequest> requests, CancellationToken cancellationToken)
    {
        Dictionary<Hash256, (PendingSubmission Pending, List<PaymentRequest> Requests)> earlier = [];
        using (await journal.EnterAsync(cancellationToken))
        {
            List<PaymentRequest> unpaid = [];
            foreach (PaymentRequest request in requests)
            {
                if (journal.Find(request.File) is not { } pending)
                {
                    unpaid.Add(request);
                }
                else if (earlier.TryGetValue(pending.Id, out var known))
                {
                    known.Requests.Add(request);
                }
                else
                {
                    earlier.Add(pending.Id, (pending, [request]));
                }
            }

            unpaid = await LeaveOutStoredAsync(unpaid);
            if (unpaid.Count > 0)
            {
                BigInteger price = await flow.GetPricePerSectorAsync(cancellationToken);
                unpaid.RemoveAll(request => IsTooExpensive(request, price));
                await PayAsync(unpaid.ToArray(), price, cancellationToken);
            }
        }

        foreach ((PendingSubmission pending, List<PaymentRequest> found) in earlier.Values)
        {
            Follow(pending, found, cancellationToken);
        }
    }

    /// <summary>Somebody else's submission of the same file may have come to its end while this one waited for its turn.</summary>
    private async Task<List<PaymentRequest>> LeaveOutStoredAsync(List<PaymentRequest> requests)
    {
        bool[] isOpen = await Task.WhenAll(requests.Select(async request =>
        {
            try
            {
                if (!(options.SkipIfExists || request.IsPaid) || !journal.HasSettledSince(request.File, request.Mark)
                    || await request.AskAgainAsync() is not { } entry)
                {
                    return true;
                }

                request.Complete(new LogPlace(entry.Sequence));
            }
            catch (ZeroGException failure)
            {
                request.Fail(failure);
            }

            return false;
        }));
        return [.. requests.Where((_, index) => isOpen[index])];
    }

    private bool IsTooExpensive(PaymentRequest request, BigInteger price)
    {
        TokenAmount fee = TokenAmount.FromWei(request.WholeSectors * price);
        if (options.MaxFee is not { } limit || fee <= limit)
        {
            return false;
        }

        request.Fail(new ZeroGException(
            "ZgFeeTooHigh", ErrorKind.LimitsExceeded,
            $"Storing the file costs {fee}, more than the limit of {limit}. Raise the limit, or send less.", request.File.Root));
        return true;
    }

    /// <summary>
    /// Pays for units in one transaction, or in several when they do not fit into one or the contract refuses some of them, so that one
    /// unit never keeps the others from being paid.
    /// </summary>
    /// <returns>False when the account has no money for any more.</returns>
    private async Task<bool> PayAsync(ArraySegment<PaymentRequest> requests, BigInteger price, CancellationToken cancellationToken)
    {
        if (requests.Count == 0)
        {
            return true;
        }

        if (requests.Count > _most)
        {
            // Known to be too many since the last refusal.
            return await PayPartsAsync(requests, _most, price, cancellationToken);
        }

        try
        {
            PendingSubmission pending = await SubmitAsync(requests, price, cancellationToken);
            if (options.Fast)
            {
                InBackground(early.SendAsync(requests, cancellationToken));
            }

            Follow(pending, [.. requests], cancellationToken);
            return true;
        }
        catch (ZeroGException refusal) when (requests.Count > 1 && MayFitInParts(refusal))
        {
            int half = (requests.Count + 1) / 2;
            if (refusal.ErrorId == "ZgBatchTooLarge")
            {
                _most = Math.Min(_most, half);
                progress?.Report(new TransferProgress(
                    TransferPhase.Paying, Detail: $"{requests.Count} files do not fit into one transaction; trying {half}."));
            }

            return await PayPartsAsync(requests, half, price, cancellationToken);
        }
        catch (ZeroGException refusal)
        {
            Fail(requests, refusal);
            return refusal.ErrorId != "ZgInsufficientFunds";
        }
    }

    private async Task<bool> PayPartsAsync(
        ArraySegment<PaymentRequest> requests, int first, BigInteger price, CancellationToken cancellationToken)
    {
        if (await PayAsync(requests[..first], price, cancellationToken))
        {
            return await PayAsync(requests[first..], price, cancellationToken);
        }

        Fail(requests[first..], new ZeroGException(
            "ZgInsufficientFunds", ErrorKind.LimitsExceeded,
            $"The money of {flow.Payer} was not enough for other files of this upload, so this one was not tried. "
            + "Send money to the account, or use another wallet.", flow.Payer));
        return false;
    }

    /// <summary>
    /// A contract that refuses calls for a reason of its own refuses each of them; one that minds a single submission says so.
    /// </summary>
    private static bool MayFitInParts(ZeroGException refusal) => refusal switch
    {
        RevertException revert => revert.Reason.Message.Contains("submission", StringComparison.OrdinalIgnoreCase),
        _ => refusal.ErrorId is "ZgBatchTooLarge" or "ZgInsufficientFunds",
    };

    private async Task<PendingSubmission> SubmitAsync(
        ArraySegment<PaymentRequest> requests, BigInteger price, CancellationToken cancellationToken)
    {
        BigInteger sectors = BigInteger.Zero;
        foreach (PaymentRequest request in requests)
        {
            sectors += request.Submission.Sectors;
        }

        PendingSubmission? signed = null;
        try
        {
            // The journal has the signed transaction before the chain has it. Whatever happens in between or afterwards, the next run finds
            // it and waits for it, or sends the same bytes again: no retry pays twice.
            return await flow.SubmitAsync(
                [.. requests.Select(request => request.Submission)], TokenAmount.FromWei(sectors * price), options.Submitter,
                pending =>
                {
                    journal.Remember(pending);
                    signed = pending;
                },
                cancellationToken);
        }
        catch (ZeroGException) when (signed is not null)
        {
            // A refusal, so nothing was sent.
            journal.Forget(signed);
            throw;
        }
    }

    /// <summary>Waits for the log in the background, so that the next units can be paid meanwhile.</summary>
    private void Follow(PendingSubmission pending, List<PaymentRequest> requests, CancellationToken cancellationToken)
    {
        progress?.Report(new TransferProgress(
            TransferPhase.Paying,
            Detail: pending.Files.Count == 1
                ? $"Waiting for transaction {pending.Transaction}."
                : $"Waiting for transaction {pending.Transaction} of {pending.Files.Count} files."));
        InBackground(FollowAsync());

        async Task FollowAsync()
        {
            try
            {
                await WaitAsync(pending, requests, cancellationToken);
            }
            catch (TransactionPendingException unsure) when (options.SkipIfExists)
            {
                await Task.WhenAll(requests.Select(request => FindOnNodesAsync(request, pending, unsure)));
            }
            catch (Exception failure)
            {
                Fail(requests, failure);
            }
        }
    }

    /// <summary>Where the chain shows no receipt, the nodes may still have the entry.</summary>
    private static async Task FindOnNodesAsync(PaymentRequest request, PendingSubmission pending, TransactionPendingException unsure)
    {
        try
        {
            if (await request.AskAgainAsync() is { } entry)
            {
                request.Complete(new LogPlace(entry.Sequence, pending));
            }
        }
        catch (Exception failure) when (failure is ZeroGException or OperationCanceledException)
        {
            // What is unsure stays so.
        }

        request.Fail(unsure);
    }

    private void InBackground(Task task)
    {
        _background[task] = true;
        task.ContinueWith(done => _background.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task WaitAsync(PendingSubmission pending, List<PaymentRequest> requests, CancellationToken cancellationToken)
    {
        TransactionPatience patience = new(options.Timeout, options.MaxGasPrice);
        SubmissionOutcome outcome = await flow.WaitAsync(pending, patience, RememberRaised, cancellationToken);
        while (outcome.Fate == SubmissionFate.Replaced && journal.FindAgain(pending) is { } now && now.KnowsMoreThan(pending))
        {
            // Replaced by a version of its own, which another process has signed.
            pending = now;
            outcome = await flow.WaitAsync(pending, patience, RememberRaised, cancellationToken);
        }

        if (outcome.Fate == SubmissionFate.Logged)
        {
            foreach (PaymentRequest request in requests)
            {
                request.Complete(LogPlace.Of(pending, outcome, request.File));
            }

            return;
        }

        // Certain not to be in the log, now or later: only then may it be forgotten and, if it was replaced, paid anew.
        journal.Forget(pending);
        if (outcome.Fate == SubmissionFate.Reverted)
        {
            throw new ZeroGException(
                "ZgSubmissionReverted", ErrorKind.InvalidOperation,
                $"The chain took transaction {outcome.Transaction} but reverted the submission: {outcome.Reason}. "
                + "The storage fee was not taken; look at the reason, then try again.",
                outcome.Transaction);
        }

        foreach (PaymentRequest request in requests)
        {
            _window.AddAgain(request);
        }
    }

    private void RememberRaised(PendingSubmission raised)
    {
        journal.Remember(raised);
        progress?.Report(new TransferProgress(
            TransferPhase.Paying, Detail: $"The fee was too low; offering more for the same in transaction {raised.Transaction}."));
    }
}
