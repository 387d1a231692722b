using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.PowerShell.Storage;

/// <summary>Says of each storage node which shard it keeps, how fast it answers, how far it is, and whether it can be used.</summary>
[Cmdlet(VerbsCommon.Get, "ZgStorageNode")]
[OutputType(typeof(NodeHealth))]
public sealed class GetZgStorageNodeCommand : ZgCmdlet
{
    // Enough that a list of a hundred, some of them dead, does not take minutes.
    private const int AskedAtOnce = 16;

    private Network? _network;
    private JsonRpcClientOptions? _options;
    private long? _head;

    /// <summary>Storage nodes; those of the network's indexer when omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [NodeAddress]
    [ValidateNotNullOrEmpty]
    public Uri[] Node { get; set; } = [];

    /// <summary>Only nodes that hold the file with this root completely.</summary>
    [Parameter]
    [Alias("RootHash", "DataRoot")]
    [ValidateNotNull]
    public StorageRoot? Root { get; set; }

    /// <summary>The network that they should serve; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>The indexer whose nodes are listed; the network's when omitted.</summary>
    [Parameter]
    [NodeAddress]
    public Uri? Indexer { get; set; }

    /// <summary>How long a node may take for an answer; 10 seconds when omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    protected override object? CurrentItem => Root;

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _network = Session.Find(Network);
        _options = JsonRpcClientOptions.Default with { Trace = Debug, Timeout = Timeout, MaxAttempts = 1 };
        _head = await ReadHeadAsync(_network, cancellationToken);
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Hash256? root = Root?.Read();
        IReadOnlyList<Uri> nodes = Node.Length > 0 ? Node : await ListAsync(cancellationToken);
        int holders = 0;
        await InOrder.RunAsync(nodes.ToAsyncEnumerable(), AskedAtOnce, AskAsync, FinishAsync, cancellationToken);
        if (root is { } missing && holders == 0 && !MyInvocation.ExpectingInput)
        {
            throw new ZeroGException(
                "ZgFileUnknown", ErrorKind.ObjectNotFound,
                $"None of {nodes.Count} storage nodes has the whole file {missing}. Check the root and the network, or ask other nodes.",
                Root);
        }

        async Task<NodeHealth?> AskAsync(Uri uri, CancellationToken stopping)
        {
            using StorageNodeClient client = new(uri, _options);
            return root is null || await HoldsAsync(client, root.Value, stopping)
                ? await NodeHealth.AskAsync(client, (long)_network!.ChainId, _network.FlowAddress, _head, cancellationToken: stopping)
                : null;
        }

        async Task FinishAsync(Uri uri, Task<NodeHealth?> outcome)
        {
            if (await outcome is { } health)
            {
                holders++;
                await EmitAsync(health);
            }
        }
    }

    /// <summary>Number of the newest block; null, with a warning, when the chain does not say.</summary>
    private async Task<long?> ReadHeadAsync(Network network, CancellationToken cancellationToken)
    {
        try
        {
            EthereumClient chain = await network.ConnectAsync(_options, cancellationToken: cancellationToken);
            using JsonRpcClient rpc = chain.Rpc;
            return (long)await chain.GetBlockNumberAsync(cancellationToken);
        }
        catch (ZeroGException failure)
        {
            Warn($"How far the nodes are behind the chain is not known. {failure.Message}");
            return null;
        }
    }

    private async Task<IReadOnlyList<Uri>> ListAsync(CancellationToken cancellationToken)
    {
        using IndexerClient indexer = StorageAccess.OpenIndexer(_network!, Indexer, JsonRpcClientOptions.Default with { Trace = Debug });
        List<Uri> nodes = [];
        foreach (IndexedNode node in (await indexer.GetShardedNodesAsync(cancellationToken)).All)
        {
            if (node.Uri is { } uri)
            {
                nodes.Add(uri);
            }
            else
            {
                Warn($"The indexer lists '{node.Url}', which is no address of a node.");
            }
        }

        return nodes;
    }

    private async Task<bool> HoldsAsync(StorageNodeClient client, Hash256 root, CancellationToken cancellationToken)
    {
        try
        {
            FileInfo? info = await client.GetFileInfoAsync(root, needAvailable: true, cancellationToken);
            return info is { Finalized: true, Pruned: false } && info.Transaction.DataMerkleRoot == root;
        }
        catch (ZeroGException failure)
        {
            Warn($"Storage node {client} could not be asked for the file. {failure.Message}");
            return false;
        }
    }
}
