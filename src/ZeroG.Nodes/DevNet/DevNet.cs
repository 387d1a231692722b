using System.Globalization;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Nodes.Chain;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Indexer;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.DevNet;

/// <summary>
/// A whole 0G network inside this process: a development chain, storage nodes that follow it, an indexer over them, and compute providers.
/// Ready when every storage node has read the chain to its end and every provider can be used. When one of its nodes fails, the network is
/// faulted with it.
/// </summary>
public sealed class DevNet : NodeBase
{
    // 2 gwei: below it 0G's pool refuses transactions.
    private static readonly TokenAmount ZeroGravityTip = TokenAmount.FromGwei(2);

    // The chain is in the same process; nobody else is bothered by asking often.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly DevNetOptions _options;

    /// <summary>Makes a network that has not started.</summary>
    public DevNet(DevNetOptions options)
        : base(options.Name, NodeKind.DevNet, options.DataPath, options.Chain.TimeProvider)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.StorageNodeCount, nameof(options));
        _options = options;
        ChainNode = new DevChainNode(new DevChainNodeOptions
        {
            Name = $"{options.Name}-chain",
            DataPath = Folder("chain"),
            Chain = options.ComputeSettings is { } compute
                ? options.Chain with { Contracts = [.. StorageContracts.All, .. ComputeContracts.Create(compute)] }
                : options.Chain,
            ListenAddress = options.ListenAddress,
            Port = options.ChainPort,
        });
    }

    /// <summary>The chain.</summary>
    public DevChainNode ChainNode { get; }

    /// <summary>The storage nodes; empty before the chain has started.</summary>
    public IReadOnlyList<StorageNode> StorageNodes { get; private set; } = [];

    /// <summary>The indexer; null before the storage nodes have started.</summary>
    public IndexerNode? Indexer { get; private set; }

    /// <summary>The compute providers; empty before the others have started.</summary>
    public IReadOnlyList<ComputeProviderNode> ComputeProviders { get; private set; } = [];

    /// <summary>All nodes that there are by now.</summary>
    public IReadOnlyList<INode> Nodes =>
        Indexer is null ? [ChainNode, .. StorageNodes] : [ChainNode, .. StorageNodes, Indexer, .. ComputeProviders];

    /// <summary>Where all of it is reached; null before it is ready.</summary>
    public Network? Network { get; private set; }

    /// <summary>The first development account, which has money; the wallet is the caller's to dispose.</summary>
    public static Wallet OpenWallet() => DevelopmentAccounts.Open(0);

    protected override async Task OnStartAsync(CancellationToken cancellationToken)
    {
        await ChainNode.StartAsync(cancellationToken).ConfigureAwait(false);
        Uri chain = ChainNode.Uri!;
        StorageNodes = [.. Enumerable.Range(0, _options.StorageNodeCount).Select(number => new StorageNode(StorageOptions(number, chain)))];
        await Task.WhenAll(StorageNodes.Select(node => node.StartAsync(cancellationToken))).ConfigureAwait(false);
        await Task.WhenAll(StorageNodes.Select(node => node.CaughtUp.WaitAsync(cancellationToken))).ConfigureAwait(false);
        Indexer = new IndexerNode(new IndexerNodeOptions
        {
            Name = $"{Name}-indexer",
            Nodes = [.. StorageNodes.Select(node => node.Uri!)],
            ListenAddress = _options.ListenAddress,
            Port = _options.IndexerPort,
        });
        await Indexer.StartAsync(cancellationToken).ConfigureAwait(false);
        Network network = new()
        {
            Name = Name,
            ChainId = _options.Chain.ChainId,
            RpcUri = chain,
            IndexerUri = Indexer.Uri,
            FlowAddress = StorageContracts.Flow,
            RewardAddress = StorageContracts.Reward,
            LedgerAddress = ComputeContracts.Ledger,
            InferenceAddress = ComputeContracts.Inference,
            FineTuningAddress = ComputeContracts.FineTuning,
            MinimumTip = _options.Chain.ZeroGravityMode ? ZeroGravityTip : TokenAmount.Zero,
        };
        ComputeMarket market = new(_options, network);
        ComputeProviders = market.CreateProviders(Folder);
        await market.StartAsync(ComputeProviders, cancellationToken).ConfigureAwait(false);
        Network = network;
        Uri = chain;
        Run(WatchAsync);
        foreach (NodeBase part in Nodes.OfType<NodeBase>())
        {
            Run(token => TellAsync(part, token));
        }
    }

    protected override async Task OnStopAsync()
    {
        // Against the flow of the data: who asks stops before who answers.
        foreach (INode node in Nodes.Reverse())
        {
            await node.StopAsync().ConfigureAwait(false);
        }
    }

    private string? Folder(string name) => _options.DataPath is null ? null : Path.Combine(_options.DataPath, name);

    private StorageNodeOptions StorageOptions(int number, Uri chain)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"storage-{number + 1}");
        return new StorageNodeOptions
        {
            Name = $"{Name}-{name}",
            ChainUri = chain,
            FlowAddress = StorageContracts.Flow,
            Confirmations = 0,
            PollInterval = PollInterval,
            Shard = new ShardConfig(number % _options.ShardCount, _options.ShardCount),
            DataPath = Folder(name),
            Durable = _options.Durable,
            ListenAddress = _options.ListenAddress,
            Port = _options.StoragePort == 0 ? 0 : _options.StoragePort + number,
        };
    }

    // What goes wrong in a part is in the log of the network too, which is the only one that a detached network shows.
    private async Task TellAsync(NodeBase part, CancellationToken cancellationToken)
    {
        IAsyncEnumerable<NodeLogEntry> warnings = part.Log.FollowAsync(int.MaxValue, NodeLogLevel.Warning, cancellationToken);
        await foreach (NodeLogEntry entry in warnings.ConfigureAwait(false))
        {
            Log.Write(entry.Level, entry.EventId, $"{part.Name}: {entry.Message}");
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(Nodes.Select(node => node.Completion)).WaitAsync(cancellationToken).ConfigureAwait(false);
        INode ended = Nodes.First(node => node.Completion.IsCompleted);
        string why = ended.Failure is { } failure ? $": {failure.Message}" : ".";
        throw new ZeroGException(
            "ZgNodeFaulted", ErrorKind.ResourceUnavailable,
            $"Node '{ended.Name}' of network '{Name}' has ended{why} See Get-ZgNodeLog, and start the network again.",
            ended.Name, ended.Failure);
    }
}
