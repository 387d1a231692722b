using System.Management.Automation;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.DevNet;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts a whole 0G storage network on this machine and connects the session to it.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgDevNet", SupportsShouldProcess = true)]
[OutputType(typeof(DevNet), typeof(DetachedNode))]
public sealed class StartZgDevNetCommand : StartNodeCmdlet
{
    /// <summary>Storage nodes; 1 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 16)]
    public int StorageNodeCount { get; set; } = 1;

    /// <summary>The chain id; 31337 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long ChainId { get; set; } = 31337;

    /// <summary>
    /// Behaves as 0G's chains do where they differ from Ethereum: tips under 2 gwei are refused, and at least 80 percent of the gas limit
    /// is charged.
    /// </summary>
    [Parameter]
    public SwitchParameter ZeroGravityMode { get; set; }

    /// <summary>Leaves the session connected to what it is connected to.</summary>
    [Parameter]
    public SwitchParameter SkipConnect { get; set; }

    private protected override string DefaultName => "devnet";

    private protected override string Action => "Start a development network";

    private protected override NodeKind Kind => NodeKind.DevNet;

    private protected override async Task<INode> CreateAsync(string name) => new DevNet(new DevNetOptions
    {
        Name = name,
        DataPath = await ResolveDataPathAsync(),
        Chain = new DevNetOptions().Chain with { ChainId = (ulong)ChainId, ZeroGravityMode = ZeroGravityMode },
        StorageNodeCount = StorageNodeCount,
        ListenAddress = ListenAddress,
        ChainPort = Port,
    });

    private protected override void OnStarted(INode node)
    {
        if (!SkipConnect)
        {
            Session.Connect(NetworkNode.Of(node)!, DevNet.OpenWallet());
            Verbose($"The session is connected to '{node.Name}' and pays from {Session.Wallet}.");
        }
    }
}
