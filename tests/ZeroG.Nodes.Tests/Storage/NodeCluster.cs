using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Nodes;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>Whole storage nodes with sockets over one scripted chain and one folder, and a way to talk to them as a script would.</summary>
public sealed class NodeCluster : IAsyncDisposable
{
    /// <summary>How long a test waits for what happens in the background; it ends as soon as it has happened.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly HttpClient Http = new();

    private readonly NodeLog _log = new();
    private readonly List<IAsyncDisposable> _running = [];
    private JsonRpcHost _chainHost = null!;

    internal ScriptedChain Chain { get; } = new();

    internal TempFolder Folder { get; } = new();

    public static async Task<NodeCluster> CreateAsync()
    {
        NodeCluster cluster = new();
        cluster._chainHost = await JsonRpcHost.StartAsync(cluster.Chain, new JsonRpcHostOptions(), cluster._log);
        return cluster;
    }

    public StorageNodeOptions Options(string name) => new()
    {
        Name = name,
        ChainUri = _chainHost.Uri,
        FlowAddress = ScriptedChain.Flow,
        Confirmations = 0,
        PollInterval = TimeSpan.FromMilliseconds(5),
        DataPath = Folder[name],
        Durable = false,
    };

    /// <summary>Starts a node and lets it read the chain.</summary>
    public async Task<StorageNode> StartAsync(StorageNodeOptions options)
    {
        StorageNode node = new(options);
        _running.Add(node);
        await node.StartAsync();
        await node.CaughtUp.WaitAsync(Patience);
        return node;
    }

    /// <summary>Serves something else in a node's place.</summary>
    public async Task<Uri> ServeAsync(ZeroG.Chain.JsonRpc.IJsonRpcService service)
    {
        JsonRpcHost host = await JsonRpcHost.StartAsync(service, new JsonRpcHostOptions(), _log);
        _running.Add(host);
        return host.Uri;
    }

    internal static async Task UploadAsync(StorageNode node, TestFile file, long sequence)
    {
        using StorageNodeClient client = new(node.Uri!);
        await UntilAsync(() => node.SubmissionCount > sequence);
        await client.UploadSegmentsBySequenceAsync(
            [.. Enumerable.Range(0, (int)file.SegmentCount).Select(index => file.Segment(index))], sequence);
    }

    /// <summary>Calls a method; what comes back is the result, or the error as <c>code message: data</c>.</summary>
    public static async Task<JsonElement> CallAsync(Uri uri, string method, params object?[] parameters)
    {
        using HttpResponseMessage answer = await Http.PostAsJsonAsync(
            uri, new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        answer.EnsureSuccessStatusCode();
        JsonElement body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("error", out JsonElement error)
            ? JsonSerializer.SerializeToElement(
                $"{error.GetProperty("code")} {error.GetProperty("message")}: "
                + (error.TryGetProperty("data", out JsonElement data) ? data.GetString() : ""))
            : body.GetProperty("result");
    }

    public static Task<string> GetAsync(Uri uri, string path) => Http.GetStringAsync(new Uri(uri, path));

    /// <summary>Waits until something holds, looking often.</summary>
    public static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!await holds())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable running in Enumerable.Reverse(_running))
        {
            await running.DisposeAsync();
        }

        await _chainHost.DisposeAsync();
        _log.Dispose();
        Folder.Dispose();
    }
}
