using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Settlement;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.Fees;

/// <summary>
/// Has users pay what they owe (0G compute specification 5.4): in batches, tried out first, and each written down before it is sent, so
/// that whatever ends the node, no fee is lost and none is paid twice.
/// </summary>
/// <param name="book">What is owed.</param>
/// <param name="contract">Where it is paid.</param>
/// <param name="settled">Hears of each user whose balance has changed.</param>
/// <param name="log">Where it is told.</param>
/// <param name="time">Clock.</param>
internal sealed class FeeSettlement(
    FeeBook book, SettlementContract contract, Action<Address> settled, NodeLog log, TimeProvider time) : IDisposable
{
    // How long a user is left alone whose fees the contract would not pay.
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<Address, DateTimeOffset> _paused = [];
    private BigInteger _lastNonce;

    /// <summary>Settles what the users chosen owe.</summary>
    /// <param name="chosen">Whom to settle with; null for everybody.</param>
    /// <param name="cancellationToken">Stops between two batches; a batch that is out is taken up again next time.</param>
    /// <exception cref="ZeroGException">The chain does not answer, or the wallet cannot pay the gas.</exception>
    public async Task<SettlementSummary> RunAsync(Func<Address, bool>? chosen, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Tally tally = new();
            if (book.Batch is { } before)
            {
                SettlementLog.TakenUp(log, before);
                await FinishAsync(before, tally, cancellationToken).ConfigureAwait(false);
            }

            DateTimeOffset now = time.GetUtcNow();
            bool possible = book.Count == 0 || await contract.IsAcknowledgedAsync(cancellationToken).ConfigureAwait(false);
            if (!possible)
            {
                // The operator may do it tomorrow. Of users alone the status NoTeeSigner says that they have left for good.
                SettlementLog.Impossible(log, book.Total);
            }

            Address[] users =
                possible ? [.. book.Users.Where(user => chosen?.Invoke(user) != false && !IsPaused(user, now))] : [];
            foreach (Address[] batch in users.Chunk(InferenceSettlement.MaximumPerCall))
            {
                await SettleAsync(batch, tally, cancellationToken).ConfigureAwait(false);
            }

            SettlementSummary summary = new(tally.Users, tally.Requests, tally.Paid, tally.Dropped, book.Total);
            if (tally.Users > 0)
            {
                SettlementLog.Settled(log, summary);
            }

            return summary;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool IsPaused(Address user, DateTimeOffset now) => _paused.TryGetValue(user, out DateTimeOffset until) && now < until;

    private async Task SettleAsync(Address[] users, Tally tally, CancellationToken cancellationToken)
    {
        List<(InferenceSettlement Settlement, IReadOnlyList<FeeRow> Rows)> items = [.. users.Select(user => ItemOf(book.RowsOf(user)))];
        Dictionary<Address, SettlementStatus> preview = await contract.PreviewAsync(
            [.. items.Select(item => item.Settlement)], cancellationToken).ConfigureAwait(false);
        List<(InferenceSettlement Settlement, IReadOnlyList<FeeRow> Rows)> good = [];
        foreach ((InferenceSettlement settlement, IReadOnlyList<FeeRow> rows) in items)
        {
            switch (preview.GetValueOrDefault(settlement.User))
            {
                case SettlementStatus.Success:
                    good.Add((settlement, rows));
                    break;
                case SettlementStatus.Partial:
                    if (await FittingAsync(settlement.User, rows, cancellationToken).ConfigureAwait(false) is { Count: > 0 } fitting)
                    {
                        good.Add(ItemOf(fitting));
                    }

                    break;
                case SettlementStatus.NoTeeSigner:
                    book.Remove(rows);
                    Drop(settlement.User, rows, tally);
                    break;
                case var status:
                    Wait(settlement.User, $"the contract would answer {status}");
                    break;
            }
        }

        if (good.Count == 0)
        {
            return;
        }

        SettlementItem[] described =
        [
            .. good.Select(item => new SettlementItem(
                item.Settlement.User, item.Settlement.Nonce, item.Settlement.TotalFee, [.. item.Rows.Select(row => row.RequestHash)])),
        ];
        await SendAsync([.. good.Select(item => item.Settlement)], described, cancellationToken).ConfigureAwait(false);
        await FinishAsync(book.Batch!, tally, cancellationToken).ConfigureAwait(false);
    }

    private async Task SendAsync(
        InferenceSettlement[] settlements, SettlementItem[] described, CancellationToken cancellationToken)
    {
        try
        {
            await contract.SendAsync(
                settlements, transaction => book.Begin(new SettlementBatch([transaction], described)), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TransactionPendingException)
        {
            // It may have arrived; what follows finds out.
        }
        catch (ZeroGException)
        {
            // Certainly not sent, so what was written down stands for nothing.
            book.Finish([], []);
            throw;
        }
    }

    /// <summary>The rows, from the oldest on, that a user's balance covers; what is left waits.</summary>
    private async Task<IReadOnlyList<FeeRow>> FittingAsync(
        Address user, IReadOnlyList<FeeRow> rows, CancellationToken cancellationToken)
    {
        SubAccount? account = await contract.FindAccountAsync(user, cancellationToken).ConfigureAwait(false);
        TokenAmount left = account?.Balance ?? TokenAmount.Zero;
        List<FeeRow> fitting = [];
        foreach (FeeRow row in rows)
        {
            if (row.Fee > left)
            {
                break;
            }

            left -= row.Fee;
            fitting.Add(row);
        }

        Wait(user, $"the balance of {account?.Balance ?? TokenAmount.Zero} covers {fitting.Count} of {rows.Count} requests");
        return fitting;
    }

    private (InferenceSettlement Settlement, IReadOnlyList<FeeRow> Rows) ItemOf(IReadOnlyList<FeeRow> rows)
    {
        // Two settlements within a second still have to differ.
        _lastNonce = BigInteger.Max(SettledRequests.NonceAt(time.GetUtcNow()), _lastNonce + 1);
        return (
            new InferenceSettlement(
                SettledRequests.Hash(rows), _lastNonce, contract.Provider, rows[0].User, FeeBook.Sum(rows)),
            rows);
    }

    private async Task FinishAsync(SettlementBatch batch, Tally tally, CancellationToken cancellationToken)
    {
        TransactionEnd end = await contract.WaitAsync(
            batch.Versions,
            version =>
            {
                SettlementBatch raised = batch.Raised(version);
                book.Begin(raised);
                batch = raised;
                ComputeProviderLog.FeeRaised(log, "The settlement", version);
            },
            cancellationToken).ConfigureAwait(false);
        if (end is not { Receipt: { } receipt, Revert: null })
        {
            SettlementLog.NotMined(log, batch, end);
            if (end.Revert is not null)
            {
                foreach (SettlementItem item in batch.Items)
                {
                    Wait(item.User, "the settlement was reverted");
                }
            }

            book.Finish([], []);
            return;
        }

        Dictionary<Address, (SettlementStatus Status, TokenAmount Unsettled)> results = contract.ReadResults(receipt.Logs);
        List<FeeRow> removed = [];
        List<FeeRow> changed = [];
        foreach (SettlementItem item in batch.Items)
        {
            HashSet<string> requests = [.. item.Requests];
            FeeRow[] rows = [.. book.RowsOf(item.User).Where(row => requests.Contains(row.RequestHash))];
            (SettlementStatus outcome, TokenAmount unsettled) =
                results.GetValueOrDefault(item.User, (SettlementStatus.ProviderMismatch, item.TotalFee));
            switch (outcome)
            {
                case SettlementStatus.Success:
                    removed.AddRange(rows);
                    tally.Add(rows.Length, item.TotalFee);
                    break;
                case SettlementStatus.Partial:
                    SettlePart(rows, item.TotalFee - unsettled, removed, changed);
                    tally.Add(rows.Length - changed.Count(row => row.User == item.User), item.TotalFee - unsettled);
                    Wait(item.User, $"{unsettled} were not covered");
                    break;
                case SettlementStatus.NoTeeSigner:
                    removed.AddRange(rows);
                    Drop(item.User, rows, tally);
                    break;
                default:
                    Wait(item.User, $"the contract answered {outcome}");
                    break;
            }
        }

        // What is owed falls with what is there; whoever remembers the one must not forget the other.
        foreach (SettlementItem item in batch.Items)
        {
            settled(item.User);
        }

        book.Finish(removed, changed);
    }

    /// <summary>Takes what was paid off the rows, the oldest first; the one that it covers in part keeps the rest.</summary>
    internal static void SettlePart(FeeRow[] rows, TokenAmount paid, List<FeeRow> removed, List<FeeRow> changed)
    {
        foreach (FeeRow row in rows)
        {
            if (paid >= row.Fee)
            {
                removed.Add(row);
                paid -= row.Fee;
                continue;
            }

            TokenAmount fromInput = paid < row.InputFee ? paid : row.InputFee;
            changed.Add(row with { InputFee = row.InputFee - fromInput, OutputFee = row.OutputFee - (paid - fromInput) });
            paid = TokenAmount.Zero;
        }
    }

    private void Wait(Address user, string why)
    {
        _paused[user] = time.GetUtcNow() + Pause;
        SettlementLog.Waits(log, user, book.Of(user), why);
    }

    private void Drop(Address user, IReadOnlyList<FeeRow> rows, Tally tally)
    {
        tally.Dropped += FeeBook.Sum(rows);
        SettlementLog.Dropped(log, user, rows.Count, FeeBook.Sum(rows));
    }

    private sealed class Tally
    {
        public int Users { get; private set; }

        public int Requests { get; private set; }

        public TokenAmount Paid { get; private set; }

        public TokenAmount Dropped { get; set; }

        public void Add(int requests, TokenAmount paid)
        {
            Users++;
            Requests += requests;
            Paid += paid;
        }
    }
}
