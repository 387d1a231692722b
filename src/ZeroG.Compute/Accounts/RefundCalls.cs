using System.Runtime.CompilerServices;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Contracts;

namespace ZeroG.Compute.Accounts;

/// <summary>
/// The two halves of <c>retrieveFund</c>, which collects what is unlocked and in the same breath asks back everything that is free. Who
/// only wants to collect gets the second half undone: a transfer of the same amount cancels the newest refund and takes nothing from the
/// main account.
/// </summary>
internal sealed class RefundCalls(ComputeAccount owner)
{
    // What the call needs depends on the time of its block: a refund that unlocks after the estimate is paid out too. Where something was
    // due already that fits into this, as measured on the official bytecode; where nothing was, it would not, but nothing is sent then.
    private const int GasReservePercent = 25;

    // How often a node that has not seen the block yet is asked, and how long it is left alone in between.
    private const int MaxLooks = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private ComputeClient Client => owner.Client;

    /// <summary>What asking a provider would do now.</summary>
    public async Task<RefundPlan> PlanAsync(ServiceKind kind, Address provider, CancellationToken cancellationToken)
    {
        SubAccount account = await Client.Serving(kind).FindAccountAsync(owner.User, provider, cancellationToken)
            ?? throw await new ComputeRefusal(Client).SubAccountMissingAsync(kind, owner.User, provider, cancellationToken);
        return new RefundPlan(account, await Client.GetTimeAsync(cancellationToken));
    }

    /// <summary>Asks back and collects, in as many transactions as the ledger's limit makes necessary.</summary>
    public async IAsyncEnumerable<RefundResult> RetrieveAsync(
        IReadOnlyList<RefundPlan> plans, bool keepFree, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (plans.Count == 0)
        {
            yield break;
        }

        int most = await Client.Ledger.GetProvidersPerBatchAsync(cancellationToken);
        foreach (IGrouping<ServiceKind, RefundPlan> market in plans.GroupBy(plan => plan.Account.Service))
        {
            foreach (RefundPlan[] batch in market.DistinctBy(plan => plan.Account.Provider).Chunk(most))
            {
                IReadOnlyList<RefundResult> results = await RetrieveAsync(market.Key, batch, cancellationToken);
                foreach ((RefundPlan plan, RefundResult result) in batch.Zip(results))
                {
                    yield return keepFree && !result.Requested.IsZero ? await KeepFreeAsync(plan, result, cancellationToken) : result;
                }
            }
        }
    }

    private async Task<IReadOnlyList<RefundResult>> RetrieveAsync(
        ServiceKind kind, RefundPlan[] batch, CancellationToken cancellationToken)
    {
        Address[] providers = [.. batch.Select(plan => plan.Account.Provider)];
        string name = await Client.Ledger.GetServiceNameAsync(kind, cancellationToken);
        TransactionRequest request = owner.Request(Client.Ledger.Address, LedgerContract.RetrieveFund, [providers, name]) with
        {
            GasReservePercent = GasReservePercent,
        };
        TransactionReceipt receipt = await owner.Prepare(request, new ComputeCall(ComputeAction.Refund, owner.User, kind, providers))
            .SendAsync(cancellationToken);
        BlockHeader? block = await LookAsync(
            () => Client.Chain.GetBlockAsync(BlockId.FromHash(receipt.BlockHash), cancellationToken), cancellationToken);
        List<RefundResult> results = [];
        foreach (RefundPlan plan in batch)
        {
            RefundPlan mined = plan with { Time = block?.Timestamp ?? plan.Time };
            TokenAmount fee = ShareOf(receipt.Fee, batch.Length, results.Count);
            SubAccount? after = await ReadAsync(plan, receipt, cancellationToken);
            results.Add(after is null ? Expect(mined, receipt, fee) : Compare(mined, after, receipt, fee));
        }

        return results;
    }

    /// <summary>The sub-account as the block has left it. The newest state of a node that lags would be an older one.</summary>
    private Task<SubAccount?> ReadAsync(RefundPlan plan, TransactionReceipt receipt, CancellationToken cancellationToken) => LookAsync(
        () => Client.Serving(plan.Account.Service).FindAccountAsync(
            owner.User, plan.Account.Provider, BlockId.Number(receipt.BlockNumber), cancellationToken),
        cancellationToken);

