using ZeroG.Chain;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;

namespace ZeroG.Benchmarks.Nodes;

/// <summary>All of a storage node but chain and socket, in a temporary folder, with one file submitted.</summary>
internal sealed class StoreOnDisk : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zerog-bench-").FullName;
    private readonly StorageMetrics _metrics = new("bench");
    private readonly FlowDatabase _database;
    private readonly FlowStore _store;
    private readonly SegmentUpload _upload;

    public StoreOnDisk(FlowTransaction file, NodeLog log)
    {
        ShardConfig shard = ShardConfig.Whole;
        _database = new FlowDatabase(Path.Combine(_folder, "database"));
        SegmentFileSet files = new(Path.Combine(_folder, "segments"), shard, preallocate: false);
        _store = new FlowStore(_database, files, new FlowLog(_database, shard), shard, durable: false, log, _metrics);
        SyncPoint block = new(file.Block, Hash256.Zero);
        _store.Submissions.Append([file], [block], block);
        UploadPool pool = new(_database, UploadLimits.Default, durable: false, log, TimeProvider.System);
        _upload = new SegmentUpload(_store, pool, UploadLimits.Default, _metrics, log);
        StorageRpc rpc = new(_store, pool, _upload, new NetworkIdentity(1, Address.Zero, PeerProtocolVersion.Current), _metrics);
        Rpc = new MeteredRpc(rpc, rpc.Methods, _metrics);
        Naive = new NaiveOverOurStore(_store);
        NaiveNode = new NaiveNode(file, Path.Combine(_folder, "naive"));
    }

    /// <summary>Our handler, as a node hosts it.</summary>
    public MeteredRpc Rpc { get; }

    /// <summary>The one to compare it with, over the same store.</summary>
    public NaiveHandler Naive { get; }

    /// <summary>A whole node to compare it with, beside the store.</summary>
    public NaiveNode NaiveNode { get; }

    /// <summary>The first submission of a flow, for a file.</summary>
    public static FlowTransaction FileOf(FileTree tree)
    {
        Submission submission = Submission.Create(tree);
        return new FlowTransaction
        {
            Sequence = 0, Root = tree.Root, Size = submission.Length, Block = 1, StartSector = 1L << submission.Nodes[0].Height,
            Subtrees = [.. submission.Nodes.Select(node => new FlowSubtree(node.Height, node.Root))],
        };
    }

    public void Dispose()
    {
        NaiveNode.Dispose();
        _upload.Dispose();
        _store.Dispose();
        _database.Dispose();
        _metrics.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
