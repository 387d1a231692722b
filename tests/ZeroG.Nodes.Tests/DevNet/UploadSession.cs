using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;

namespace ZeroG.Nodes.Tests.DevNet;

/// <summary>One run of a client: what it opens and closes.</summary>
internal sealed class UploadSession : IAsyncDisposable
{
    private readonly Wallet _wallet;

    private UploadSession(
        EthereumClient chain, FlowClient flow, SubmissionJournal journal, IndexerClient indexer, NodeSet nodes, Wallet wallet) =>
        (Chain, Flow, Journal, Indexer, Nodes, _wallet) = (chain, flow, journal, indexer, nodes, wallet);

    public EthereumClient Chain { get; }

    public FlowClient Flow { get; }

    public SubmissionJournal Journal { get; }

    public IndexerClient Indexer { get; }

    public NodeSet Nodes { get; }

    public static async Task<UploadSession> OpenAsync(
        ZeroG.Nodes.DevNet.DevNet network, Uri indexerUri, string state, int replicas = 1, TimeProvider? clock = null)
    {
        EthereumClient chain =
            await network.Network!.ConnectAsync(JsonRpcClientOptions.Default with { TimeProvider = clock ?? TimeProvider.System });
        Wallet wallet = ZeroG.Nodes.DevNet.DevNet.OpenWallet();
        TransactionSender sender = new(
            chain, wallet, network.Network, nonces: new NonceTracker(null),
            options: TransactionSenderOptions.Default with { PollInterval = TimeSpan.FromMilliseconds(20) });
        FlowClient flow = new(network.Network, chain, sender);
        IndexerClient indexer = new(indexerUri);
        NodeSet nodes = await NodeSet.FromIndexerAsync(
            indexer, uri => new StorageNodeClient(uri, JsonRpcClientOptions.Default with { MaxAttempts = 1 }), replicas);
        return new UploadSession(chain, flow, new SubmissionJournal(state, flow.ChainId, flow.Address), indexer, nodes, wallet);
    }

    public IAsyncEnumerable<BatchUploadResult> SendAsync(
        IAsyncEnumerable<UploadItem> items, UploadOptions options, IProgress<TransferProgress>? progress,
        CancellationToken cancellationToken) =>
        new BatchUpload(Flow, Nodes, Journal, options).SendAsync(items, progress, cancellationToken);

    public async Task<List<BatchUploadResult>> SendAsync(
        IReadOnlyList<UploadItem> items, UploadOptions options, IProgress<TransferProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        await SendAsync(items.ToAsyncEnumerable(), options, progress, cancellationToken).ToListAsync(CancellationToken.None);

    public ValueTask DisposeAsync()
    {
        Nodes.Dispose();
        Indexer.Dispose();
        Journal.Dispose();
        _wallet.Dispose();
        Chain.Rpc.Dispose();
        return ValueTask.CompletedTask;
    }
}
