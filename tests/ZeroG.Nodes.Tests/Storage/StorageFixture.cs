using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>All of a storage node but sockets and time: a store over a scripted chain, and the RPC over both.</summary>
internal sealed class StorageFixture : IDisposable
{
    private readonly StoreFixture _stored;

    public StorageFixture(ShardConfig? shard = null, int confirmations = 0, UploadLimits? limits = null)
    {
        _stored = new StoreFixture(shard, limits);
        Upload = new SegmentUpload(Store, Pool, limits ?? UploadLimits.Default, Metrics, Log);
        Sync = new LogSync(
            Chain, Store, Pool, Upload, new LogSyncOptions(0, confirmations, TimeSpan.FromMilliseconds(1), TimeProvider.System), Log);
        NetworkIdentity network = new(31337, ScriptedChain.Flow, PeerProtocolVersion.Current);
        Rpc = new StorageRpc(Store, Pool, Upload, network, Metrics);
    }

    public ScriptedChain Chain { get; } = new();

    public FlowStore Store => _stored.Store;

    public UploadPool Pool => _stored.Pool;

    public NodeLog Log => _stored.Log;

    public StorageMetrics Metrics => _stored.Metrics;

    public FakeTimeProvider Time => _stored.Time;

    public SegmentUpload Upload { get; }

    public LogSync Sync { get; }

    public StorageRpc Rpc { get; }

    /// <summary>Reads the chain to its end.</summary>
    public async Task SyncAsync()
    {
        while (await Sync.StepAsync(default))
        {
        }
    }

    /// <summary>Submits a file on the chain and lets the node see it.</summary>
    public async Task<long> SubmitAsync(TestFile file)
    {
        long sequence = Chain.Submit(file);
        await SyncAsync();
        return sequence;
    }

    /// <summary>Uploads all segments of a file at once.</summary>
    public Task UploadAsync(TestFile file, long sequence) => CallAsync("zgs_uploadSegmentsByTxSeq", writer =>
    {
        writer.WriteStartArray();
        for (long i = 0; i < file.SegmentCount; i++)
        {
            file.Segment(i).Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteNumberValue(sequence);
    });

    public Task<JsonElement> UploadAsync(string method, SegmentWithProof segment, long? sequence = null) => CallAsync(method, writer =>
    {
        segment.Write(writer);
        if (sequence is { } number)
        {
            writer.WriteNumberValue(number);
        }
    });

    public Task<JsonElement> CallAsync(string method, params object?[] parameters) => CallAsync(method, writer =>
    {
        foreach (object? parameter in parameters)
        {
            JsonRpcValue.Write(writer, parameter);
        }
    });

    public async Task<JsonElement> CallAsync(string method, Action<Utf8JsonWriter> write)
    {
        using MemoryStream parameters = new();
        using (Utf8JsonWriter writer = new(parameters))
        {
            writer.WriteStartArray();
            write(writer);
            writer.WriteEndArray();
        }

        using PooledBuffer result = new();
        using (Utf8JsonWriter writer = new(result))
        {
            await Rpc.HandleAsync(method, parameters.ToArray(), writer, default);
        }

        return JsonElement.Parse(Encoding.UTF8.GetString(result.Written.Span));
    }

    public void Dispose()
    {
        Upload.Dispose();
        _stored.Dispose();
    }
}
