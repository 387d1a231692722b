using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Files;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// The segments of a storage node, on disk by their place in the flow. A segment is acknowledged after three steps in this order: (1) its
/// data and checksums are written into the segment file; (2) that file is flushed; (3) one durable batch in the database records its proof,
/// and with the last segment the file as finalized. The record is the only sign of presence. A process or machine that dies before (3)
/// leaves bytes that no record speaks of: they are as good as free, and the client, who has no answer, sends the segment again. After (3)
/// the data is on disk, since (2) came before. The database drops a torn last batch by itself, which is the same as dying before (3). What
/// is left, data that changed on a failing disk under an intact record, is found by the checksum when it is read: the record and the
/// finalized mark go, and the segment can be uploaded again. Without durability (a node with temporary data) the steps are the same without
/// (2) and without waiting for the disk in (3): the process may die at any time, the machine may not.
/// </summary>
internal sealed class FlowStore : IDisposable
{
    private readonly FlowDatabase _database;
    private readonly SegmentFileSet _files;
    private readonly bool _durable;
    private readonly NodeLog _log;
    private readonly StorageMetrics _metrics;

    // Writers of segments share it, a reorganisation has it alone: places in the flow must not change owners under a write.
    private readonly ReaderWriterLockSlim _placement = new();

    // By root and size too: after a reorganisation a sequence can belong to another file while writers of the old one are still on their
    // way.
    private readonly ConcurrentDictionary<(long DataSequence, Hash256 Root, long Size), FileProgress> _progress = [];

    public FlowStore(FlowDatabase database, SegmentFileSet files, FlowLog submissions, ShardConfig shard, bool durable, NodeLog log,
        StorageMetrics metrics)
    {
        _database = database;
        _files = files;
        Submissions = submissions;
        Shard = shard;
        _durable = durable;
        _log = log;
        _metrics = metrics;
    }

    /// <summary>What the chain has told.</summary>
    public FlowLog Submissions { get; }

    /// <summary>The part of the flow that is kept here.</summary>
    public ShardConfig Shard { get; }

    /// <summary>What became of a file; null while segments are missing.</summary>
    public FileStatus? StatusOf(FlowTransaction transaction) => _database.GetStatus(transaction.DataSequence);

    /// <summary>Segments of a file that are stored here.</summary>
    public long StoredCountOf(FlowTransaction transaction) => ProgressOf(transaction).Count;

    /// <summary>Claims a segment for writing; false when it is stored or being written.</summary>
    public bool TryBegin(FlowTransaction transaction, long index) => ProgressOf(transaction).TryBegin(index);

    /// <summary>Gives a claim back.</summary>
    public void Abandon(FlowTransaction transaction, long index) => ProgressOf(transaction).Abandon(index);

    /// <summary>
    /// Stores claimed segments of a file, those of other shards excepted, which are let go. When it returns true they survive whatever
    /// happens.
    /// </summary>
    /// <returns>False when the chain has taken the submission back; nothing is stored then.</returns>
    public bool Store(FlowTransaction transaction, IReadOnlyList<IncomingSegment> segments)
    {
        _placement.EnterReadLock();
        try
        {
            if (!IsCurrent(transaction) || DataOf(transaction) is not { } data)
            {
                Abandon(transaction, segments);
                return false;
            }

            List<IncomingSegment> owned = [];
            foreach (IncomingSegment segment in segments)
            {
                if (Shard.Contains(data.FlowSegmentOf(segment.Index)))
                {
                    _files.Write(data.FirstSectorOf(segment.Index), segment.Data.Span);
                    owned.Add(segment);
                }
                else
                {
                    Abandon(transaction, segment.Index);
                }
            }

            if (owned.Count > 0)
            {
                Record(data, owned);
            }

            return true;
        }
        catch
        {
            Abandon(transaction, segments);
            throw;
        }
        finally
        {
            _placement.ExitReadLock();
        }
    }

    /// <summary>The stored proof of a segment; null when the segment is not here.</summary>
    public byte[]? GetProof(FlowTransaction transaction, long index) =>
        _database.Get(FlowKeys.Of(FlowKeys.Segment, transaction.DataSequence, index));

    /// <summary>Reads sectors of a file; false when one of its segments is not here or has turned out to be damaged.</summary>
    /// <param name="transaction">The file.</param>
    /// <param name="sector">First sector within the file.</param>
    /// <param name="destination">Whole sectors, all of them with bytes of the file.</param>
    public bool TryRead(FlowTransaction transaction, long sector, Span<byte> destination)
    {
        _placement.EnterReadLock();
        try
        {
            if (!IsCurrent(transaction) || DataOf(transaction) is not { } data)
            {
                return false;
            }

            while (!destination.IsEmpty)
            {
                (long index, long within) = Math.DivRem(sector, FlowPadding.SectorsPerSegment);
                int count = (int)Math.Min(destination.Length / FlowPadding.SectorSize, FlowPadding.SectorsPerSegment - within);
                if (!_database.Contains(FlowKeys.Of(FlowKeys.Segment, data.Sequence, index)))
                {
                    return false;
                }

                if (!_files.TryRead(data.StartSector + sector, destination[..(count * FlowPadding.SectorSize)]))
                {
                    Forget(data, index);
                    return false;
                }

                sector += count;
                destination = destination[(count * FlowPadding.SectorSize)..];
            }

            return true;
        }
        finally
        {
            _placement.ExitReadLock();
        }
    }

