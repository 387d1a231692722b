using System.Runtime.CompilerServices;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Contracts;

namespace ZeroG.Compute.Accounts;

/// <summary>
/// The two halves of <c>retrieveFund</c>, which collects what is unlocked and in the same breath asks back everything that is free.
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

    /// <summary>Asks back, in as many transactions as the ledger's limit makes necessary.</summary>
    public async IAsyncEnumerable<RefundResult> RequestAsync(
        ServiceKind kind, IReadOnlyList<Address> providers, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<SubAccount> accounts = [];
        DateTimeOffset now = await Client.GetTimeAsync(cancellationToken);
        foreach (Address provider in providers.Distinct())
        {
            accounts.Add(await FindAsync(kind, provider, cancellationToken));
        }

        int most = await Client.Ledger.GetProvidersPerBatchAsync(cancellationToken);
        foreach (SubAccount[] batch in accounts.Chunk(most))
        {
            foreach (RefundResult result in await RetrieveAsync(kind, batch, now, cancellationToken))
            {
                yield return result;
            }
        }
    }

    private async Task<SubAccount> FindAsync(ServiceKind kind, Address provider, CancellationToken cancellationToken) =>
        await Client.Serving(kind).FindAccountAsync(owner.User, provider, cancellationToken)
            ?? throw await new ComputeRefusal(Client).SubAccountMissingAsync(kind, owner.User, provider, cancellationToken);

    private async Task<IReadOnlyList<RefundResult>> RetrieveAsync(
        ServiceKind kind, SubAccount[] batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Address[] providers = [.. batch.Select(account => account.Provider)];
        string name = await Client.Ledger.GetServiceNameAsync(kind, cancellationToken);
        int unlocking = batch.Count(account => account.Refunds.Any(refund => !refund.IsUnlocked(now) && refund.IsUnlocked(now + Soon)));
        TransactionReceipt receipt = await owner.SendAsync(
            Client.Ledger.Address, LedgerContract.RetrieveFund, [providers, name],
            new ComputeCall(ComputeAction.Refund, owner.User, kind, providers), cancellationToken,
            (ulong)unlocking * GasOfUnlocking, GasReservePercent);
        BlockHeader? block = await Client.Chain.GetBlockAsync(BlockId.FromHash(receipt.BlockHash), cancellationToken);
        List<RefundResult> results = [];
        foreach (SubAccount before in batch)
        {
            SubAccount? after = await Client.Serving(kind).FindAccountAsync(owner.User, before.Provider, cancellationToken);
            results.Add(Compare(before, after ?? before, block?.Timestamp ?? now, receipt));
        }

        return results;
    }

    /// <summary>What the block of the call has done: refunds that were unlocked at its time are collected, and what was free is
    /// asked back.</summary>
    private RefundResult Compare(SubAccount before, SubAccount after, DateTimeOffset time, TransactionReceipt receipt) => new()
    {
        Service = before.Service,
        Provider = before.Provider,
        Collected = Sum(before.Refunds.Where(refund => refund.IsUnlocked(time))),
        Requested = Sum(after.Refunds.Where(refund => refund.RequestedAt == time)),
        Locked = after.PendingRefund,
        UnlocksAt = after.Refunds.Count > 0 ? after.Refunds.Min(refund => refund.UnlocksAt) : null,
        Free = after.Free,
        Transaction = receipt.TransactionHash,
        Fee = receipt.Fee,
        Network = Client.Network.Name,
    };

    private static TokenAmount Sum(IEnumerable<PendingRefund> refunds) =>
        refunds.Aggregate(TokenAmount.Zero, (sum, refund) => sum + refund.Amount);
}
