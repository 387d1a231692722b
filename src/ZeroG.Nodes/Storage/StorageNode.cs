using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Metrics;
using ZeroG.Nodes.Storage.Admin;
using ZeroG.Nodes.Storage.Peers;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// A storage node: follows the Flow contract's log, takes segments of the files submitted there, and gives them out with proofs, over the
/// <c>zgs_</c> methods that the official clients use.
/// </summary>
public sealed class StorageNode : NodeBase, IOperatedNode
{
    private readonly StorageNodeOptions _options;
    private readonly List<JsonRpcHost> _hosts = [];
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DataFolder? _folder;
    private JsonRpcClient? _chain;
    private FlowDatabase? _database;
    private FlowStore? _store;
    private SegmentUpload? _upload;
    private StorageMetrics? _metrics;
    private LogSync? _sync;
    private PeerNodes? _peers;
    private PeerSync? _peerSync;

    /// <summary>Makes a node that has not started.</summary>
    /// <exception cref="ArgumentException">The shard is not possible.</exception>
    public StorageNode(StorageNodeOptions options)
        : base(options.Name, NodeKind.Storage, options.DataPath, options.TimeProvider)
    {
        if (!options.Shard.IsValid || options.Shard.NumShard > int.MaxValue)
        {
            throw new ArgumentException($"Shard {options.Shard.ShardId} of {options.Shard.NumShard} is not possible.", nameof(options));
        }

        _options = options;
        _ = Completion.ContinueWith(_ => _caughtUp.TrySetCanceled(), TaskScheduler.Default);
    }

    /// <summary>Where its operator reaches it, <c>admin_</c> methods and <c>/metrics</c>; null before it listens.</summary>
    public Uri? AdminUri { get; private set; }

    /// <summary>Segments that it keeps.</summary>
    public ShardConfig Shard => _options.Shard;

    /// <summary>
    /// Ends when the node has read the log up to the newest confirmed block for the first time; cancelled when it ends before.
    /// </summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>Last block whose log was read; -1 before the first.</summary>
    public long SyncedBlock => _store?.Submissions.Progress?.Number ?? -1;

    /// <summary>Confirmed blocks of the chain whose log it has still to read; null before it has seen the chain.</summary>
    public long? Lag => _sync?.Head is { } head and >= 0 ? Math.Max(0, head - _options.Confirmations - SyncedBlock) : null;

    /// <summary>Sectors of 256 bytes in the flow, those of other shards too.</summary>
    public long FlowSectors => _store?.Submissions.Context.Length ?? 0;

    /// <summary>Number of submissions that it knows.</summary>
    public long SubmissionCount => _store?.Submissions.NextSequence ?? 0;

    /// <summary>Where its data lies, also when no folder was given for it; null before it has started.</summary>
    internal string? FolderPath => _folder?.Path;

