using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Nodes.Hosting;
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
    private readonly FairShare _share;
    private DateTimeOffset _nextExpiry = DateTimeOffset.MaxValue;

    public UploadPool(FlowDatabase database, UploadLimits limits, bool durable, NodeLog log, TimeProvider time)
    {
        _database = database;
        _limits = limits;
        _durable = durable;
        _log = log;
        _time = time;
        _share = new FairShare(limits.PoolSectors);
        Load();
    }

    /// <summary>Bytes of the largest file that is taken.</summary>
    public long LargestFile => _limits.PooledFileSize;

    /// <summary>Bytes of the largest file whose segments are kept when the chain takes its submission back.</summary>
    public long LargestKept => Math.Max(_limits.KeptFileSize, _limits.PooledFileSize);

    /// <summary>Sectors in the pool.</summary>
    public long Sectors => _share.Taken;

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
    /// Takes a checked segment of a client; one that is there already is fine. When it returns null the segment survives the process.
    /// </summary>
    /// <returns>Why the segment is refused; null when it is taken.</returns>
    public string? Add(Hash256 root, IncomingSegment segment, ClientNetwork client = default) => Add(root, segment, client, _durable);

    /// <summary>
    /// Takes a segment that loses its submission; false when there is no room. It reaches the disk before the batch that takes the
    /// submission back, which is written next.
    /// </summary>
    public bool Keep(Hash256 root, IncomingSegment segment) => Add(root, segment, client: default, durable: false) is null;

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
                if (file.Segments.Remove(index, out PooledSegment segment))
                {
                    _share.Return(segment.Client, segment.Sectors);
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

    private string? Add(Hash256 root, IncomingSegment segment, ClientNetwork client, bool durable)
    {
        lock (_gate)
        {
            ExpireOld();
            if (_files.TryGetValue(root, out PooledFile? file) && file.Segments.ContainsKey(segment.Index))
            {
                return null;
            }

            int sectors = segment.Data.Length / FlowPadding.SectorSize;
            if (!_share.TryTake(client, sectors))
            {
                return sectors > _share.Limit - _share.Taken
                    ? $"{StorageRefusal.PoolIsFull}: {_share.Limit}"
                    : $"{StorageRefusal.ShareIsFull}: {_share.OfOne}";
            }

            try
            {
                Write(root, segment, durable);
            }
            catch
            {
                _share.Return(client, sectors);
                throw;
            }

            Count(root, segment.Index, new PooledSegment(sectors, client));
            return null;
        }
    }

    private void Write(Hash256 root, IncomingSegment segment, bool durable)
    {
        byte[] value = new byte[sizeof(int) + segment.Proof.Length + segment.Data.Length];
        BinaryPrimitives.WriteInt32LittleEndian(value, segment.Proof.Length);
        segment.Proof.CopyTo(value, sizeof(int));
        segment.Data.CopyTo(value.AsMemory(sizeof(int) + segment.Proof.Length));
        using FlowBatch batch = _database.Begin();
        batch.Put(FlowKeys.Of(FlowKeys.Pooled, root, segment.Index), value);
        batch.Commit(durable);
    }

    private void Load()
    {
        foreach (byte[] key in _database.KeysUnder([FlowKeys.Pooled]))
        {
            byte[] value = _database.Get(key)!;
            int dataLength = value.Length - sizeof(int) - BinaryPrimitives.ReadInt32LittleEndian(value);
            int sectors = dataLength / FlowPadding.SectorSize;
            _share.Take(sectors);
            Count(new Hash256(key.AsSpan(1, Hash256.Size)), FlowKeys.LastNumber(key), new PooledSegment(sectors, default));
        }
    }

    private void Count(Hash256 root, long index, PooledSegment segment)
    {
        if (!_files.TryGetValue(root, out PooledFile? file))
        {
            _files.Add(root, file = new PooledFile());
        }

        file.Segments.Add(index, segment);
        file.ExpiresAt = _time.GetUtcNow() + _limits.PoolExpiry;
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

    // Who sent it is forgotten when the process ends.
    private readonly record struct PooledSegment(int Sectors, ClientNetwork Client);

    private sealed class PooledFile
    {
        public Dictionary<long, PooledSegment> Segments { get; } = [];

        public DateTimeOffset ExpiresAt { get; set; }
    }
}
