using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;
using ZeroG.Compute.Settlement;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>Does something at one call of the provider to the chain, before it or after it: usually to end the provider there.</summary>
internal sealed class InterruptedChain(
    IFineTuningChain inner, string call, Func<Task>? before = null, Func<Task>? after = null) : IFineTuningChain
{
    public Address Provider => inner.Provider;

    public bool IsLocal => inner.IsLocal;

    public Task<FineTuningService?> FindServiceAsync(CancellationToken cancellationToken) => inner.FindServiceAsync(cancellationToken);

    public Task PublishAsync(FineTuningService service, bool isNew, CancellationToken cancellationToken) =>
        PassAsync(
            service.IsOccupied ? "occupy" : "publish", () => inner.PublishAsync(service, isNew, cancellationToken), cancellationToken);

    public Task<SubAccount?> FindAccountAsync(Address user, CancellationToken cancellationToken) =>
        inner.FindAccountAsync(user, cancellationToken);

    public Task<Deliverable?> FindDeliverableAsync(Address user, Guid task, CancellationToken cancellationToken) =>
        inner.FindDeliverableAsync(user, task, cancellationToken);

    public Task<TimeSpan> GetLockTimeAsync(CancellationToken cancellationToken) => inner.GetLockTimeAsync(cancellationToken);

    public Task AddDeliverableAsync(Address user, Guid task, Hash256 root, CancellationToken cancellationToken) =>
        PassAsync("deliver", () => inner.AddDeliverableAsync(user, task, root, cancellationToken), cancellationToken);

    public Task SettleAsync(Guid task, FineTuningSettlement settlement, CancellationToken cancellationToken) =>
        PassAsync("settle", () => inner.SettleAsync(task, settlement, cancellationToken), cancellationToken);

    public Task AbandonAsync(Address user, Guid task, CancellationToken cancellationToken) =>
        PassAsync("abandon", () => inner.AbandonAsync(user, task, cancellationToken), cancellationToken);

    private async Task PassAsync(string name, Func<Task> pass, CancellationToken cancellationToken)
    {
        await (name == call && before is not null ? before() : Task.CompletedTask);
        cancellationToken.ThrowIfCancellationRequested();
        await pass();
        await (name == call && after is not null ? after() : Task.CompletedTask);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
