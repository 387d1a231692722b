using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Reads what a provider writes about a fine-tuning task, the oldest line first.</summary>
[Cmdlet(VerbsCommon.Get, "ZgFineTuningLog")]
[OutputType(typeof(string))]
public sealed class GetZgFineTuningLogCommand : FineTuningCmdlet
{
    /// <summary>Id of the task; the newest of the wallet at the provider when omitted.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [EmptyIsNull]
    public GivenTask? TaskId { get; set; }

    /// <summary>Only the last lines; all when omitted.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Tail { get; set; } = int.MaxValue;

    /// <summary>Goes on with each new line until the task is delivered or has ended, or the time is over.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long -Wait goes on; a day when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromDays(1);

    protected override object? CurrentItem => TaskId?.ToString() ?? (object?)Provider;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        ProviderTasks tasks = await OpenTasksAsync(cancellationToken);
        TaskLog log = new(tasks, TaskId?.Read() ?? await FindLatestAsync(tasks, cancellationToken));
        IReadOnlyList<string> lines = await log.ReadAsync(cancellationToken);
        int skipped = Math.Max(0, lines.Count - Tail);
        if (!Wait)
        {
            foreach (string line in lines.Skip(skipped))
            {
                await EmitAsync(line);
            }

            return;
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            await foreach (string line in log.FollowAsync(skipped, limit.Token))
            {
                await EmitAsync(line);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Verbose($"{Timeout.TotalSeconds:0.###} s are over.");
        }
    }

    private static async Task<Guid> FindLatestAsync(ProviderTasks tasks, CancellationToken cancellationToken) =>
        (await tasks.Client.FindLatestTaskAsync(cancellationToken))?.Id ?? throw new ZeroGException(
            "ZgTaskNotFound", ErrorKind.ObjectNotFound,
            $"Wallet {tasks.Client.User} has no task at provider {tasks.Client.Provider}. Create one with New-ZgFineTuningTask.",
            tasks.Client.Provider);
}
