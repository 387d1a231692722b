using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Files;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// Segments of small files that came before the chain told of their submission. They are acknowledged, so they lie in the database like
/// everything acknowledged and outlive the process; the index of what is there is in memory.
/// </summary>
internal sealed class UploadPool
{
    private readonly Lock _gate = new();
    private readonly FlowDatabase _database;
    private readonly UploadLimits _limits;
    private readonly bool _durable;
    private readonly NodeLog _log;
    private readonly TimeProvider _time;
    private readonly Dictionary<Hash256, PooledFile> _files = [];
    private long _sectors;
    private DateTimeOffset _nextExpiry = DateTimeOffset.MaxValue;

    public UploadPool(FlowDatabase database, UploadLimits limits, bool durable, NodeLog log, TimeProvider time)
    {
        _database = database;
        _limits = limits;
        _durable = durable;
        _log = log;
        _time = time;
        Load();
    }

    /// <summary>Bytes of the largest file that is taken.</summary>
    public long LargestFile => _limits.PooledFileSize;

    /// <summary>Sectors in the pool.</summary>
    public long Sectors
    {
        get
        {
            lock (_gate)
            {
                return _sectors;
            }
        }
    }

    /// <summary>Roots of all files in the pool.</summary>
    public IReadOnlyList<Hash256> Roots
    {
        get
        {
            lock (_gate)
            {
                return [.. _files.Keys];
            }
        }
    }

    /// <summary>Segments of a file in the pool; null when there are none.</summary>
    public int? CountOf(Hash256 root)
    {
        lock (_gate)
        {
            return _files.TryGetValue(root, out PooledFile? file) ? file.Segments.Count : null;
        }
    }

    /// <summary>
    /// Takes a checked segment; one that is there already is fine. When it returns null the segment survives the process.
    /// </summary>
    /// <returns>Why the segment is refused; null when it is taken.</returns>
    public string? Add(Hash256 root, IncomingSegment segment)
    {
        lock (_gate)
        {
            ExpireOld();
            if (_files.TryGetValue(root, out PooledFile? file) && file.Segments.ContainsKey(segment.Index))
            {
                return null;
            }

            int sectors = segment.Data.Length / FlowPadding.SectorSize;
            if (_sectors + sectors > _limits.PoolSectors)
            {
                return $"{StorageRefusal.PoolIsFull}: {_limits.PoolSectors}";
            }

            byte[] value = new byte[sizeof(int) + segment.Proof.Length + segment.Data.Length];
            BinaryPrimitives.WriteInt32LittleEndian(value, segment.Proof.Length);
            segment.Proof.CopyTo(value, sizeof(int));
            segment.Data.CopyTo(value.AsMemory(sizeof(int) + segment.Proof.Length));
            using FlowBatch batch = _database.Begin();
            batch.Put(FlowKeys.Of(FlowKeys.Pooled, root, segment.Index), value);
            batch.Commit(_durable);
            Count(root, segment.Index, sectors);
            return null;
        }
    }

    /// <summary>The segments of a file, read one by one.</summary>
    public IEnumerable<IncomingSegment> Read(Hash256 root)
    {
        long[] indices;
        lock (_gate)
        {
            indices = _files.TryGetValue(root, out PooledFile? file) ? [.. file.Segments.Keys] : [];
        }

        foreach (long index in indices)
        {
            if (_database.Get(FlowKeys.Of(FlowKeys.Pooled, root, index)) is { } value)
            {
                int proofLength = BinaryPrimitives.ReadInt32LittleEndian(value);
                yield return new IncomingSegment(
                    index, value.AsMemory(sizeof(int) + proofLength), value.AsSpan(sizeof(int), proofLength).ToArray());
            }
        }
    }

    /// <summary>Forgets segments of a file.</summary>
    public void Remove(Hash256 root, IEnumerable<long> indices)
    {
        lock (_gate)
        {
            if (!_files.TryGetValue(root, out PooledFile? file))
            {
                return;
            }

            using FlowBatch batch = _database.Begin();
            foreach (long index in indices)
            {
                if (file.Segments.Remove(index, out int sectors))
                {
                    _sectors -= sectors;
                    batch.Delete(FlowKeys.Of(FlowKeys.Pooled, root, index));
                }
            }

            batch.Commit(durable: false);
            if (file.Segments.Count == 0)
            {
                _files.Remove(root);
            }
        }
    }

    private void Load()
    {
        foreach (byte[] key in _database.KeysUnder([FlowKeys.Pooled]))
        {
            byte[] value = _database.Get(key)!;
            int dataLength = value.Length - sizeof(int) - BinaryPrimitives.ReadInt32LittleEndian(value);
            Count(new Hash256(key.AsSpan(1, Hash256.Size)), FlowKeys.LastNumber(key), dataLength / FlowPadding.SectorSize);
        }
    }

    private void Count(Hash256 root, long index, int sectors)
    {
        if (!_files.TryGetValue(root, out PooledFile? file))
        {
            _files.Add(root, file = new PooledFile());
        }

        file.Segments.Add(index, sectors);
        file.ExpiresAt = _time.GetUtcNow() + _limits.PoolExpiry;
        _sectors += sectors;
        if (file.ExpiresAt < _nextExpiry)
        {
            _nextExpiry = file.ExpiresAt;
        }
    }

    private void ExpireOld()
    {
        DateTimeOffset now = _time.GetUtcNow();
        if (now < _nextExpiry)
        {
            return;
        }

        foreach ((Hash256 root, PooledFile file) in _files.ToArray())
        {
            if (file.ExpiresAt <= now)
            {
                StorageNodeLog.PoolExpired(_log, root);
                Remove(root, [.. file.Segments.Keys]);
            }
        }

        _nextExpiry = _files.Count == 0 ? DateTimeOffset.MaxValue : _files.Values.Min(file => file.ExpiresAt);
    }

    private sealed class PooledFile
    {
        public Dictionary<long, int> Segments { get; } = [];

        public DateTimeOffset ExpiresAt { get; set; }
    }
}