    /// <summary>
    /// Takes back the submissions from a sequence on, with their data. Segments that were acknowledged are handed to <paramref
    /// name="keep"/> before, as their submission often comes again in another block.
    /// </summary>
    public void Revert(long nextSequence, SyncPoint? progress, Action<FlowTransaction, IncomingSegment> keep)
    {
        _placement.EnterWriteLock();
        try
        {
            using FlowBatch batch = _database.Begin();
            byte[] buffer = new byte[FlowPadding.SegmentSize];
            for (long sequence = nextSequence; sequence < Submissions.NextSequence; sequence++)
            {
                FlowTransaction transaction = Submissions.Find(sequence)!;
                if (transaction.DataSequence == sequence)
                {
                    KeepSegments(transaction, buffer, keep);
                    batch.DeleteRange(FlowKeys.Of(FlowKeys.Segment, sequence), FlowKeys.Of(FlowKeys.Segment, sequence + 1));
                    batch.Delete(FlowKeys.Of(FlowKeys.Status, sequence));
                    _progress.TryRemove(KeyOf(transaction), out _);
                }
            }

            _metrics.Reverted(Submissions.NextSequence - nextSequence);
            Submissions.Revert(batch, nextSequence, progress);
        }
        finally
        {
            _placement.ExitWriteLock();
        }
    }

    public void Dispose()
    {
        _files.Dispose();
        _placement.Dispose();
    }

    private static (long DataSequence, Hash256 Root, long Size) KeyOf(FlowTransaction transaction) =>
        (transaction.DataSequence, transaction.Root, transaction.Size);

    private FileProgress ProgressOf(FlowTransaction transaction) => _progress.GetOrAdd(
        KeyOf(transaction),
        static (key, arguments) => new FileProgress(
            arguments.Store._database.NumbersUnder(FlowKeys.Of(FlowKeys.Segment, key.DataSequence)),
            arguments.Store.Shard.CountOwned(arguments.Transaction.FlowSegmentOf(0), arguments.Transaction.Padding.Segments)),
        (Store: this, Transaction: transaction));

    private bool IsCurrent(FlowTransaction transaction) =>
        Submissions.Find(transaction.Sequence) is { } current
        && current.Root == transaction.Root && current.StartSector == transaction.StartSector;

    private FlowTransaction? DataOf(FlowTransaction transaction) =>
        transaction.DataSequence == transaction.Sequence ? transaction : Submissions.Find(transaction.DataSequence);

    private void Record(FlowTransaction data, List<IncomingSegment> segments)
    {
        if (_durable)
        {
            _files.Flush();
        }

        bool finalized = false;
        ProgressOf(data).Complete([.. segments.Select(segment => segment.Index)], complete =>
        {
            using FlowBatch batch = _database.Begin();
            foreach (IncomingSegment segment in segments)
            {
                batch.Put(FlowKeys.Of(FlowKeys.Segment, data.Sequence, segment.Index), segment.Proof);
            }

            if (complete)
            {
                batch.PutStatus(data.Sequence, FileStatus.Finalized);
            }

            batch.Commit(_durable);
            finalized = complete;
        });
        if (finalized)
        {
            // Nothing is left to claim; who asks again reads the records.
            _progress.TryRemove(KeyOf(data), out _);
            _metrics.Finalized();
            StorageNodeLog.FileFinalized(_log, data);
        }
    }

    private void Abandon(FlowTransaction transaction, IReadOnlyList<IncomingSegment> segments)
    {
        foreach (IncomingSegment segment in segments)
        {
            Abandon(transaction, segment.Index);
        }
    }

    private void Forget(FlowTransaction data, long index)
    {
        _metrics.Damaged();
        StorageNodeLog.SegmentDamaged(_log, data, index);
        ProgressOf(data).Forget(index, () =>
        {
            using FlowBatch batch = _database.Begin();
            batch.Delete(FlowKeys.Of(FlowKeys.Segment, data.Sequence, index));
            batch.Delete(FlowKeys.Of(FlowKeys.Status, data.Sequence));
            batch.Commit(_durable);
        });
    }

    private void KeepSegments(FlowTransaction transaction, byte[] buffer, Action<FlowTransaction, IncomingSegment> keep)
    {
        foreach (long index in _database.NumbersUnder(FlowKeys.Of(FlowKeys.Segment, transaction.Sequence)))
        {
            Memory<byte> data = buffer.AsMemory(0, transaction.Padding.WireLength(index));
            if (_files.TryRead(transaction.FirstSectorOf(index), data.Span) && GetProof(transaction, index) is { } proof)
            {
                keep(transaction, new IncomingSegment(index, data, proof));
            }
        }
    }
}
