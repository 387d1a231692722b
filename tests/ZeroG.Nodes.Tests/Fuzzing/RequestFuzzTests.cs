using System.Text;
using System.Text.Json;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Storage.Admin;
using ZeroG.Nodes.Storage.Peers;
using ZeroG.Nodes.Tests.Storage;

namespace ZeroG.Nodes.Tests.Fuzzing;

/// <summary>
/// Damaged requests to a whole node without its socket: every one is answered with JSON that a client can read, none of them by "Internal
/// error", which would be a fault that nobody thought of, and none of them changes what the node has.
/// </summary>
public sealed class RequestFuzzTests : IAsyncLifetime
{
    private const int Cases = 3000;

    private readonly StorageFixture _node = new();
    private readonly PeerNodes _peers;
    private readonly PeerSync _sync;
    private readonly JsonRpcDispatcher _dispatcher;
    private readonly IJsonRpcService _service;
    private readonly TestFile _file = TestFile.Create(700);
    private readonly TestFile _open = TestFile.Create(300_000, seed: 2);

    public RequestFuzzTests()
    {
        _peers = new PeerNodes([], new PeerSyncOptions(), _node.Log);
        _sync = new PeerSync(_node.Store, _peers, new PeerSyncOptions(), TimeProvider.System, _node.Log, _node.Metrics);
        AdminRpc admin = new(_node.Store, _sync, _node.Metrics);
        _service = new CombinedRpc(admin, admin.Methods, _node.Rpc);
        _dispatcher = new JsonRpcDispatcher(_node.Log);
    }

    public async ValueTask InitializeAsync()
    {
        await _node.UploadAsync(_file, await _node.SubmitAsync(_file));
        await _node.SubmitAsync(_open);
    }

    public async ValueTask DisposeAsync()
    {
        await _sync.DisposeAsync();
        _peers.Dispose();
        _node.Dispose();
    }

    [Fact]
    public async Task Requests_Damaged_AreAnsweredInWords()
    {
        byte[][] requests = [.. Valid().Select(Encoding.UTF8.GetBytes)];
        foreach (byte[] request in requests)
        {
            await AnswerAsync(request);
        }

        Random random = new(20261126);
        for (int i = 0; i < Cases; i++)
        {
            byte[] damaged = TextMutation.Of(requests[random.Next(requests.Length)], random);
            await AnswerAsync(damaged);
        }

        Assert.True((await _node.CallAsync("zgs_checkFileFinalized", _file.Root)).GetBoolean());
        Assert.Equal(2, (await _node.CallAsync("zgs_getStatus")).GetProperty("nextTxSeq").GetInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{}{}")]
    [InlineData("[1] 2")]
    [InlineData("nul")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"zgs_getStatus\"} x")]
    public async Task Request_NoSingleJsonValue_IsAParseError(string body)
    {
        JsonElement answer = await AnswerAsync(Encoding.UTF8.GetBytes(body));

        Assert.Equal(-32700, answer.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\\ud800\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"\\ud800\":1,\"method\":\"zgs_other\"}", -32601)]
    [InlineData("{\"jsonrpc\":\"\\udc00\",\"id\":1,\"method\":\"x\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"zgs_getFileInfo\",\"params\":[\"\\ud800\"]}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"zgs_checkFileFinalized\",\"params\":[\"\\ud800\"]}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"admin_getMetrics\",\"params\":[\"\\ud800\"]}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"zgs_uploadSegment\",\"params\":[{\"root\":\"\\ud800\"}]}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"zgs_uploadSegment\",\"params\":[{\"data\":\"\\ud800\"}]}", -32602)]
    public async Task Request_HalfASurrogatePair_IsRefused(string body, int code)
    {
        JsonElement answer = await AnswerAsync(Encoding.UTF8.GetBytes(body));

        Assert.Equal(code, answer.GetProperty("error").GetProperty("code").GetInt32());
    }

    private IEnumerable<string> Valid()
    {
        string segment = Text(_open.Segment(1).Write);
        string small = Text(_file.Segment(0).Write);
        (string Method, string Parameters)[] calls =
        [
            ("zgs_uploadSegment", $"[{small}]"), ("zgs_uploadSegmentByTxSeq", $"[{small},0]"),
            ("zgs_uploadSegments", $"[[{small},{small}]]"),
            ("zgs_uploadSegmentsByTxSeq", $"[[{small}],0]"), ("zgs_uploadSegmentsByTxSeq", $"[[{segment}],1]"),
            ("zgs_downloadSegment", $"[\"{_file.Root}\",0,2]"), ("zgs_downloadSegmentByTxSeq", "[0,0,2]"),
            ("zgs_downloadSegmentWithProof", $"[\"{_file.Root}\",0]"), ("zgs_downloadSegmentWithProofByTxSeq", "[0,0]"),
            ("zgs_checkFileFinalized", "[0]"), ("zgs_checkFileFinalized", $"[\"{_file.Root}\"]"),
            ("zgs_getFileInfo", $"[\"{_file.Root}\",true]"),
            ("zgs_getFileInfo", $"{{\"need_available\":true,\"data_root\":\"{_file.Root}\"}}"),
            ("zgs_uploadSegmentsByTxSeq", $"{{\"tx_seq\":0,\"segments\":[{small}]}}"),
            ("zgs_getFileInfoByTxSeq", "[1]"), ("zgs_getSectorProof", "[4,null]"), ("zgs_getHashAtNodeIndex", "[0]"),
            ("zgs_getDataByNodeIndex", "[0]"), ("zgs_getMetaDataByNodeIndex", "[0]"), ("zgs_getFlowContext", "[]"), ("zgs_getStatus", "[]"),
            ("admin_getSyncInfo", "[0]"), ("admin_startSyncChunks", "[0,1,2]"), ("admin_getFileLocation", "[0,true]"),
            ("admin_getMetrics", "[\"zerog\"]"), ("admin_terminateSync", "[1]"),
        ];
        foreach ((string method, string parameters) in calls)
        {
            string request = $"{{\"jsonrpc\":\"2.0\",\"id\":\"a\\u0062c\",\"method\":\"{method}\",\"params\":{parameters}}}";
            yield return request;
            yield return $"[{request},{{\"jsonrpc\":\"2.0\",\"method\":\"zgs_getStatus\"}},{request}]";
        }
    }

    private static string Text(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private async Task<JsonElement> AnswerAsync(byte[] body)
    {
        int logged = _node.Log.Read().Count;
        using PooledBuffer answer = new();
        try
        {
            if (!await _dispatcher.AnswerAsync(_service, body, answer, default))
            {
                return default;
            }

            JsonElement parsed = JsonElement.Parse(answer.Written.Span);
            foreach (JsonElement one in parsed.ValueKind == JsonValueKind.Array ? [.. parsed.EnumerateArray()] : new[] { parsed })
            {
                Assert.Equal("2.0", one.GetProperty("jsonrpc").GetString());
                Assert.True(one.TryGetProperty("id", out _));
                Assert.True(one.TryGetProperty("result", out _) || one.GetProperty("error").GetProperty("code").GetInt32() < 0);
            }

            Assert.DoesNotContain(_node.Log.Read().Skip(logged), line => line.EventId == 5);
            return parsed;
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Request in Base64: {Convert.ToBase64String(body)}", failure);
        }
    }
}
