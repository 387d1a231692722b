using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning.Models;
using ZeroG.Compute.FineTuning.Training;

namespace ZeroG.Compute.FineTuning;

/// <summary>A task that can be created: everything that would make a provider refuse it was looked at.</summary>
/// <param name="Model">What is trained.</param>
/// <param name="Config">How.</param>
/// <param name="Account">The sub-account that pays.</param>
/// <param name="Cost">What it may cost; null where the dataset or the number of epochs is not known here.</param>
/// <param name="Queue">Whether it may wait behind those of others.</param>
public sealed record TaskPlan(FineTuningModel Model, TrainingConfig Config, SubAccount Account, TrainingCost? Cost, bool Queue)
{
    /// <summary>What a careful colleague says of the money; null when there is enough of it, or nobody knows.</summary>
    public string? Advice => Cost is { } cost && cost.Total > Account.Free
        ? $"The training may cost {cost.Total}, and the fine-tuning sub-account with {Account.Provider} has {Account.Free} free. The task "
            + $"fails if that is too little. Transfer at least {cost.Total - Account.Free} to it."
        : null;
}
