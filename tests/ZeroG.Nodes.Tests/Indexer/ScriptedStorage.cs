using System.Collections.Concurrent;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Nodes;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Nodes.Tests.Indexer;

/// <summary>A storage node with its admin methods on a real port, as the test wants it.</summary>
internal sealed class ScriptedStorage : IJsonRpcService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<RpcText, string?>> _answers = new();
    private readonly ConcurrentDictionary<string, int> _calls = new();
    private readonly NodeLog _log = new();
    private JsonRpcHost? _host;

    private ScriptedStorage(ShardConfig shard)
    {
        On("zgs_getShardConfig", $$"""{"shardId":{{shard.ShardId}},"numShard":{{shard.NumShard}}}""");
        On("zgs_getFileInfo", "null");
        On("zgs_getFileInfoByTxSeq", "null");
        On("admin_getPeers", "null");
        On("admin_getFileLocation", "null");
        On("admin_findFile", "null");
    }

    /// <summary>Parameters as JSON text.</summary>
    public readonly record struct RpcText(string Json);

    public Uri Uri { get; private set; } = null!;

    public string Url => Uri.AbsoluteUri.TrimEnd('/');

    /// <summary>Every call waits for it when it is set; null goes on at once.</summary>
    public Task? Gate { get; set; }

    public static Task<ScriptedStorage> StartAsync(long shardId = 0, long shards = 1) => StartAsync(new ShardConfig(shardId, shards));

    public static async Task<ScriptedStorage> StartAsync(ShardConfig shard)
    {
        ScriptedStorage node = new(shard);
        await node.ListenAsync(0);
        return node;
    }

    /// <summary>Answers a method with JSON text; null refuses it.</summary>
    public ScriptedStorage On(string method, string? json) => On(method, _ => json);

    public ScriptedStorage On(string method, Func<RpcText, string?> answer)
    {
        _answers[method] = answer;
        return this;
    }

    /// <summary>The node knows a file, completely or not.</summary>
    public ScriptedStorage Has(long sequence, bool finalized = true)
    {
        string info = Info(sequence, finalized);
        Func<RpcText, string?> byRoot = _answers["zgs_getFileInfo"];
        Func<RpcText, string?> bySequence = _answers["zgs_getFileInfoByTxSeq"];
        On("zgs_getFileInfo", call => call.Json.Contains(RootOf(sequence).ToString(), StringComparison.Ordinal) ? info : byRoot(call));
        return On("zgs_getFileInfoByTxSeq", call => call.Json == $"[{sequence}]" ? info : bySequence(call));
    }

    /// <summary>How often a method was called.</summary>
    public int Calls(string method) => _calls.GetValueOrDefault(method);

    /// <summary>Root of the file with that entry.</summary>
    public static Hash256 RootOf(long sequence) => Hash256.Keccak(BitConverter.GetBytes(sequence));

    /// <summary>A map of peers, all of them seen at these addresses.</summary>
    public static string Peers(params string[] ips) =>
        "{" + string.Join(',', ips.Select((ip, number) => $$"""
            "peer{{number}}":{"client":null,"seenIps":["{{ip}}","203.0.113.9"],"isTrusted":false,"enr":null}
            """)) + "}";

    public async Task ListenAsync(int port) =>
        Uri = (_host = await JsonRpcHost.StartAsync(this, new JsonRpcHostOptions { Port = port }, _log)).Uri;

    public async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref _host, null) is { } host)
        {
            await host.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _log.Dispose();
    }

    public async ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        string json = System.Text.Encoding.UTF8.GetString(parameters.Span);
        _calls.AddOrUpdate(method, 1, (_, count) => count + 1);
        if (Gate is { } gate)
        {
            await gate.WaitAsync(cancellationToken);
        }

        result.WriteRawValue(
            _answers.TryGetValue(method, out Func<RpcText, string?>? answer) && answer(new RpcText(json)) is { } text
                ? text
                : throw JsonRpcException.MethodNotFound(method));
    }

    private static string Info(long sequence, bool finalized)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            new FileInfo(new StorageTransaction(RootOf(sequence), [], 0, 1000, sequence), finalized, false, 0, false).Write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(json.ToArray());
    }
}
