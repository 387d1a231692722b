using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.Storage;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;
using ZeroG.Storage.Nodes;

namespace ZeroG.PowerShell.Nodes;

/// <summary>Starts a storage node, in this process or one of its own.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZgStorageNode", SupportsShouldProcess = true)]
[OutputType(typeof(StorageNode), typeof(DetachedNode))]
public sealed class StartZgStorageNodeCommand : StartNodeCmdlet
{
    // As the official node has it; a chain on this machine does not take blocks back.
    private const int PublicConfirmations = 3;

    /// <summary>The network whose log it follows; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>The shard that it keeps; 0 when omitted.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int ShardId { get; set; }

    /// <summary>How many shards there are, a power of two; 1 when omitted.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int ShardCount { get; set; } = 1;

    /// <summary>First block to read in a new folder; the network's first with submissions when omitted.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long StartBlock { get; set; } = -1;

    /// <summary>Blocks that must follow a block before it is read; 3 when omitted, and 0 on a development network.</summary>
    [Parameter]
    [ValidateRange(0, 10_000)]
    public int Confirmations { get; set; } = -1;

    private protected override string DefaultName => "storage";

    private protected override string Action => $"Start a storage node of {Session.Find(Network).Name}";

    private protected override NodeKind Kind => NodeKind.Storage;

    private protected override async Task<INode> CreateAsync(string name)
    {
        Network network = Session.Find(Network);
        return new StorageNode(new StorageNodeOptions
        {
            Name = name,
            ChainUri = network.RpcUri,
            FlowAddress = network.FlowAddress ?? throw NoStorage(network),
            StartBlock = StartBlock >= 0 ? StartBlock : (long)network.LogStartBlock,
            Confirmations = Confirmations >= 0 ? Confirmations : network.RpcUri.IsLoopback ? 0 : PublicConfirmations,
            Shard = Shard(),
            DataPath = await ResolveDataPathAsync(),
            ListenAddress = ListenAddress,
            Port = Port,
        });
    }

    private ShardConfig Shard()
    {
        ShardConfig shard = new(ShardId, ShardCount);
        return shard.IsValid ? shard : throw new ZeroGException(
            "ZgShardInvalid", ErrorKind.InvalidArgument,
            $"There is no shard {ShardId} of {ShardCount}. -ShardCount is a power of two, and -ShardId below it.", ShardId);
    }

    private static ZeroGException NoStorage(Network network) => new(
        "ZgNoStorageNodes", ErrorKind.InvalidOperation,
        $"Network {network.Name} names no Flow contract whose log a storage node could follow. Choose another network.", network.Name);
}
