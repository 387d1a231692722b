using System.Management.Automation;
using ZeroG.DevChain;
using ZeroG.Nodes.DevNet;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts a whole 0G storage network inside this process and connects the session to it.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgDevNet", SupportsShouldProcess = true)]
[OutputType(typeof(DevNet))]
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

    /// <summary>Leaves the session connected to what it is connected to.</summary>
    [Parameter]
    public SwitchParameter SkipConnect { get; set; }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        string name = NameOr("devnet");
        if (!await ShouldProcessAsync(name, "Start a development network"))
        {
            return;
        }

        DevNet network = new(new DevNetOptions
        {
            Name = name,
            DataPath = await ResolveDataPathAsync(),
            Chain = new DevChainOptions { ChainId = (ulong)ChainId },
            StorageNodeCount = StorageNodeCount,
            ListenAddress = ListenAddress,
            ChainPort = Port,
        });
        await StartAsync(network, cancellationToken);
        if (!SkipConnect)
        {
            Session.Connect(network.Network!, DevNet.OpenWallet());
            Verbose($"The session is connected to '{name}' and pays from {Session.Wallet}.");
        }

        await EmitAsync(network);
    }
}
