using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.Nodes;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.DevNet;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Wallets;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts a whole 0G network on this machine and connects the session to it.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgDevNet", SupportsShouldProcess = true)]
[OutputType(typeof(DevNet), typeof(DetachedNode))]
public sealed class StartZgDevNetCommand : StartNodeCmdlet
{
    /// <summary>Storage nodes; 1 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, 16)]
    public int StorageNodeCount { get; set; } = 1;

    /// <summary>
    /// What the compute providers do, one for each word; a single chatbot when omitted. They are acknowledged, and answer as an echo unless
    /// -Backend is given.
    /// </summary>
    [Parameter]
    [ValidateSet("chatbot", "text-to-image", "image-editing", "speech-to-text", "embedding")]
    [ValidateCount(1, 10)]
    public string[] ComputeService { get; set; } = ["chatbot"];

    /// <summary>Starts no compute provider.</summary>
    [Parameter]
    public SwitchParameter SkipCompute { get; set; }

    /// <summary>OpenAI-compatible server behind the compute providers, usually ending in /v1; the built-in echo when omitted.</summary>
    [Parameter]
    [HttpUri]
    public Uri? Backend { get; set; }

    /// <summary>Key for -Backend; none when omitted.</summary>
    [Parameter]
    [Secret]
    public SecureString? BackendKey { get; set; }

    /// <summary>The model that the compute providers serve; zerog-echo, the echo's, when omitted.</summary>
    [Parameter]
    [ValidateNotNullOrWhiteSpace]
    public string? Model { get; set; }

    /// <summary>How long refunds of compute accounts are locked, an hour to seven days; a day when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan LockTime { get; set; } = TimeSpan.FromDays(1);

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

    protected override Task ProcessAsync(CancellationToken cancellationToken) =>
        LockTime < TimeSpan.FromHours(1) || LockTime > TimeSpan.FromDays(7)
            ? throw new ZeroGException(
                "ZgLockTimeInvalid", ErrorKind.InvalidArgument,
                $"The contracts lock refunds for an hour to seven days, not for {LockTime}. Give -LockTime within.", LockTime)
            : base.ProcessAsync(cancellationToken);

    private protected override async Task<INode> CreateAsync(string name) => new DevNet(new DevNetOptions
    {
        Name = name,
        DataPath = await ResolveDataPathAsync(),
        ComputeServices = SkipCompute ? [] : ComputeService,
        ComputeBackendUri = Backend,
        ComputeBackendKey = BackendKey is null
            ? null
            : SecretText.Use(
                await SecretAsync(BackendKey, "The key of the backend", nameof(BackendKey)), text => new BackendKey(text.ToString())),
        ComputeModel = Model,
        ComputeSettings = new ComputeSettings { LockTime = LockTime },
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
