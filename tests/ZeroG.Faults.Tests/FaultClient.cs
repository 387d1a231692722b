using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;
using ZeroG.Testing.Faults;

namespace ZeroG.Faults.Tests;

/// <summary>A user of the network: everything that a new process has, and on disk what the last one left there.</summary>
/// <param name="network">The network.</param>
/// <param name="schedule">What goes wrong on the way there; null for nothing.</param>
/// <param name="wallet">Who pays.</param>
/// <param name="folder">State and files.</param>
/// <param name="replicas">How often segments shall be kept.</param>
/// <param name="clock">Null for one that hurries.</param>
internal sealed class FaultClient(
    FaultNetwork network, FaultSchedule? schedule, Wallet wallet, string folder, int replicas = 1, TimeProvider? clock = null)
{
    // A node looks at the chain every 50 ms, 10 seconds here.
    public const int Haste = 200;

    private static readonly FastTimeProvider Hurrying = new(Haste);

    private readonly TimeProvider _clock = clock ?? Hurrying;

    private readonly JsonRpcClientOptions _options = new()
    {
        TimeProvider = clock ?? Hurrying,
        MaxAttempts = 3,

        // 20 seconds on the wall: a loaded machine is no fault of the schedule.
        Timeout = TimeSpan.FromSeconds(20 * Haste),
    };

    /// <summary>Stores the bytes on nodes that the indexer names.</summary>
    public async Task<UploadResult> SendAsync(byte[] content, TimeSpan patience, CancellationToken cancellationToken)
    {
        using IndexerClient indexer = Indexer();
        using NodeSet nodes = await NodeSet.FromIndexerAsync(indexer, Connect, replicas, cancellationToken: cancellationToken);
        return await SendAsync(nodes, content, new UploadOptions { Timeout = patience }, null, cancellationToken);
    }

    /// <summary>Stores the bytes on one node.</summary>
    public async Task<UploadResult> SendToAsync(
        Uri node, byte[] content, UploadOptions options, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using StorageNodeClient client = Connect(node);
        using NodeSet nodes = await NodeSet.FromNodesAsync([client], cancellationToken: cancellationToken);
        return await SendAsync(nodes, content, options, progress, cancellationToken);
    }

    /// <summary>Reads the file back from nodes that the indexer names.</summary>
    public async Task<byte[]> ReceiveAsync(Hash256 root, CancellationToken cancellationToken)
    {
        using IndexerClient indexer = Indexer();
        using NodeSet nodes = await NodeSet.FromIndexerAsync(indexer, Connect, replicas, cancellationToken: cancellationToken);
        return await ReceiveAsync(nodes, root, cancellationToken);
    }

    /// <summary>Reads the file back from one node.</summary>
    public async Task<byte[]> ReceiveFromAsync(Uri node, Hash256 root, CancellationToken cancellationToken)
    {
        using StorageNodeClient client = Connect(node);
        using NodeSet nodes = await NodeSet.FromNodesAsync([client], cancellationToken: cancellationToken);
        return await ReceiveAsync(nodes, root, cancellationToken);
    }

    private async Task<UploadResult> SendAsync(
        NodeSet nodes, byte[] content, UploadOptions options, IProgress<TransferProgress>? progress, CancellationToken cancellationToken)
    {
        using JsonRpcClient rpc = new(network.Network.RpcUri, _options, network.LinkTo(schedule, network.Network.RpcUri));
        EthereumClient chain = new(rpc);
        FlowClient flow = new(
            network.Network, chain, new TransactionSender(chain, wallet, network.Network, nonces: new NonceTracker(null)),
            forms: new FlowForms());
        using SubmissionJournal journal = await flow.OpenJournalAsync(folder, cancellationToken);
        using FileSource source = FileSource.FromBytes(content, "file");
        return await new FileUpload(flow, nodes, journal, options, _clock).SendAsync(source, progress, cancellationToken);
    }

    private async Task<byte[]> ReceiveAsync(NodeSet nodes, Hash256 root, CancellationToken cancellationToken)
    {
        string target = Path.Combine(folder, "received");
        await new FileDownload(nodes, new DownloadOptions { Force = true }, _clock)
            .ReceiveAsync(root, target, cancellationToken: cancellationToken);
        return await File.ReadAllBytesAsync(target, cancellationToken);
    }

    private IndexerClient Indexer() =>
        new(network.Network.IndexerUri!, _options, network.LinkTo(schedule, network.Network.IndexerUri!));

    private StorageNodeClient Connect(Uri uri) => new(uri, _options, network.LinkTo(schedule, uri));
}
