using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// A storage node: follows the Flow contract's log, takes segments of the files submitted there, and gives them out with proofs, over the
/// <c>zgs_</c> methods that the official clients use.
/// </summary>
public sealed class StorageNode : NodeBase
{
    private readonly StorageNodeOptions _options;
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DataFolder? _folder;
    private JsonRpcClient? _chain;
    private FlowDatabase? _database;
    private FlowStore? _store;
    private SegmentUpload? _upload;
    private JsonRpcHost? _host;

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

    /// <summary>Segments that it keeps.</summary>
    public ShardConfig Shard => _options.Shard;

    /// <summary>
    /// Ends when the node has read the log up to the newest confirmed block for the first time; cancelled when it ends before.
    /// </summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>Last block whose log was read; -1 before the first.</summary>
    public long SyncedBlock => _store?.Submissions.Progress?.Number ?? -1;

    /// <summary>Number of submissions that it knows.</summary>
    public long SubmissionCount => _store?.Submissions.NextSequence ?? 0;

    protected override async Task OnStartAsync(CancellationToken cancellationToken)
    {
        ShardConfig shard = _options.Shard;
        bool durable = _options.Durable && DataPath is not null;
        _chain = new JsonRpcClient(_options.ChainUri);
        EthereumClient chain = new(_chain);
        long chainId = (long)await chain.GetChainIdAsync(cancellationToken).ConfigureAwait(false);

        _folder = new DataFolder(DataPath);
        _database = new FlowDatabase(_folder.DatabasePath);
        _folder.Claim(_database, shard, chainId, _options.FlowAddress);
        SegmentFileSet files = new(_folder.SegmentsPath, shard, preallocate: durable);
        _store = new FlowStore(_database, files, new FlowLog(_database, shard), shard, durable, Log);
        UploadPool pool = new(_database, durable, Log, _options.TimeProvider);
        _upload = new SegmentUpload(_store, pool);

        NetworkIdentity network = new(chainId, _options.FlowAddress, PeerProtocolVersion.Current);
        JsonRpcHostOptions listen = new() { ListenAddress = _options.ListenAddress, Port = _options.Port };
        _host = await JsonRpcHost.StartAsync(
            new StorageRpc(_store, pool, _upload, network), listen, Log, cancellationToken).ConfigureAwait(false);
        Uri = _host.Uri;

        LogSyncOptions follow = new(_options.StartBlock, _options.Confirmations, _options.PollInterval, _options.TimeProvider);
        LogSync sync = new(new EthereumFlowLog(chain, _options.FlowAddress), _store, pool, _upload, follow, Log);
        Run(sync.RunAsync);
        _ = sync.CaughtUp.ContinueWith(
            _ => _caughtUp.TrySetResult(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    protected override async Task OnStopAsync()
    {
        // Requests first, then what they write to.
        if (_host is not null)
        {
            await _host.DisposeAsync().ConfigureAwait(false);
        }

        _upload?.Dispose();
        _store?.Dispose();
        _database?.Dispose();
        _chain?.Dispose();
        _folder?.Dispose();
    }
}
