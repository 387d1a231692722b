using System.Buffers.Binary;
using System.Text;
using RocksDbSharp;
using ZeroG.Chain;
using ZeroG.Compute.Settlement;

namespace ZeroG.Nodes.Compute.Fees;

/// <summary>
/// Keeps fees on disk until they are settled, in the order in which they came. Every change is on disk when the call returns: a fee is
/// worth more than the write.
/// </summary>
internal sealed class FeeStore : IDisposable
{
    private const byte RowPrefix = (byte)'r';
    private static readonly byte[] BatchKey = "settlement"u8.ToArray();
    private static readonly byte[] OwnerKey = "owner"u8.ToArray();
    private static readonly WriteOptions Synchronous = new WriteOptions().SetSync(true);

    private readonly RocksDb _database;

    /// <summary>Opens or makes the store.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="owner">What it belongs to: chain, contract and provider; another's is refused.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgDataInUse</c>: another process has it open. <c>ZgDataDamaged</c>: it cannot be read. <c>ZgDataFolder</c>: it is another
    /// provider's.
    /// </exception>
    public FeeStore(string folder, string owner)
    {
        Directory.CreateDirectory(folder);
        try
        {
            _database = RocksDb.Open(new DbOptions().SetCreateIfMissing().SetKeepLogFileNum(2).SetMaxOpenFiles(64), folder);
        }
        catch (RocksDbException failure) when (failure.Message.Contains("lock", StringComparison.OrdinalIgnoreCase))
        {
            throw new ZeroGException(
                "ZgDataInUse", ErrorKind.ResourceBusy,
                $"{folder} is in use by another node. Stop that node or choose another -DataPath.", folder, failure);
        }
        catch (RocksDbException failure)
        {
            throw Damaged(folder, failure);
        }

        try
        {
            Claim(folder, owner);
            Rows = [.. Read(folder)];
            Batch = _database.Get(BatchKey) is { } batch ? FeeJson.ReadBatch(batch) : null;
        }
        catch (Exception failure)
        {
            _database.Dispose();
            throw failure is FormatException ? Damaged(folder, failure) : failure;
        }
    }

    /// <summary>The rows that were there when it was opened.</summary>
    public IReadOnlyList<FeeRow> Rows { get; }

    /// <summary>The settlement whose fate was unknown when it was opened; null for none.</summary>
    public SettlementBatch? Batch { get; }

    /// <summary>Adds a row.</summary>
    public void Add(FeeRow row) => Write(batch => batch.Put(KeyOf(row), FeeJson.Write(row)));

    /// <summary>Writes down a settlement before it is sent.</summary>
    public void Begin(SettlementBatch settlement) => Write(batch => batch.Put(BatchKey, FeeJson.Write(settlement)));

    /// <summary>Ends a settlement: removes the rows that are paid or given up, and replaces those that are paid in part.</summary>
    public void Finish(IEnumerable<FeeRow> removed, IEnumerable<FeeRow> changed) => Write(batch =>
    {
        foreach (FeeRow row in removed)
        {
            batch.Delete(KeyOf(row));
        }

        foreach (FeeRow row in changed)
        {
            batch.Put(KeyOf(row), FeeJson.Write(row));
        }

        batch.Delete(BatchKey);
    });

    /// <summary>Removes rows that will never be paid.</summary>
    public void Remove(IEnumerable<FeeRow> rows) => Write(batch =>
    {
        foreach (FeeRow row in rows)
        {
            batch.Delete(KeyOf(row));
        }
    });

    public void Dispose() => _database.Dispose();

    private static ZeroGException Damaged(string folder, Exception failure) => new(
        "ZgDataDamaged", ErrorKind.InvalidData,
        $"{folder}, which holds fees that are not settled, cannot be read: {failure.Message} Restore it from a copy, or start with an "
        + "empty folder and lose them.", folder, failure);

    private static byte[] KeyOf(FeeRow row)
    {
        byte[] request = Encoding.UTF8.GetBytes(row.RequestHash);
        byte[] key = new byte[1 + sizeof(long) + request.Length];
        key[0] = RowPrefix;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), row.CreatedAt.UtcTicks);
        request.CopyTo(key, 1 + sizeof(long));
        return key;
    }

    private void Claim(string folder, string owner)
    {
        byte[] expected = Encoding.UTF8.GetBytes(owner);
        if (_database.Get(OwnerKey) is not { } stored)
        {
            Write(batch => batch.Put(OwnerKey, expected));
        }
        else if (!stored.AsSpan().SequenceEqual(expected))
        {
            throw new ZeroGException(
                "ZgDataFolder", ErrorKind.InvalidData,
                $"{folder} holds the fees of {Encoding.UTF8.GetString(stored)}, not of {owner}. Use it with the same wallet and network as "
                + "before, or choose another -DataPath.", folder);
        }
    }

    private IEnumerable<FeeRow> Read(string folder)
    {
        using Iterator iterator = _database.NewIterator();
        for (iterator.Seek([RowPrefix]); iterator.Valid() && iterator.Key() is [RowPrefix, ..]; iterator.Next())
        {
            yield return FeeJson.ReadRow(iterator.Value());
        }
    }

    private void Write(Action<WriteBatch> change)
    {
        using WriteBatch batch = new();
        change(batch);
        try
        {
            _database.Write(batch, Synchronous);
        }
        catch (RocksDbException failure)
        {
            throw new IOException($"The fees cannot be written: {failure.Message}", failure);
        }
    }
}
