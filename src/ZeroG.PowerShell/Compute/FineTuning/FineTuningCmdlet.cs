using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>A cmdlet over the tasks of a user at fine-tuning providers. Each provider is looked up once.</summary>
public abstract class FineTuningCmdlet : ComputeCmdlet
{
    private readonly Dictionary<string, ProviderTasks> _providers = [];

    /// <summary>Address of the fine-tuning provider.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNull]
    [ByProvider]
    public GivenAddress Provider { get; set; } = null!;

    /// <summary>Whether a following command of the pipeline takes what is emitted.</summary>
    private protected bool IsFollowed => MyInvocation.PipelinePosition < MyInvocation.PipelineLength;

    /// <summary>The user's tasks at the provider of this item.</summary>
    /// <exception cref="ZeroGException"><c>ZgAddressInvalid</c>, <c>ZgProviderUnknown</c>, <c>ZgProviderUrlInvalid</c>.</exception>
    private protected async Task<ProviderTasks> OpenTasksAsync(CancellationToken cancellationToken)
    {
        Address provider = Provider.Read();
        if (!_providers.TryGetValue(provider.ToString(), out ProviderTasks? tasks))
        {
            tasks = Own(await ProviderTasks.OpenAsync(
                Compute, provider, Payer.Address, Payer, cancellationToken: cancellationToken));
            _providers.Add(provider.ToString(), tasks);
        }

        return tasks;
    }

    /// <summary>Emits a task; says what is to be done with it when nobody in the pipeline does it.</summary>
    private protected Task EmitTaskAsync(FineTuningTask task)
    {
        if (!IsFollowed && task.Advice is { } advice)
        {
            Warn(task.AcknowledgeBy is null ? advice : $"{advice} Receive-ZgFineTunedModel does that.");
        }

        return EmitAsync(task);
    }
}
