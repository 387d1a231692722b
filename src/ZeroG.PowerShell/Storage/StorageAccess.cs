using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>
/// What a file cmdlet opens on a network: storage nodes, those that the user named or those of an indexer, and the contract that is paid.
/// </summary>
/// <param name="network">The network, whose indexer is asked when the user named nothing.</param>
/// <param name="nodes">Storage nodes that the user named; empty for none.</param>
/// <param name="indexer">Indexer that the user named; null for none.</param>
/// <param name="trace">Hears of each call.</param>
/// <param name="fees">What the session has learned of the network's fees; null where nothing is paid.</param>
internal sealed class StorageAccess(
    Network network, IReadOnlyList<Uri> nodes, Uri? indexer, Action<JsonRpcTrace>? trace, FeePolicy? fees = null) : IDisposable
{
    // A chain on this machine mines at once; nobody else is bothered by asking often.
    private static readonly TimeSpan LocalPollInterval = TimeSpan.FromMilliseconds(50);

    private readonly JsonRpcClientOptions _options = JsonRpcClientOptions.Default with { Trace = trace };
    private readonly List<IDisposable> _open = [];

    /// <summary>Nodes for an upload: those that the user named, or else as many as the replicas need.</summary>
    /// <param name="replicas">
    /// How often each segment shall be kept; null when the user did not say it: once, and by all nodes that the user named.
    /// </param>
    /// <param name="method">How the indexer chooses (<see cref="SelectionMethod"/>).</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    public async Task<NodeSet> ForUploadAsync(int? replicas, string method, CancellationToken cancellationToken) => nodes.Count == 0
        ? Own(await NodeSet.FromIndexerAsync(Indexer(), Connect, replicas ?? 1, method, cancellationToken))
        : replicas is { } enough
            ? await NodeSet.FromNodesAsync(Clients(nodes), enough, cancellationToken)
            : await ConnectAsync(nodes, mayFail: false, cancellationToken);

    /// <summary>
    /// All nodes that may know a file: those that the user named, or else those of the indexer and where it has seen the file.
    /// </summary>
    public async Task<IFileFinder> ForReadingAsync(CancellationToken cancellationToken) => nodes.Count > 0
        ? await ConnectAsync(nodes, mayFail: true, cancellationToken)
        : Own(await FileLocator.OpenAsync(Indexer(), Connect, cancellationToken));

    /// <summary>The contract to which files are submitted.</summary>
    /// <param name="known">Nodes that know its address, where the network does not.</param>
    /// <param name="wallet">Who pays; null to ask for prices only.</param>
    /// <param name="cancellationToken">Stops the calls.</param>
    /// <exception cref="ZeroGException"><c>ZgWrongChain</c>, <c>ZgFlowUnknown</c>.</exception>
    public async Task<FlowClient> OpenFlowAsync(NodeSet? known, Wallet? wallet, CancellationToken cancellationToken)
    {
        EthereumClient chain = await network.ConnectAsync(_options, cancellationToken: cancellationToken);
        _open.Add(chain.Rpc);
        TransactionSenderOptions pace = TransactionSenderOptions.Default;
        TransactionSender? sender = wallet is null ? null : new TransactionSender(
            chain, wallet, network, fees, options: network.RpcUri.IsLoopback ? pace with { PollInterval = LocalPollInterval } : pace);
        Address? address = network.FlowAddress is null && known is not null
            ? (await known.Nodes[0].Client.GetStatusAsync(cancellationToken)).NetworkIdentity.FlowAddress
            : null;
        return new FlowClient(network, chain, sender, address);
    }

    /// <summary>What was paid through a contract and not yet seen to its end.</summary>
    public async Task<SubmissionJournal> OpenJournalAsync(FlowClient flow, CancellationToken cancellationToken) =>
        Own(await flow.OpenJournalAsync(Path.Combine(UserFolder.Path, "uploads"), cancellationToken));

    public void Dispose()
    {
        foreach (IDisposable open in _open)
        {
            open.Dispose();
        }
    }

    /// <summary>The indexer that the user named, or the network's; the caller disposes it.</summary>
    /// <exception cref="ZeroGException"><c>ZgNoStorageNodes</c>: there is none.</exception>
    public static IndexerClient OpenIndexer(Network network, Uri? indexer, JsonRpcClientOptions options) => new(
        indexer ?? network.IndexerUri ?? throw new ZeroGException(
            "ZgNoStorageNodes", ErrorKind.InvalidOperation,
            $"Network {network.Name} names no indexer. Say with -Indexer or -Node where its storage nodes are.", network.Name),
        options);

    private IndexerClient Indexer() => Own(OpenIndexer(network, indexer, _options));

    private Task<NodeSet> ConnectAsync(IEnumerable<Uri> uris, bool mayFail, CancellationToken cancellationToken) =>
        NodeSet.FromNodesAsync(Clients(uris), mayFail, cancellationToken);

    private StorageNodeClient[] Clients(IEnumerable<Uri> uris) => [.. uris.Select(uri => Own(Connect(uri)))];

    private StorageNodeClient Connect(Uri uri) => new(uri, _options);

    private T Own<T>(T open)
        where T : IDisposable
    {
        _open.Add(open);
        return open;
    }
}