    /// <summary>Asks until a node has the block; null when none says anything in time.</summary>
    private async Task<T?> LookAsync<T>(Func<Task<T?>> ask, CancellationToken cancellationToken)
        where T : class
    {
        for (int looks = 1; ; looks++)
        {
            try
            {
                T? answer = await ask();
                if (answer is not null || looks == MaxLooks)
                {
                    return answer;
                }
            }
            catch (ZeroGException) when (looks < MaxLooks)
            {
                // The money has moved; only the look at it failed.
            }
            catch (ZeroGException)
            {
                return null;
            }

            await Task.Delay(Pause, Client.Chain.Rpc.TimeProvider, cancellationToken);
        }
    }

    private static DateTimeOffset? NextUnlock(SubAccount after) =>
        after.Refunds.Count > 0 ? after.Refunds.Min(refund => refund.UnlocksAt) : null;

    private static TokenAmount ShareOf(TokenAmount fee, int parts, int index) =>
        new((fee.Wei / parts) + (index < fee.Wei % parts ? 1 : 0));

    /// <summary>What the block of the call has done: refunds that were unlocked at its time are collected, and what was free is
    /// asked back.</summary>
    private RefundResult Compare(RefundPlan mined, SubAccount after, TransactionReceipt receipt, TokenAmount fee) => new()
    {
        Service = after.Service,
        Provider = after.Provider,
        Collected = mined.Unlocked,
        Requested = after.Refunds.Count > mined.WaitingCount ? after.Refunds[^1].Amount : TokenAmount.Zero,
        Locked = after.PendingRefund,
        UnlocksAt = NextUnlock(after),
        Free = after.Free,
        Transaction = receipt.TransactionHash,
        Fee = fee,
        Network = Client.Network.Name,
    };

    /// <summary>What the call must have done, where nobody could be asked.</summary>
    private RefundResult Expect(RefundPlan mined, TransactionReceipt receipt, TokenAmount fee) => new()
    {
        Service = mined.Account.Service,
        Provider = mined.Account.Provider,
        Collected = mined.Unlocked,
        Requested = mined.Free,
        Locked = mined.Locked + mined.Free,
        UnlocksAt = mined.NextUnlock,
        Free = TokenAmount.Zero,
        Transaction = receipt.TransactionHash,
        Fee = fee,
        Network = Client.Network.Name,
        Warning = $"The node does not show block {receipt.BlockNumber} yet, so the figures of {mined.Account.Provider} are those that were "
            + "to be expected. Look at the account a little later.",
    };

    private async Task<RefundResult> KeepFreeAsync(RefundPlan plan, RefundResult result, CancellationToken cancellationToken)
    {
        try
        {
            string name = await Client.Ledger.GetServiceNameAsync(result.Service, cancellationToken);
            TransactionReceipt receipt = await owner.Prepare(
                owner.Request(Client.Ledger.Address, LedgerContract.TransferFund, [result.Provider, name, result.Requested]),
                new ComputeCall(ComputeAction.Transfer, owner.User, result.Service, [result.Provider], result.Requested))
                .SendAsync(cancellationToken);
            SubAccount? after = await ReadAsync(plan, receipt, cancellationToken);
            return result with
            {
                Requested = TokenAmount.Zero,
                Locked = after?.PendingRefund ?? result.Locked - result.Requested,
                UnlocksAt = after is null ? plan.NextUnlock : NextUnlock(after),
                Free = after?.Free ?? result.Free + result.Requested,
                Fee = result.Fee + receipt.Fee,
            };
        }
        catch (ZeroGException failure)
        {
            // What was collected stays collected, so this is no failure of the whole.
            return result with
            {
                Warning = $"{result.Requested} that was free with {result.Provider} is locked now, because the transfer that keeps it free "
                    + $"failed: {failure.Message} A transfer of the same amount to the same sub-account frees it again and costs no more "
                    + "than its fee.",
            };
        }
    }
}
