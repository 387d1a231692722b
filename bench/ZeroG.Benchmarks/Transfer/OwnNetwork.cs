using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.DevNet;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;

namespace ZeroG.Benchmarks.Transfer;

/// <summary>A development network, and a client of it that was opened once, as a session opens it.</summary>
internal sealed class OwnNetwork : IAsyncDisposable
{
    private static readonly TransactionSenderOptions Pace =
        TransactionSenderOptions.Default with { PollInterval = TimeSpan.FromMilliseconds(50) };

    private readonly DevNet? _network;
    private readonly Wallet _wallet = DevNet.OpenWallet();
    private readonly JsonRpcClient _rpc;
    private readonly IndexerClient _indexer;
    private readonly string _folder = Directory.CreateTempSubdirectory("zerog-bench-").FullName;

    private OwnNetwork(Network network, DevNet? own)
    {
        _network = own;
        _rpc = new JsonRpcClient(network.RpcUri);
        _indexer = new IndexerClient(network.IndexerUri!);
        Network = network;
        Flow = new FlowClient(
            network, new EthereumClient(_rpc), new TransactionSender(new EthereumClient(_rpc), _wallet, network, options: Pace));
        Journal = new SubmissionJournal(_folder, Flow.ChainId, Flow.Address);
    }

    public Network Network { get; }

    public FlowClient Flow { get; }

    public SubmissionJournal Journal { get; }

    /// <summary>The storage nodes that the indexer chooses.</summary>
    public NodeSet Nodes { get; private set; } = null!;

    /// <summary>Starts a network in this process.</summary>
    public static async Task<OwnNetwork> StartAsync()
    {
        DevNet network = new(new DevNetOptions { Name = $"bench-{Guid.NewGuid():N}" });
        await network.StartAsync();
        return await OpenAsync(new OwnNetwork(network.Network!, network));
    }

    /// <summary>Takes a development network of another process.</summary>
    public static Task<OwnNetwork> ConnectAsync(string indexer, string rpc, string flow) => OpenAsync(new OwnNetwork(
        new Network
        {
            Name = "bench",
            ChainId = 31337,
            RpcUri = new Uri(rpc),
            IndexerUri = new Uri(indexer),
            FlowAddress = Address.Parse(flow),
        },
        own: null));

    /// <summary>Sends a file until the node has finalized it; gives its root.</summary>
    public async Task<string> SendAsync(string path)
    {
        using FileSource source = FileSource.Open(path);
        UploadResult result = await new FileUpload(Flow, Nodes, Journal).SendAsync(source);
        return result.State == UploadState.Finalized && result.Transaction is not null
            ? result.Root.ToString()
            : throw new InvalidOperationException($"The upload ended as {result.State}, transaction {result.Transaction}.");
    }

    /// <summary>Receives a file with proofs over whatever is at the target; gives its size.</summary>
    public async Task<long> ReceiveAsync(string root, string target) =>
        (await new FileDownload(Nodes, new DownloadOptions { Force = true }).ReceiveAsync(Hash256.Parse(root), target)).Size;

    public async ValueTask DisposeAsync()
    {
        Nodes.Dispose();
        Journal.Dispose();
        _indexer.Dispose();
        _rpc.Dispose();
        _wallet.Dispose();
        if (_network is not null)
        {
            await _network.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<OwnNetwork> OpenAsync(OwnNetwork network)
    {
        network.Nodes = await NodeSet.FromIndexerAsync(network._indexer, uri => new StorageNodeClient(uri));
        return network;
    }
}
