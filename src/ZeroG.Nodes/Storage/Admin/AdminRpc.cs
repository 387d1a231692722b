using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Storage.Peers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;

namespace ZeroG.Nodes.Storage.Admin;

/// <summary>
/// The <c>admin_</c> methods of a storage node (storage specification section 3.5). There is no peer-to-peer network: peers are the storage
/// nodes that the operator has named, on which files are found and from which they are fetched.
/// </summary>
internal sealed class AdminRpc : IJsonRpcService
{
    private readonly FlowStore _store;
    private readonly PeerSync _sync;
    private readonly StorageMetrics _metrics;
    private readonly FrozenDictionary<string, Handler> _handlers;

    public AdminRpc(FlowStore store, PeerSync sync, StorageMetrics metrics)
    {
        _store = store;
        _sync = sync;
        _metrics = metrics;
        _handlers = new Dictionary<string, Handler>
        {
            ["admin_findFile"] = FindFileAsync,
            ["admin_getFileLocation"] = GetFileLocationAsync,
            ["admin_getMetrics"] = Answer(GetMetrics),
            ["admin_getNetworkInfo"] = Answer((_, result) => PeerReport.WriteCounts(sync.Peers, result)),
            ["admin_getPeers"] = async (_, result, token) =>
                await PeerReport.WriteAsync(sync.Peers, result, token).ConfigureAwait(false),
            ["admin_getSyncInfo"] = Answer(GetSyncInfo),
            ["admin_getSyncServiceState"] = Answer((_, result) => WriteServiceState(result)),
            ["admin_getSyncStatus"] = Answer((parameters, result) =>
            {
                long sequence = new RpcParameters(parameters).Count("tx_seq");
                result.WriteStringValue(_sync.List(sequence).Select(entry => entry.Sync.State).FirstOrDefault("unknown"));
            }),
            ["admin_shutdown"] = Answer((_, result) =>
            {
                ShutdownWasAsked = true;
                result.WriteNullValue();
            }),
            ["admin_startSyncChunks"] = Answer((parameters, result) =>
            {
                RpcParameters reader = new(parameters);
                _sync.Start(reader.Count("tx_seq"), new SectorRange(reader.Count("start_index"), reader.Count("end_index")));
                result.WriteNullValue();
            }),
            ["admin_startSyncFile"] = Answer((parameters, result) =>
            {
                _sync.Start(new RpcParameters(parameters).Count("tx_seq"), range: null);
                result.WriteNullValue();
            }),
            ["admin_terminateSync"] = Answer((parameters, result) =>
                result.WriteBooleanValue(_sync.Terminate(new RpcParameters(parameters).Count("tx_seq")))),
        }.ToFrozenDictionary(StringComparer.Ordinal);
        Methods = _handlers.Keys.ToFrozenSet(StringComparer.Ordinal);
    }

    private delegate ValueTask Handler(ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken);

    /// <summary>The methods that an operator has.</summary>
    public FrozenSet<string> Methods { get; }

    /// <summary>Whether somebody called <c>admin_shutdown</c>; whoever hosts this stops the node when the answer is out.</summary>
    public bool ShutdownWasAsked { get; private set; }

    public ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken) =>
        _handlers.TryGetValue(method, out Handler? handler)
            ? handler(parameters, result, cancellationToken)
            : throw JsonRpcException.MethodNotFound(method);

    private static Handler Answer(Action<ReadOnlyMemory<byte>, Utf8JsonWriter> answer) => (parameters, result, _) =>
    {
        answer(parameters, result);
        return ValueTask.CompletedTask;
    };

    private async ValueTask FindFileAsync(ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        // What is found is what admin_getFileLocation will tell; the official node, too, answers null.
        await _sync.FindAsync(new RpcParameters(parameters).Count("tx_seq"), cancellationToken).ConfigureAwait(false);
        result.WriteNullValue();
    }

    private async ValueTask GetFileLocationAsync(
        ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        RpcParameters reader = new(parameters);
        long sequence = reader.Count("tx_seq");
        bool allShards = reader.Boolean("all_shards");
        if (_store.Submissions.Find(sequence) is null)
        {
            throw StorageRefusal.Internal("tx not found");
        }

        IReadOnlyList<FileHolder> holders = await _sync.FindAsync(sequence, cancellationToken).ConfigureAwait(false);
        if (allShards && !ShardSelection.Covers(holders.Select(holder => holder.Shard), replicas: 1))
        {
            result.WriteNullValue();
            return;
        }

        result.WriteStartArray();
        foreach (FileHolder holder in holders)
        {
            if (await PeerReport.FindAddressAsync(holder.Client, cancellationToken).ConfigureAwait(false) is { } address)
            {
                WriteLocation(result, address, holder.Shard);
            }
        }

        result.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter result, IPAddress address, ShardConfig shard)
    {
        result.WriteStartObject();
        result.WriteString("ip"u8, address.ToString());
        result.WritePropertyName("shardConfig"u8);
        shard.Write(result);
        result.WriteEndObject();
    }

    private void GetMetrics(ReadOnlyMemory<byte> parameters, Utf8JsonWriter result)
    {
        string prefix = new RpcParameters(parameters).OptionalText("maybe_prefix") ?? "";
        result.WriteStartObject();
        foreach ((string name, string value) in _metrics.Reader.List())
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                result.WriteString(name, value);
            }
        }

        result.WriteEndObject();
    }

    private void GetSyncInfo(ReadOnlyMemory<byte> parameters, Utf8JsonWriter result)
    {
        long? sequence = new RpcParameters(parameters).OptionalCount("tx_seq");
        result.WriteStartObject();
        foreach ((long number, FileSync sync) in _sync.List(sequence))
        {
            result.WriteStartObject(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            result.WriteNumber("elapsedSecs"u8, sync.ElapsedSeconds);
            result.WriteStartObject("peers"u8);
            result.WriteNumber("Connected"u8, sync.HolderCount);
            result.WriteEndObject();
            result.WriteStartObject("goal"u8);
            result.WriteNumber("numChunks"u8, sync.Goal.Total);
            result.WriteNumber("indexStart"u8, sync.Goal.Start);
            result.WriteNumber("indexEnd"u8, sync.Goal.End);
            result.WriteBoolean("allChunks"u8, sync.Goal.IsWhole);
            result.WriteEndObject();
            result.WriteNumber("nextChunks"u8, sync.Next);
            result.WriteString("state"u8, sync.State);
            result.WriteEndObject();
        }

        result.WriteEndObject();
    }

    private void WriteServiceState(Utf8JsonWriter result)
    {
        result.WriteStartObject();
        result.WriteNumber("numSyncing"u8, _sync.ActiveCount);
        result.WriteNull("catchedUp"u8);
        result.WriteNull("autoSyncSerial"u8);
        result.WriteNull("autoSyncRandom"u8);
        result.WriteEndObject();
    }
}
