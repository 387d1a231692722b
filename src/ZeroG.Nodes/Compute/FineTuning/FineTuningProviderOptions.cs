using ZeroG.Chain;
using ZeroG.Compute.Services;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>What the fine-tuning side of a provider offers, and at which pace it works.</summary>
public sealed record FineTuningProviderOptions
{
    /// <summary>The defaults for a chain on this machine: a task takes seconds, since nobody is bothered by looking often.</summary>
    public static FineTuningProviderOptions Quick { get; } = new() { Pace = TimeSpan.FromMilliseconds(100) };

    /// <summary>The models that tasks may name; by default the provider's own stand-in and the mock of local chains.</summary>
    public IReadOnlyList<ServedModel> Models { get; init; } = [ServedModel.Own, ServedModel.Mock];

    /// <summary>Price of a token and epoch; the default is 0.5 0G for a million tokens, as for the smallest public model.</summary>
    public TokenAmount PricePerToken { get; init; } = new(500_000_000_000);

    /// <summary>What the service record says of the machine; it says by its GPU that there is none.</summary>
    public ProviderQuota Quota { get; init; } = new(CpuCount: 1, NodeMemory: 1, GpuCount: 0, NodeStorage: 1, GpuType: "none (stand-in)");

    /// <summary>Tasks that may wait or be in training before another is refused; 5 by default, as in official brokers.</summary>
    public int QueueLimit { get; init; } = 5;

    /// <summary>Time between two looks of a step for work; one minute by default, as in official brokers.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the state <c>Training</c> lasts, in which nothing is trained; zero by default.</summary>
    public TimeSpan TrainingTime { get; init; }

    /// <summary>
    /// How long a delivered model waits for its user before it is settled with a penalty: 6 hours by default, and never more than half of
    /// the contract's lock time, so that the user's money cannot leave before.
    /// </summary>
    public TimeSpan AcknowledgeLimit { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Tries of a step before the task fails; 10 by default.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>Largest dataset that is taken over HTTP, in bytes; 100 MiB by default.</summary>
    public long MaximumDatasetSize { get; init; } = 100L << 20;

    /// <summary>Largest dataset that is fetched from 0G Storage, in bytes; 4 GiB by default.</summary>
    public long MaximumStoredDatasetSize { get; init; } = 4L << 30;

    /// <summary>How long models of finished tasks and unused uploads are kept; 3 days by default, as in official brokers.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(3);

    /// <summary>Folder of tasks, datasets and models; null, the default, for one that is deleted at the end.</summary>
    public string? DataPath { get; init; }
}
