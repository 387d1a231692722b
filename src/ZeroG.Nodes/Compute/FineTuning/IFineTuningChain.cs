using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;
using ZeroG.Compute.Settlement;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>What the provider asks of the contract of fine-tuning services, and what it pays gas for.</summary>
internal interface IFineTuningChain
{
    /// <summary>The provider's account.</summary>
    Address Provider { get; }

    /// <summary>Whether the chain is on this machine, as those for development are.</summary>
    bool IsLocal { get; }

    /// <summary>The provider's service; null when it is not registered.</summary>
    Task<FineTuningService?> FindServiceAsync(CancellationToken cancellationToken);

    /// <summary>Registers the service, with the stake if it is new, or updates it.</summary>
    Task PublishAsync(FineTuningService service, bool isNew, CancellationToken cancellationToken);

    /// <summary>The sub-account of a user with this provider; null when there is none.</summary>
    Task<SubAccount?> FindAccountAsync(Address user, CancellationToken cancellationToken);

    /// <summary>A deliverable of a user from this provider; null when there is none.</summary>
    Task<Deliverable?> FindDeliverableAsync(Address user, Guid task, CancellationToken cancellationToken);

    /// <summary>How long refunds stay locked.</summary>
    Task<TimeSpan> GetLockTimeAsync(CancellationToken cancellationToken);

    /// <summary>Announces a model. Called again after a kill, it waits for the same transaction.</summary>
    Task AddDeliverableAsync(Address user, Guid task, Hash256 root, CancellationToken cancellationToken);

    /// <summary>Signs a settlement and has it paid. Called again after a kill, it waits for the same transaction.</summary>
    Task SettleAsync(Guid task, FineTuningSettlement settlement, CancellationToken cancellationToken);

    /// <summary>Gives a deliverable up without a fee, so that it stands in the way of no other task.</summary>
    Task AbandonAsync(Address user, Guid task, CancellationToken cancellationToken);
}
