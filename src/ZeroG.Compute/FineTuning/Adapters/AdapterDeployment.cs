using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning.Adapters;

/// <summary>
/// Takes a fine-tuned model from the end of its task to the first answer: waits until an inference provider has it, deploys it, and waits
/// until it is loaded.
/// </summary>
/// <param name="client">The inference provider.</param>
/// <param name="time">Clock for waits; null for the system's.</param>
public sealed class AdapterDeployment(AdapterClient client, TimeProvider? time = null)
{
    private static readonly TimeSpan PauseBefore = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PauseAfter = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Deploys a model that the provider may still be fetching; one that is active already stays as it is.</summary>
    /// <param name="wanted">The task and its base model, or the adapter's name.</param>
    /// <param name="timeout">How long all of it may take; null to ask for it and wait for nothing.</param>
    /// <param name="progress">Receives each state that it sees; null for nobody.</param>
    /// <param name="cancellationToken">Stops waiting; what was deployed stays so.</param>
    /// <returns>The model as it was seen last.</returns>
    /// <exception cref="ZeroGException"><c>ZgAdapterFailed</c>, <c>ZgTimeout</c>, and those of <see cref="AdapterClient"/>.</exception>
    public async Task<AdapterRecord> DeployAsync(
        DeployAdapterRecord wanted, TimeSpan? timeout, IProgress<AdapterState>? progress = null,
        CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        AdapterRecord seen = await WaitAsync(
            PauseBefore,
            static state => state is AdapterState.Ready or AdapterState.Active or AdapterState.Offloaded or AdapterState.Archived);
        if (seen.Progress == AdapterState.Active)
        {
            return seen;
        }

        await client.DeployAsync(wanted, cancellationToken);
        return await WaitAsync(PauseAfter, static state => state == AdapterState.Active);

        async Task<AdapterRecord> WaitAsync(TimeSpan pause, Func<AdapterState, bool> isEnough)
        {
            while (true)
            {
                AdapterRecord adapter = await LookAsync(wanted, cancellationToken);
                progress?.Report(adapter.Progress);
                if (isEnough(adapter.Progress) || timeout is null)
                {
                    return adapter;
                }

                if (_time.GetElapsedTime(start) >= timeout)
                {
                    throw TooLong(adapter, timeout.Value);
                }

                await Task.Delay(pause, _time, cancellationToken);
            }
        }
    }

    /// <summary>
    /// The model as the provider sees it now. The provider's list says what it calls the model of a task; before it is in there, the rule
    /// that all follow does.
    /// </summary>
    private async Task<AdapterRecord> LookAsync(DeployAdapterRecord wanted, CancellationToken cancellationToken)
    {
        AdapterRecord? adapter = wanted.AdapterName is null
            ? (await client.GetAsync(cancellationToken)).FirstOrDefault(
                other => string.Equals(other.TaskId, wanted.TaskId, StringComparison.OrdinalIgnoreCase))
            : null;
        string name = adapter?.AdapterName ?? wanted.AdapterName ?? AdapterName.Of(wanted.BaseModel!, wanted.TaskId!);
        adapter ??= await client.FindAsync(name, cancellationToken) ?? new AdapterRecord { AdapterName = name };
        return adapter.Progress != AdapterState.Failed ? adapter : throw new ZeroGException(
            "ZgAdapterFailed", ErrorKind.InvalidOperation,
            $"Provider {client.Provider} could not make model '{name}' ready{Reason(adapter.Error)}. Ask the provider, or deploy it at "
            + "another one.", name);
    }

    private static ZeroGException TooLong(AdapterRecord adapter, TimeSpan timeout) => new(
        "ZgTimeout", ErrorKind.OperationTimeout,
        $"Model '{adapter.AdapterName}' is {(adapter.State is null ? "not known to the provider" : $"{adapter.Progress}")} after "
        + $"{timeout.TotalSeconds:0.###} s. The provider goes on; the same command waits again.", adapter.AdapterName);

    private static string Reason(string? error) => string.IsNullOrEmpty(error) ? "" : $": {ForeignText.Clean(error).TrimEnd('.')}";
}
