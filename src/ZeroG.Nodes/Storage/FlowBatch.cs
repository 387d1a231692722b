using System.Buffers.Binary;
using RocksDbSharp;
using ZeroG.Chain;

namespace ZeroG.Nodes.Storage;

/// <summary>Changes of the database that are written together.</summary>
internal sealed class FlowBatch(RocksDb database) : IDisposable
{
    private static readonly WriteOptions Synchronous = new WriteOptions().SetSync(true);
    private static readonly WriteOptions Buffered = new();

    private readonly WriteBatch _batch = new();

    public void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => _batch.Put(key, value);

    public void Delete(ReadOnlySpan<byte> key) => _batch.Delete(key);

    /// <summary>Deletes the keys from the first, inclusive, to the last, exclusive.</summary>
    public void DeleteRange(byte[] first, byte[] last) => _batch.DeleteRange(first, (ulong)first.Length, last, (ulong)last.Length);

    public void PutHead(long nextSequence, long flowLength)
    {
        Span<byte> value = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(value, nextSequence);
        BinaryPrimitives.WriteInt64BigEndian(value[sizeof(long)..], flowLength);
        Put(FlowKeys.Of(FlowKeys.Meta, FlowKeys.Head), value);
    }

    public void PutProgress(SyncPoint point)
    {
        Span<byte> value = stackalloc byte[sizeof(long) + Hash256.Size];
        BinaryPrimitives.WriteInt64BigEndian(value, point.Number);
        point.Hash.CopyTo(value[sizeof(long)..]);
        Put(FlowKeys.Of(FlowKeys.Meta, FlowKeys.Progress), value);
    }

    public void PutBlock(SyncPoint point, long nextSequence)
    {
        Span<byte> value = stackalloc byte[Hash256.Size + sizeof(long)];
        point.Hash.CopyTo(value);
        BinaryPrimitives.WriteInt64BigEndian(value[Hash256.Size..], nextSequence);
        Put(FlowKeys.Of(FlowKeys.Block, point.Number), value);
    }

    public void PutStatus(long dataSequence, FileStatus status) => Put(FlowKeys.Of(FlowKeys.Status, dataSequence), [(byte)status]);

    /// <summary>Writes the batch.</summary>
    /// <param name="durable">
    /// Returns only when it, and all before it, is on disk; otherwise it survives the process but not the machine.
    /// </param>
    /// <exception cref="IOException">The disk does not take it; nothing of the batch is there then.</exception>
    public void Commit(bool durable)
    {
        try
        {
            database.Write(_batch, durable ? Synchronous : Buffered);
        }
        catch (RocksDbException failure)
        {
            throw new IOException($"The database cannot be written: {failure.Message}", failure);
        }
    }

    public void Dispose() => _batch.Dispose();
}
