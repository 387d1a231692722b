using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning.Adapters;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.PowerShell.Compute.Providers;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Compute.FineTuning;

/// <summary>Has an inference provider serve fine-tuned models, and waits until they answer.</summary>
[Cmdlet(VerbsData.Publish, "ZgAdapter", DefaultParameterSetName = TaskSet, SupportsShouldProcess = true)]
[OutputType(typeof(PublishedAdapter))]
public sealed class PublishZgAdapterCommand : ComputeCmdlet
{
    private const string TaskSet = "Task";
    private const string NameSet = "Name";

    /// <summary>Address of the inference provider that shall serve the model.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [ValidateNotNull]
    [ByProvider]
    public GivenAddress Provider { get; set; } = null!;

    /// <summary>Id of the task that made the model.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = TaskSet)]
    [ValidateNotNull]
    public GivenTask TaskId { get; set; } = null!;

    /// <summary>Name of the model that was trained.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = TaskSet)]
    [Alias("BaseModel")]
    [ValidateNotNullOrEmpty]
    public string Model { get; set; } = "";

    /// <summary>Name of the adapter, for a model that the provider knows already.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>Asks for it and does not wait until it answers.</summary>
    [Parameter]
    public SwitchParameter SkipWait { get; set; }

    /// <summary>How long to wait for each model; 2 minutes when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    protected override object? CurrentItem => ParameterSetName == TaskSet ? TaskId.ToString() : Name;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Address provider = Provider.Read();
        DeployAdapterRecord wanted = ParameterSetName == NameSet
            ? new DeployAdapterRecord { AdapterName = Name }
            : new DeployAdapterRecord { TaskId = TaskId.Read().ToString(), BaseModel = Model };
        InferenceService service = await Compute.Inference.FindServiceAsync(provider, cancellationToken)
            ?? throw await new ComputeRefusal(Compute).ProviderUnknownAsync(ServiceKind.Inference, provider, cancellationToken);
        if (!await ShouldProcessAsync($"{CurrentItem}", $"Have {provider} serve the model"))
        {
            return;
        }

        using SessionTokens tokens = new(Payer, ReadRevocationsAsync);
        using AdapterClient client = new(
            provider, new InferenceEndpoint(service.Url).Root,
            async stopping => (await tokens.GetAsync(provider, stopping)).ToSecret());
        AdapterRecord adapter = await new AdapterDeployment(client).DeployAsync(
            wanted, SkipWait ? null : Timeout, new AdapterWatch(StartProgress($"Model {CurrentItem}")), cancellationToken);
        await EmitAsync(new PublishedAdapter
        {
            Name = adapter.AdapterName,
            State = adapter.Progress,
            Provider = provider,
            TaskId = wanted.TaskId,
            Model = adapter.BaseModel ?? wanted.BaseModel,
            Network = Compute.Network.Name,
        });
    }

    /// <summary>What the chain says of the wallet at the provider, without whose sub-account nothing is served.</summary>
    private async Task<TokenRevocations?> ReadRevocationsAsync(Address provider, CancellationToken cancellationToken) =>
        await Compute.Inference.FindAccountAsync(Payer.Address, provider, cancellationToken) is { } account
            ? new TokenRevocations(account.Generation, account.RevokedBitmap)
            : throw await new ComputeRefusal(Compute).SubAccountMissingAsync(
                ServiceKind.Inference, Payer.Address, provider, cancellationToken);

    private sealed class AdapterWatch(PipelineProgress line) : IProgress<AdapterState>
    {
        public void Report(AdapterState value) => line.Report($"{value}", 0, 0);
    }
}
