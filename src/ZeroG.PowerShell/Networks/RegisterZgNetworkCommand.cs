using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.PowerShell.Pipeline;

namespace ZeroG.PowerShell.Networks;

/// <summary>Keeps a network of the user's own under a name.</summary>
[Cmdlet(VerbsLifecycle.Register, "ZgNetwork", SupportsShouldProcess = true)]
[OutputType(typeof(Network))]
public sealed class RegisterZgNetworkCommand : ZgCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, long.MaxValue)]
    public long ChainId { get; set; }

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [HttpUri]
    public Uri RpcUri { get; set; } = null!;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [HttpUri]
    public Uri? ExplorerUri { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [HttpUri]
    public Uri? IndexerUri { get; set; }

    /// <summary>The contract that takes storage submissions.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ByValue]
    public Address? FlowAddress { get => Kept<Address?>(); set => Keep(value); }

    /// <summary>The contract of the compute network's main accounts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ByValue]
    public Address? LedgerAddress { get => Kept<Address?>(); set => Keep(value); }

    /// <summary>The contract of inference services.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ByValue]
    public Address? InferenceAddress { get => Kept<Address?>(); set => Keep(value); }

    /// <summary>The contract of fine-tuning services.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ByValue]
    public Address? FineTuningAddress { get => Kept<Address?>(); set => Keep(value); }

    /// <summary>The tip per gas below which the network refuses transactions.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Amount]
    public TokenAmount? MinimumTip { get => Kept<TokenAmount?>(); set => Keep(value); }

    /// <summary>Replaces a network of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override object? CurrentItem => Name;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Network network = new()
        {
            Name = Name,
            ChainId = (ulong)ChainId,
            RpcUri = RpcUri,
            ExplorerUri = ExplorerUri,
            IndexerUri = IndexerUri,
            FlowAddress = FlowAddress,
            LedgerAddress = LedgerAddress,
            InferenceAddress = InferenceAddress,
            FineTuningAddress = FineTuningAddress,
            MinimumTip = MinimumTip ?? TokenAmount.Zero,
        };
        NetworkCatalog catalog = new();
        if (await ShouldProcessAsync($"{Name} (chain {ChainId}) in {catalog.FilePath}", "Register network"))
        {
            await EmitAsync(await catalog.RegisterAsync(network, Force, cancellationToken));
        }
    }
}
