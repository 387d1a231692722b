using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// What the chain has told: the submissions in their order, the flow tree over them, and how far the log has been read. All that a block
/// adds or takes away is one batch, so a restart finds the state after some block and reads on from there.
/// </summary>
internal sealed class FlowLog
{
    private readonly Lock _gate = new();
    private readonly FlowDatabase _database;
    private readonly ShardConfig _shard;
    private readonly FlowNodes _nodes;
    private readonly FlowTree _tree;
    private long _nextSequence;
    private SyncPoint? _progress;

    public FlowLog(FlowDatabase database, ShardConfig shard)
    {
        _database = database;
        _shard = shard;
        _nodes = new FlowNodes(database);
        (_nextSequence, long flowLength) = database.GetHead() ?? (0, 0);
        _tree = new FlowTree(_nodes, flowLength);
        _progress = database.GetProgress();
        if (flowLength == 0)
        {
            using FlowBatch batch = database.Begin();
            CommitTree(batch);
        }
    }

    /// <summary>The sequence that the next submission must have.</summary>
    public long NextSequence => Volatile.Read(ref _nextSequence);

    /// <summary>Last block read; null before the first.</summary>
    public SyncPoint? Progress
    {
        get
        {
            lock (_gate)
            {
                return _progress;
            }
        }
    }

    /// <summary>Root and length of the whole flow.</summary>
    public (Hash256 Root, long Length) Context
    {
        get
        {
            lock (_gate)
            {
                return (_tree.Root, _tree.Length);
            }
        }
    }

    /// <summary>Finds a submission by sequence.</summary>
    public FlowTransaction? Find(long sequence) => sequence >= 0 && sequence < NextSequence ? _database.GetTransaction(sequence) : null;

    /// <summary>
    /// Finds a submission of a file: a finalized one if there is one; otherwise the first, or with <paramref name="needAvailable"/> the
    /// first that is not pruned (storage specification section 3.2).
    /// </summary>
    public FlowTransaction? Find(Hash256 root, bool needAvailable)
    {
        FlowTransaction? first = null;
        foreach (long sequence in _database.NumbersUnder(FlowKeys.Of(FlowKeys.Root, root)))
        {
            if (Find(sequence) is not { } transaction)
            {
                continue;
            }

            switch (_database.GetStatus(transaction.DataSequence))
            {
                case FileStatus.Finalized:
                    return transaction;
                case FileStatus.Pruned when needAvailable:
                    break;
                default:
                    first ??= transaction;
                    break;
            }
        }

        return first;
    }

    /// <summary>The submission that holds a sector of the flow; null in a gap.</summary>
    public FlowTransaction? FindAt(long sector)
    {
        long low = 0;
        long high = NextSequence - 1;
        while (low <= high)
        {
            long middle = (low + high) / 2;
            FlowTransaction transaction = Find(middle) ?? throw new InvalidDataException($"Submission {middle} is missing.");
            if (sector < transaction.StartSector)
            {
                high = middle - 1;
            }
            else if (sector >= transaction.FlowLength)
            {
                low = middle + 1;
            }
            else
            {
                return transaction;
            }
        }

        return null;
    }

    /// <summary>Adds the submissions of consecutive blocks and moves the progress on.</summary>
    /// <param name="transactions">In order, the first with <see cref="NextSequence"/>; may be empty.</param>
    /// <param name="blocks">The blocks that hold them.</param>
    /// <param name="progress">The block up to which the log has been read.</param>
    /// <returns>The submissions as stored.</returns>
    /// <exception cref="InvalidDataException">A sequence is missing, or a place in the flow is not possible.</exception>
    public IReadOnlyList<FlowTransaction> Append(
        IReadOnlyList<FlowTransaction> transactions, IReadOnlyList<SyncPoint> blocks, SyncPoint progress)
    {
        lock (_gate)
        {
            long oldLength = _tree.Length;
            long next = _nextSequence;
            List<FlowTransaction> stored = [];
            using FlowBatch batch = _database.Begin();
            try
            {
                foreach (FlowTransaction transaction in transactions)
                {
                    if (transaction.Sequence != next)
                    {
                        throw new InvalidDataException($"Submission {transaction.Sequence} came where {next} was expected.");
                    }

                    stored.Add(Place(batch, transaction, stored));
                    next++;
                }

                foreach (SyncPoint block in blocks)
                {
                    FlowTransaction? last = stored.FindLast(transaction => transaction.Block <= block.Number);
                    batch.PutBlock(block, last is null ? _nextSequence : last.Sequence + 1);
                }

                batch.PutProgress(progress);
                Commit(batch, next);
                _progress = progress;
            }
            catch
            {
                _nodes.Discard();
                _tree.Reload(oldLength);
                throw;
            }

            return stored;
        }
    }

