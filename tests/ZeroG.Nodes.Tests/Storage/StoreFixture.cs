using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Nodes;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>A store over a folder that can be closed, torn and opened again, and submissions to put into it.</summary>
internal sealed class StoreFixture : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ShardConfig _shard;
    private readonly UploadLimits _limits;
    private FlowDatabase _database = null!;

    public StoreFixture(ShardConfig? shard = null, UploadLimits? limits = null)
    {
        _shard = shard ?? ShardConfig.Whole;
        _limits = limits ?? UploadLimits.Default;
        Open();
    }

    public FlowStore Store { get; private set; } = null!;

    public UploadPool Pool { get; private set; } = null!;

    public NodeLog Log { get; } = new();

    public StorageMetrics Metrics { get; } = new("test");

    /// <summary>Clock of the pool, which the test turns.</summary>
    public FakeTimeProvider Time { get; } = new();

    public string SegmentFilePath => _folder["segments/000000.seg"];

    public string DatabasePath => _folder["database"];

    /// <summary>Ends the process, so to speak, and starts the next one.</summary>
    public void Restart(Action? between = null)
    {
        Store.Dispose();
        _database.Dispose();
        between?.Invoke();
        Open();
    }

    /// <summary>Tells the store of a submission in a block of its own.</summary>
    public FlowTransaction Submit(long size, int seed = 0, int hashSeed = 0)
    {
        FlowTransaction next = Next(size, seed);
        SyncPoint block = new(next.Block, Hash(hashSeed + (int)next.Block));
        return Store.Submissions.Append([next], [block], block)[0];
    }

    /// <summary>A submission at the next place in the flow, with the padding of one subtree.</summary>
    public FlowTransaction Next(long size, int seed)
    {
        long sectors = ((size - 1) / 256) + 1;
        int height = FlowTree.HeightOf(sectors);
        long length = Store.Submissions.Context.Length;
        long start = (length + (1L << height) - 1) >> height << height;
        long sequence = Store.Submissions.NextSequence;
        Hash256 root = Hash(1000 + seed);
        return new FlowTransaction
        {
            Sequence = sequence, Root = root, Size = size, StartSector = start, Block = sequence + 10,
            Subtrees = [new FlowSubtree(height, root)],
        };
    }

    /// <summary>Stores a segment whose bytes follow from its index; true when it was not there before.</summary>
    public bool Put(FlowTransaction file, long index)
    {
        if (!Store.TryBegin(file, index))
        {
            return false;
        }

        Assert.True(Store.Store(file, [new IncomingSegment(index, Data(file, index), [1, 2, (byte)index])]));
        return true;
    }

    public bool Has(FlowTransaction file, long index)
    {
        byte[] read = new byte[file.Padding.WireLength(index)];
        bool there = Store.TryRead(file, index * 1024, read);
        if (there)
        {
            Assert.Equal(Data(file, index), read);
            Assert.Equal([1, 2, (byte)index], Store.GetProof(file, index));
        }

        return there;
    }

    public static byte[] Data(FlowTransaction file, long index) =>
        SegmentFileTests.Bytes((int)(file.Size + index), file.Padding.WireLength(index));

    public static Hash256 Hash(int seed) => Hash256.Keccak(BitConverter.GetBytes(seed));

    public void Dispose()
    {
        Store.Dispose();
        _database.Dispose();
        Metrics.Dispose();
        Log.Dispose();
        _folder.Dispose();
    }

    private void Open()
    {
        _database = new FlowDatabase(DatabasePath);
        SegmentFileSet files = new(_folder["segments"], _shard, preallocate: false);
        Store = new FlowStore(_database, files, new FlowLog(_database, _shard), _shard, durable: true, Log, Metrics);
        Pool = new UploadPool(_database, _limits, durable: true, Log, Time);
    }
}
