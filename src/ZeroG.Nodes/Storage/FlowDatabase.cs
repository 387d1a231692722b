using System.Buffers.Binary;
using RocksDbSharp;
using ZeroG.Chain;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// The node's keys and metadata in RocksDB: all that is small. Reads are here, writes in <see cref="FlowBatch"/>; a batch is written whole
/// or not at all, and batches become durable in their order.
/// </summary>
internal sealed class FlowDatabase : IDisposable
{
    /// <summary>Layout of keys and values.</summary>
    public const int FormatVersion = 1;

    private readonly RocksDb _database;

    /// <summary>Opens or creates the database.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgDataInUse</c>: another process has it open. <c>ZgWriteFailed</c>: its disk is full. <c>ZgDataDamaged</c>: it cannot be read.
    /// </exception>
    public FlowDatabase(string folder)
    {
        Directory.CreateDirectory(folder);
        DbOptions options = new DbOptions().SetCreateIfMissing().SetKeepLogFileNum(2).SetMaxOpenFiles(64);
        try
        {
            _database = RocksDb.Open(options, folder);
        }
        catch (RocksDbException failure) when (failure.Message.Contains("No space left", StringComparison.Ordinal))
        {
            throw new ZeroGException(
                "ZgWriteFailed", ErrorKind.WriteError,
                $"{folder} cannot be opened, because its disk is full. Make room and start the node again; what it acknowledged is safe.",
                folder, failure);
        }
        catch (RocksDbException failure) when (failure.Message.Contains("/LOCK:", StringComparison.Ordinal))
        {
            throw new ZeroGException(
                "ZgDataInUse", ErrorKind.ResourceBusy,
                $"{folder} is in use by another node. Stop that node or choose another -DataPath.", folder, failure);
        }
        catch (RocksDbException failure)
        {
            throw new ZeroGException(
                "ZgDataDamaged", ErrorKind.InvalidData,
                $"{folder} cannot be opened: {failure.Message}. Restore it from a copy, or start with an empty folder and upload again.",
                folder, failure);
        }
    }

    /// <summary>Starts a batch.</summary>
    public FlowBatch Begin() => new(_database);

    public byte[]? Get(ReadOnlySpan<byte> key) => _database.Get(key);

    public bool Contains(ReadOnlySpan<byte> key) => _database.HasKey(key);

    public FlowTransaction? GetTransaction(long sequence) =>
        _database.Get(FlowKeys.Of(FlowKeys.Transaction, sequence)) is { } bytes ? FlowTransaction.FromBytes(sequence, bytes) : null;

    public FileStatus? GetStatus(long dataSequence) =>
        _database.Get(FlowKeys.Of(FlowKeys.Status, dataSequence)) is { } bytes ? (FileStatus)bytes[0] : null;

    /// <summary>Next sequence and flow length; null in a new database.</summary>
    public (long NextSequence, long FlowLength)? GetHead() =>
        _database.Get(FlowKeys.Of(FlowKeys.Meta, FlowKeys.Head)) is { } bytes
            ? (BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(sizeof(long))))
            : null;

    /// <summary>Last block that was read; null before the first.</summary>
    public SyncPoint? GetProgress() =>
        _database.Get(FlowKeys.Of(FlowKeys.Meta, FlowKeys.Progress)) is { } bytes
            ? new SyncPoint(BinaryPrimitives.ReadInt64BigEndian(bytes), new Hash256(bytes.AsSpan(sizeof(long))))
            : null;

    /// <summary>Numbers at the end of the keys with a prefix, in order.</summary>
    public List<long> NumbersUnder(byte[] prefix)
    {
        List<long> numbers = [];
        using Iterator iterator = _database.NewIterator();
        for (iterator.Seek(prefix); iterator.Valid() && iterator.GetKeySpan().StartsWith(prefix); iterator.Next())
        {
            numbers.Add(FlowKeys.LastNumber(iterator.GetKeySpan()));
        }

        return numbers;
    }

    /// <summary>All keys with a prefix, in order.</summary>
    public List<byte[]> KeysUnder(byte[] prefix)
    {
        List<byte[]> keys = [];
        using Iterator iterator = _database.NewIterator();
        for (iterator.Seek(prefix); iterator.Valid() && iterator.GetKeySpan().StartsWith(prefix); iterator.Next())
        {
            keys.Add(iterator.Key());
        }

        return keys;
    }

    public void Dispose() => _database.Dispose();
}