    /// <summary>The blocks with submissions up to a number, latest first, each with the next sequence after it.</summary>
    public IEnumerable<(SyncPoint Block, long NextSequence)> BlocksFrom(long number)
    {
        List<long> numbers = _database.NumbersUnder([FlowKeys.Block]);
        for (int i = numbers.Count - 1; i >= 0; i--)
        {
            if (numbers[i] <= number && _database.Get(FlowKeys.Of(FlowKeys.Block, numbers[i])) is { } bytes)
            {
                SyncPoint block = new(numbers[i], new Hash256(bytes.AsSpan(0, Hash256.Size)));
                yield return (block, BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(Hash256.Size)));
            }
        }
    }

    /// <summary>Takes back all submissions from a sequence on. The caller adds to the batch what depends on them.</summary>
    /// <param name="batch">Is written by this method.</param>
    /// <param name="nextSequence">The first submission that is taken back.</param>
    /// <param name="progress">The block up to which the log then counts as read; null for none.</param>
    public void Revert(FlowBatch batch, long nextSequence, SyncPoint? progress)
    {
        lock (_gate)
        {
            long length = nextSequence == 0 ? 1 : Find(nextSequence - 1)!.FlowLength;
            for (long sequence = nextSequence; sequence < _nextSequence; sequence++)
            {
                FlowTransaction transaction = Find(sequence)!;
                batch.Delete(FlowKeys.Of(FlowKeys.Transaction, sequence));
                batch.Delete(FlowKeys.Of(FlowKeys.Root, transaction.Root, sequence));
                batch.Delete(FlowKeys.Of(FlowKeys.FlowRoot, _tree.RootAt(transaction.FlowLength)));
            }

            batch.DeleteRange(FlowKeys.Of(FlowKeys.Block, (progress?.Number ?? -1) + 1), [FlowKeys.Block + 1]);
            if (progress is { } point)
            {
                batch.PutProgress(point);
            }
            else
            {
                batch.Delete(FlowKeys.Of(FlowKeys.Meta, FlowKeys.Progress));
            }

            _tree.TruncateTo(length);
            Commit(batch, nextSequence);
            _progress = progress;
        }
    }

    /// <summary>Runs a computation on the tree while nothing changes it.</summary>
    public T Read<T>(Func<FlowTree, T> read)
    {
        lock (_gate)
        {
            return read(_tree);
        }
    }

    /// <summary>Length that the flow had at a root; null when it never had that root after a submission.</summary>
    public long? LengthAt(Hash256 flowRoot) =>
        _database.Get(FlowKeys.Of(FlowKeys.FlowRoot, flowRoot)) is { } bytes ? BinaryPrimitives.ReadInt64BigEndian(bytes) : null;

    private FlowTransaction Place(FlowBatch batch, FlowTransaction transaction, List<FlowTransaction> sameBatch)
    {
        if (transaction.StartSector < _tree.Length)
        {
            throw new InvalidDataException($"Submission {transaction.Sequence} begins in what others have taken.");
        }

        _tree.PadTo(transaction.StartSector);
        foreach (FlowSubtree subtree in transaction.Subtrees)
        {
            _tree.Append(subtree.Height, subtree.Root);
        }

        FlowTransaction placed = transaction with { FlowLength = _tree.Length };
        placed = placed with { DataSequence = FindSameData(placed, sameBatch) ?? placed.Sequence };
        batch.Put(FlowKeys.Of(FlowKeys.Transaction, placed.Sequence), placed.ToBytes());
        batch.Put(FlowKeys.Of(FlowKeys.Root, placed.Root, placed.Sequence), []);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(length, _tree.Length);
        batch.Put(FlowKeys.Of(FlowKeys.FlowRoot, _tree.Root), length);
        if (_shard.CountOwned(placed.FlowSegmentOf(0), placed.Padding.Segments) == 0)
        {
            // Nothing of the file belongs here, so nothing is missing; clients wait until every node says so.
            batch.PutStatus(placed.DataSequence, FileStatus.Finalized);
        }

        return placed;
    }

    // A file that was submitted before keeps its data in one place, when the same segments of it belong to this shard there and here.
    private long? FindSameData(FlowTransaction transaction, List<FlowTransaction> sameBatch)
    {
        IEnumerable<FlowTransaction> earlier = _database.NumbersUnder(FlowKeys.Of(FlowKeys.Root, transaction.Root))
            .Select(sequence => _database.GetTransaction(sequence)!)
            .Concat(sameBatch.Where(other => other.Root == transaction.Root));
        foreach (FlowTransaction other in earlier)
        {
            if (other.Size == transaction.Size && (other.FlowSegmentOf(0) - transaction.FlowSegmentOf(0)) % _shard.NumShard == 0)
            {
                return other.DataSequence;
            }
        }

        return null;
    }

    private void Commit(FlowBatch batch, long nextSequence)
    {
        batch.PutHead(nextSequence, _tree.Length);
        _nodes.WriteTo(batch);

        // Not flushed: what is lost with the machine is read from the chain again, and a durable batch makes all batches before it durable.
        batch.Commit(durable: false);
        _nodes.Discard();
        Volatile.Write(ref _nextSequence, nextSequence);
    }

    private void CommitTree(FlowBatch batch) => Commit(batch, _nextSequence);
}
