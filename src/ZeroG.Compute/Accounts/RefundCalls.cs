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
    // The estimate depends on the time of the block, so it needs room for the next one.
    private const int GasReservePercent = 25;

    // What paying a refund out takes on top when it unlocks between estimate and block: a transfer to the ledger, its receipt there, and
    // the writing of both balances.
    private const ulong GasOfUnlocking = 60_000;

    // Refunds that unlock this soon may do so between estimate and block.
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

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
                foreach (RefundResult result in await RetrieveAsync(market.Key, batch, cancellationToken))
                {
                    yield return keepFree && !result.Requested.IsZero ? await KeepFreeAsync(result, cancellationToken) : result;
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
            ExtraGas = (ulong)batch.Count(plan => plan.UnlocksWithin(Soon)) * GasOfUnlocking,
        };
        TransactionReceipt receipt = await owner.Prepare(request, new ComputeCall(ComputeAction.Refund, owner.User, kind, providers))
            .SendAsync(cancellationToken);
        BlockHeader? block = await Client.Chain.GetBlockAsync(BlockId.FromHash(receipt.BlockHash), cancellationToken);
        List<RefundResult> results = [];
        foreach (RefundPlan plan in batch)
        {
            RefundPlan mined = plan with { Time = block?.Timestamp ?? plan.Time };
            SubAccount after = await Client.Serving(kind).FindAccountAsync(owner.User, plan.Account.Provider, cancellationToken)
                ?? plan.Account;
            results.Add(Compare(mined, after, receipt, ShareOf(receipt.Fee, batch.Length, results.Count)));
        }

        return results;
    }

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
        UnlocksAt = new RefundPlan(after, mined.Time).NextUnlock,
        Free = after.Free,
        Transaction = receipt.TransactionHash,
        Fee = fee,
        Network = Client.Network.Name,
    };

    private async Task<RefundResult> KeepFreeAsync(RefundResult result, CancellationToken cancellationToken)
    {
        try
        {
            string name = await Client.Ledger.GetServiceNameAsync(result.Service, cancellationToken);
            TransactionReceipt receipt = await owner.Prepare(
                owner.Request(Client.Ledger.Address, LedgerContract.TransferFund, [result.Provider, name, result.Requested]),
                new ComputeCall(ComputeAction.Transfer, owner.User, result.Service, [result.Provider], result.Requested))
                .SendAsync(cancellationToken);
            RefundPlan now = await PlanAsync(result.Service, result.Provider, cancellationToken);
            return result with
            {
                Requested = TokenAmount.Zero,
                Locked = now.Locked,
                UnlocksAt = now.NextUnlock,
                Free = now.Free,
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
