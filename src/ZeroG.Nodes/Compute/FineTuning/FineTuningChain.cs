using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Services;
using ZeroG.Compute.Settlement;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>
/// The contract of fine-tuning services on a real chain. Whoever comes again for the same purpose, in this life of the process or the next,
/// waits for the very same transaction: nothing is announced or settled twice.
/// </summary>
internal sealed class FineTuningChain(
    ComputeClient client, TransactionSender sender, TeeKey tee, TaskFolder folder, NodeLog log) : IFineTuningChain
{
    private const string Record = "record";

    // How long the chain may take; what is later is waited for again at the next try.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly SuccessiveSends _sends = new(
        client.Chain, sender, folder.Sends,
        (purpose, version) => ComputeProviderLog.FeeRaised(log, $"Fine-tuning's '{purpose}'", version));

    /// <inheritdoc/>
    public Address Provider => sender.From;

    /// <inheritdoc/>
    public bool IsLocal => client.Network.RpcUri.IsLoopback;

    private Address Contract => client.FineTuning.Address;

    /// <inheritdoc/>
    public Task<FineTuningService?> FindServiceAsync(CancellationToken cancellationToken) =>
        client.FineTuning.FindServiceAsync(Provider, cancellationToken);

    /// <inheritdoc/>
    public async Task PublishAsync(FineTuningService service, bool isNew, CancellationToken cancellationToken)
    {
        // What was sent earlier must not come after what is written now; it may have brought the stake.
        MinedPlace? earlier = await _sends.FinishAsync(Record, Patience, cancellationToken: cancellationToken);
        isNew = isNew && (earlier is null || await FindServiceAsync(cancellationToken) is null);
        TransactionRequest request = new()
        {
            To = Contract,
            Value = isNew ? await client.FineTuning.GetMinimumStakeAsync(cancellationToken) : TokenAmount.Zero,
            Data = FineTuningContract.AddOrUpdateService.EncodeCall(service.ToArguments()),
            KnownErrors = FineTuningErrors.All,
        };
        await _sends.SendAsync(Record, request, Patience, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SubAccount?> FindAccountAsync(Address user, CancellationToken cancellationToken) =>
        client.FineTuning.FindAccountAsync(user, Provider, cancellationToken);

    /// <inheritdoc/>
    public Task<Deliverable?> FindDeliverableAsync(Address user, Guid task, CancellationToken cancellationToken) =>
        client.FineTuning.FindDeliverableAsync(user, Provider, task.ToString(), cancellationToken);

    /// <inheritdoc/>
    public Task<TimeSpan> GetLockTimeAsync(CancellationToken cancellationToken) => client.FineTuning.GetLockTimeAsync(cancellationToken);

    /// <inheritdoc/>
    public Task AddDeliverableAsync(Address user, Guid task, Hash256 root, CancellationToken cancellationToken) => SendAsync(
        task, "deliver", FineTuningContract.AddDeliverable.EncodeCall(user, task.ToString(), root.ToArray()), cancellationToken);

    /// <inheritdoc/>
    public Task SettleAsync(Guid task, FineTuningSettlement settlement, CancellationToken cancellationToken)
    {
        byte[] signature = tee.Sign(settlement.Message(client.Network.ChainId, Contract).Digest).ToBytes();
        return SendAsync(
            task, "settle", FineTuningContract.SettleFees.EncodeCall([settlement.ToAbi(signature)]), cancellationToken);
    }

    /// <inheritdoc/>
    public Task AbandonAsync(Address user, Guid task, CancellationToken cancellationToken) => SendAsync(
        task, "abandon", FineTuningContract.AbandonDeliverable.EncodeCall(user, task.ToString()), cancellationToken);

    private async Task SendAsync(Guid task, string kind, byte[] data, CancellationToken cancellationToken)
    {
        string purpose = $"{kind} {task}";
        if (await _sends.FinishAsync(purpose, Patience, cancellationToken: cancellationToken) is null)
        {
            TransactionRequest request = new() { To = Contract, Data = data, KnownErrors = FineTuningErrors.All };
            await _sends.SendAsync(purpose, request, Patience, cancellationToken);
        }

        // Whether it was done, the contract tells from now on.
        folder.Sends.Forget(purpose);
    }
}