    protected override async Task OnStartAsync(CancellationToken cancellationToken)
    {
        ShardConfig shard = _options.Shard;
        bool durable = _options.Durable && DataPath is not null;
        _chain = new JsonRpcClient(
            _options.ChainUri, new JsonRpcClientOptions { Timeout = _options.ChainTimeout, FirstDelay = _options.ChainRetryDelay });
        EthereumClient chain = new(_chain);
        long chainId = (long)await chain.GetChainIdAsync(cancellationToken).ConfigureAwait(false);

        _metrics = new StorageMetrics(Name);
        _folder = new DataFolder(DataPath);
        _database = new FlowDatabase(_folder.DatabasePath);
        _folder.Claim(_database, shard, chainId, _options.FlowAddress);
        SegmentFileSet files = new(_folder.SegmentsPath, shard, preallocate: durable);
        _store = new FlowStore(_database, files, new FlowLog(_database, shard), shard, durable, Log, _metrics);
        UploadPool pool = new(_database, _options.Limits, durable, Log, _options.TimeProvider);
        _upload = new SegmentUpload(_store, pool, _options.Limits, _metrics, Log);
        LogSyncOptions follow = new(_options.StartBlock, _options.Confirmations, _options.PollInterval, _options.TimeProvider)
        {
            PageSize = _options.LogPageSize, PageDelay = _options.LogPageDelay,
        };
        _sync = new LogSync(new EthereumFlowLog(chain, _options.FlowAddress), _store, pool, _upload, follow, Log);
        _peers = new PeerNodes(_options.Peers, _options.PeerSync, Log);
        _peerSync = new PeerSync(_store, _peers, _options.PeerSync, _options.TimeProvider, Log, _metrics);
        Observe(_metrics, pool);

        NetworkIdentity network = new(chainId, _options.FlowAddress, PeerProtocolVersion.Current);
        StorageRpc rpc = new(_store, pool, _upload, network, _metrics);
        await ListenAsync(new MeteredRpc(rpc, rpc.Methods, _metrics), cancellationToken).ConfigureAwait(false);

        Run(_sync.RunAsync);
        _ = _sync.CaughtUp.ContinueWith(
            _ => _caughtUp.TrySetResult(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    protected override async Task OnStopAsync()
    {
        // Requests first, then what they write to.
        foreach (JsonRpcHost host in _hosts)
        {
            await host.DisposeAsync().ConfigureAwait(false);
        }

        if (_peerSync is not null)
        {
            await _peerSync.DisposeAsync().ConfigureAwait(false);
        }

        _peers?.Dispose();
        _metrics?.Dispose();
        _upload?.Dispose();
        _store?.Dispose();
        _database?.Dispose();
        _chain?.Dispose();
        _folder?.Dispose();
    }

    private async Task ListenAsync(MeteredRpc rpc, CancellationToken cancellationToken)
    {
        AdminRpc admin = new(_store!, _peerSync!, _metrics!);
        JsonRpcHostOptions clients = new()
        {
            ListenAddress = _options.ListenAddress, Port = _options.Port, MaximumBodySize = _options.MaximumBodySize, ServesWebPages = true,
        };
        JsonRpcHostOptions operators = clients with
        {
            ListenAddress = _options.AdminListenAddress,
            Port = _options.AdminPort,

            // A page must not stop the node; with one port for both the clients' pages go without.
            ServesWebPages = false,
            Pages = _options.ServesMetrics ? [new JsonRpcPage("/metrics", MetricReader.ContentType, _metrics!.Reader.Write)] : [],

            // Not before: stopping cuts off whoever still waits for an answer.
            Answered = () => _ = admin.ShutdownWasAsked ? StopAsync(CancellationToken.None) : Task.CompletedTask,
        };
        if (_options.Port != 0 && _options.AdminPort == _options.Port)
        {
            operators = operators with { ListenAddress = _options.ListenAddress };
            CombinedRpc both = new(admin, admin.Methods, rpc);
            Uri = AdminUri = await OpenAsync(both, operators, cancellationToken).ConfigureAwait(false);
            return;
        }

        Uri = await OpenAsync(rpc, clients, cancellationToken).ConfigureAwait(false);
        AdminUri = await OpenAsync(admin, operators, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Uri> OpenAsync(IJsonRpcService service, JsonRpcHostOptions options, CancellationToken cancellationToken)
    {
        JsonRpcHost host = await JsonRpcHost.StartAsync(service, options, Log, cancellationToken).ConfigureAwait(false);
        _hosts.Add(host);
        return host.Uri;
    }

    private void Observe(StorageMetrics metrics, UploadPool pool)
    {
        metrics.Observe("chain.block", "Newest block that the chain has shown.", () => _sync!.Head);
        metrics.Observe("sync.block", "Last block whose log was read.", () => SyncedBlock);
        metrics.Observe("sync.lag", "Confirmed blocks whose log is still to be read.", () => Lag ?? 0);
        metrics.Observe("submissions", "Submissions known.", () => SubmissionCount);
        metrics.Observe("flow.sectors", "Sectors of the flow.", () => FlowSectors);
        metrics.Observe("pool.sectors", "Sectors that wait for their submission.", () => pool.Sectors);
        metrics.Observe("peer.files", "Files being fetched from other storage nodes.", () => _peerSync!.ActiveCount);
        metrics.Observe("disk.used", "Bytes of the data folder.", () => _folder!.UsedBytes, "By");
        metrics.Observe("disk.free", "Bytes free where the data folder lies.", () => _folder!.FreeBytes, "By");
    }
}
