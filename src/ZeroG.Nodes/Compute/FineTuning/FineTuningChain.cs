using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Services;
using ZeroG.Compute.Settlement;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>The contract of fine-tuning services on a real chain.</summary>
internal sealed class FineTuningChain(ComputeClient client, TransactionSender sender, TeeKey tee, TaskFolder folder) : IFineTuningChain
{
    private readonly TaskSends _sends = new(sender, folder);

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
        TransactionRequest request = new()
        {
            To = Contract,
            Value = isNew ? await client.FineTuning.GetMinimumStakeAsync(cancellationToken) : TokenAmount.Zero,
            Data = FineTuningContract.AddOrUpdateService.EncodeCall(service.ToArguments()),
            KnownErrors = FineTuningErrors.All,
        };

        // The record is set, not added to: a second one in its place changes nothing, so that nothing need be noted.
        SentTransaction sent = await sender.SendAsync(request, cancellationToken);
        await sender.WaitAsync(sent, knownErrors: FineTuningErrors.All, cancellationToken: cancellationToken);
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

    private Task SendAsync(Guid task, string purpose, byte[] data, CancellationToken cancellationToken)
    {
        TransactionRequest request = new() { To = Contract, Data = data, KnownErrors = FineTuningErrors.All };
        return _sends.SendAsync(task, purpose, request, cancellationToken);
    }
}
