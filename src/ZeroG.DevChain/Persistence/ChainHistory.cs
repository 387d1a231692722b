using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain.Persistence;

/// <summary>
/// A chain on disk: what came in, in its order. Opening executes it again, and each block must come out with the hash it had, so a chain is
/// the same after a restart or it does not start.
/// </summary>
internal sealed class ChainHistory : IChainRecorder, IDisposable
{
    private readonly string _folder;
    private readonly ChainFile _file;
    private IReadOnlyList<ChainRecord> _records;

    private ChainHistory(string folder, ChainFile file, IReadOnlyList<ChainRecord> records)
    {
        _folder = folder;
        _file = file;
        _records = records;
        Genesis = records.Count == 0 ? null
            : records[0].Kind == ChainRecordKind.Genesis ? Read<GenesisRecord>(records[0])
            : throw Mismatch("it does not begin with a genesis");
    }

    /// <summary>What the chain on disk started from; null for a new one.</summary>
    public GenesisRecord? Genesis { get; private set; }

    /// <exception cref="ZeroGException">See <see cref="ChainFile.Open"/>.</exception>
    public static ChainHistory Open(string folder)
    {
        ChainFile file = ChainFile.Open(folder, out IReadOnlyList<ChainRecord> records);
        try
        {
            return new ChainHistory(folder, file, records);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Begins a chain that has just been made, or executes again the one that is on disk.</summary>
    /// <param name="engine">The chain at genesis.</param>
    /// <param name="control">Does a control call: its method and parameters.</param>
    /// <exception cref="ZeroGException"><c>ZgChainDataMismatch</c>: the folder holds another chain than these options and contracts lead
    /// to.</exception>
    public void Attach(ChainEngine engine, Action<string, JsonElement> control)
    {
        GenesisRecord genesis = new(
            engine.Options.ChainId, engine.Options.ZeroGravityMode, engine.Blocks.Latest.Header.Timestamp, engine.Blocks.Latest.Hash,
            engine.Blocks.Latest.Header.PrevRandao);
        if (Genesis is null)
        {
            Append(ChainRecordKind.Genesis, genesis);
        }
        else if (Genesis != genesis)
        {
            throw Mismatch($"it holds chain {Genesis.ChainId} with genesis {Genesis.Hash.ToShortString()}, and these settings make "
                + $"chain {genesis.ChainId} with genesis {genesis.Hash.ToShortString()}");
        }

        foreach (ChainRecord record in _records.Skip(1))
        {
            Replay(engine, control, record);
        }

        _records = [];
    }

    /// <summary>Forgets the chain; the next <see cref="Attach"/> begins a new one.</summary>
    public void Clear()
    {
        _file.Clear();
        Genesis = null;
    }

    public void Transaction(ChainTransaction transaction) =>
        _file.Append(ChainRecordKind.Transaction, [.. transaction.Sender.Bytes, .. transaction.Signed.Raw.Span]);

    public void Block(Block block, long timeOffset) => Append(ChainRecordKind.Block, BlockRecord.Of(block, timeOffset));

    /// <summary>A control call has changed the chain.</summary>
    public void Control(string method, JsonElement parameters) => Append(ChainRecordKind.Control, new object[] { method, parameters });

    public void Dispose() => _file.Dispose();

    private void Replay(ChainEngine engine, Action<string, JsonElement> control, ChainRecord record)
    {
        switch (record.Kind)
        {
            case ChainRecordKind.Transaction:
                Address sender = new(record.Content.Span[..Address.Size]);
                engine.Pool.Add(ChainTransaction.Of(SignedTransaction.Decode(record.Content.Span[Address.Size..]), sender));
                break;
            case ChainRecordKind.Block:
                Replay(engine, Read<BlockRecord>(record));
                break;
            case ChainRecordKind.Control:
                JsonElement[] call = Read<JsonElement[]>(record);
                control(call[0].GetString()!, call[1]);
                break;
            default:
                throw Mismatch($"it has a record of kind {(byte)record.Kind}, which this version does not know");
        }
    }

    private void Replay(ChainEngine engine, BlockRecord record)
    {
        List<ChainTransaction> transactions = [];
        foreach (Hash256 hash in record.Transactions)
        {
            transactions.Add(engine.Pool.TryGet(hash, out ChainTransaction? transaction)
                ? transaction
                : throw Mismatch($"block {record.Number} has a transaction that was never sent"));
        }

        Block block = engine.Replay(record.Context, transactions);
        if (block.Hash != record.Hash)
        {
            throw Mismatch($"block {record.Number} came out as {block.Hash.ToShortString()} and was {record.Hash.ToShortString()}");
        }

        engine.Clock.Offset = record.TimeOffset;
    }

    private void Append<T>(ChainRecordKind kind, T content) => _file.Append(kind, JsonSerializer.SerializeToUtf8Bytes(content));

    private T Read<T>(ChainRecord record)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(record.Content.Span) ?? throw Mismatch("it has an empty record");
        }
        catch (JsonException malformed)
        {
            throw Mismatch($"it has a record that cannot be read: {malformed.Message}");
        }
    }

    private ZeroGException Mismatch(string what) => new(
        "ZgChainDataMismatch", ErrorKind.InvalidData,
        $"The chain in '{_folder}' cannot be continued: {what}. Start with the settings and the version that made it, "
            + "or choose an empty folder.", _folder);
}
