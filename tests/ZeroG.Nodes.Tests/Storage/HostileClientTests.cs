using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Storage;

namespace ZeroG.Nodes.Tests.Storage;

/// <summary>
/// Clients that send what no client should, on the sockets of a whole node: each gets a refusal or nothing, the others are served, and
/// the node has nothing to tell of an error of its own.
/// </summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private const string Status = """{"jsonrpc":"2.0","id":1,"method":"zgs_getStatus"}""";

    private readonly List<NetworkStream> _clients = [];
    private NodeCluster _cluster = null!;
    private StorageNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await NodeCluster.CreateAsync();
        _cluster.Chain.Submit(TestFile.Create(1000));
        _node = await _cluster.StartAsync(_cluster.Options("hostile"));
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Connections_ByTheThousandThatSayNothingOrStopHalfway_LeaveTheNodeToOthers()
    {
        string[] beginnings =
        [
            "", "PO", "POST / HTTP/1.1\r\nHost: 127", Head(100), Head(100) + "{\"jsonrpc\"", Head(104_857_600) + "{", Head(null) + "A\r\n{",
        ];
        for (int i = 0; i < 1000; i++)
        {
            await SendAsync(await ConnectAsync(), beginnings[i % beginnings.Length]);
        }

        await AssertServesAsync();
        await _node.StopAsync().WaitAsync(NodeCluster.Patience);
    }

    [Theory]
    [InlineData(5000)]
    [InlineData(90_000_000)]
    [InlineData(null)]
    public async Task Upload_ClosedHalfway_IsRefused(int? length)
    {
        NetworkStream client = await ConnectAsync();
        await SendAsync(client, Head(length) + (length is null ? "2\r\n{}\r\n" : "{\"jsonrpc\":\"2.0\""), isAll: true);

        string answer = await ReadToEndAsync(client);

        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Upload_ResetHalfway_LeavesTheNodeToOthers()
    {
        NetworkStream client = await ConnectAsync();
        await SendAsync(client, Head(90_000_000) + new string(' ', 1_000_000));
        client.Socket.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();

        await AssertServesAsync();
    }

    [Theory]
    [InlineData("Content-Length: 10")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: x")]
    [InlineData("Content-Length: 99999999999999999999999")]
    [InlineData("Content-Length: 53\r\nContent-Length: 10")]
    [InlineData("Content-Length: 53\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: chunked, identity")]
    public async Task Body_LengthThatIsNone_IsRefusedAndNothingAfterItServed(string length)
    {
        NetworkStream client = await ConnectAsync();
        await SendAsync(
            client, $"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{length}\r\n\r\n{Status}", isAll: true);

        string answer = await ReadToEndAsync(client);

        Assert.DoesNotContain("\"result\"", answer, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF")]
    [InlineData("-1")]
    [InlineData("7FFFFFFF")]
    [InlineData("x")]
    public async Task Body_ChunkSizeThatIsNone_IsRefused(string size)
    {
        NetworkStream client = await ConnectAsync();
        await SendAsync(client, Head(null) + size + "\r\n{}\r\n0\r\n\r\n", isAll: true);

        string answer = await ReadToEndAsync(client);

        Assert.DoesNotContain("\"result\"", answer, StringComparison.Ordinal);
        await AssertServesAsync();
    }

    [Fact]
    public async Task Head_WithoutEndOrNoHttpAtAll_IsRefused()
    {
        string[] heads =
        [
            "POST / HTTP/1.1\r\nHost: localhost\r\nX: " + new string('x', 100_000),
            "POST / HTTP/1.1\r\nHost: localhost\r\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"X-{i}: y\r\n")),
            "POST /" + new string('x', 100_000),
            "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + new string('\0', 500),
            "SSH-2.0-OpenSSH_9.9\r\n",
            "POST / HTTP/9.9\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ];
        foreach (string head in heads)
        {
            NetworkStream client = await ConnectAsync();
            await SendAsync(client, head, isAll: true);
            Assert.DoesNotContain("200 OK", await ReadToEndAsync(client), StringComparison.Ordinal);
        }

        await AssertServesAsync();
    }

    public static TheoryData<string, int> Bodies => new()
    {
        { Call($"[{new string('[', 100_000)}"), -32700 },
        { Call(new string('[', 100_000) + new string(']', 100_000)), -32700 },
        { Call(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) + "1" + new string('}', 100_000)), -32700 },
        { Call("[1e999999999]"), -32602 },
        { Call($"[{new string('9', 1_000_000)}]"), -32602 },
        { Call($"[-{new string('9', 1000)}.5e-1000]"), -32602 },
        { Call("[9223372036854775808]"), -32602 },
        { Call("[NaN]"), -32700 },
        { Call("[01]"), -32700 },
        { Call("[\"\u0001\"]"), -32700 },
        { Call($"[\"{new string('x', 1_000_000)}\"]"), -32602 },
        { """{"jsonrpc":"2.0","id":1,"method":"zgs_getStatus","method":"zgs_other","id":1}""", -32601 },
        { """{"jsonrpc":"2.0","id":1,"method":"zgs_uploadSegment","params":[{"data":"","data":"","root":"0x","root":7}]}""", -32602 },
        { "\ufeff" + Status, -32700 },
        { "\0" + Status, -32700 },
        { new string(' ', 1_000_000), -32700 },
        { "// a comment\n" + Status, -32700 },
        { Status + ",", -32700 },
    };

    [Theory]
    [MemberData(nameof(Bodies), DisableDiscoveryEnumeration = true)]
    public async Task Json_ThatNoClientWrites_IsRefusedByItsCode(string body, int code) =>
        Assert.Equal(code, await RefusedAsync(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task Json_NotUtf8_IsRefused()
    {
        byte[][] texts = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82]];
        foreach (byte[] text in texts)
        {
            byte[] inName = [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\""u8, .. text, .. "\":1,\"method\":\"zgs_other\"}"u8];
            byte[] inMethod = [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"zgs_"u8, .. text, .. "\"}"u8];
            byte[] inParameter =
                [.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"zgs_getFileInfo\",\"params\":[\""u8, .. text, .. "\",true]}"u8];
            byte[] inSegment =
            [
                .. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"zgs_uploadSegment\",\"params\":[{\"data\":\""u8, .. text, .. "\"}]}"u8,
            ];
            foreach (byte[] body in (byte[][])[inName, inMethod, inParameter, inSegment])
            {
                Assert.Contains(await RefusedAsync(body), (int[])[-32700, -32600, -32601, -32602]);
            }
        }

        await RefusedAsync(Encoding.Unicode.GetBytes(Status));
        await AssertServesAsync();
    }

    private static string Call(string parameters) =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"zgs_getFileInfoByTxSeq","params":{{parameters}}}""";

    private static string Head(int? length) =>
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + (length is { } bytes ? $"Content-Length: {bytes}" : "Transfer-Encoding: chunked") + "\r\n\r\n";

    private static async Task SendAsync(NetworkStream client, string text, bool isAll = false)
    {
        try
        {
            await client.WriteAsync(Encoding.Latin1.GetBytes(text));
            if (isAll)
            {
                client.Socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            // The node may hang up before it has read everything.
        }
    }

    private static async Task<string> ReadToEndAsync(NetworkStream client)
    {
        using CancellationTokenSource limit = new(NodeCluster.Patience);
        using MemoryStream answer = new();
        try
        {
            await client.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // Refused by a reset, with what came before it.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private async Task<NetworkStream> ConnectAsync()
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _node.Uri!.Port);
        NetworkStream client = new(socket, ownsSocket: true);
        _clients.Add(client);
        return client;
    }

    private async Task<int> RefusedAsync(byte[] body)
    {
        using HttpClient http = new();
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        using HttpResponseMessage response = await http.PostAsync(_node.Uri, content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        await AssertServesAsync();
        return answer.RootElement.GetProperty("error").GetProperty("code").GetInt32();
    }

    private async Task AssertServesAsync()
    {
        Assert.Equal(1, (await NodeCluster.CallAsync(_node.Uri!, "zgs_getStatus")).GetProperty("nextTxSeq").GetInt64());
        Assert.DoesNotContain(_node.Log.Read(), entry => entry.Level >= NodeLogLevel.Error);
    }
}
