using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Json;
using ZeroG.Chain.JsonRpc;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.JsonRpc;

public sealed class JsonRpcClientTests : IDisposable
{
    private static readonly Uri Server = new("http://user:secret@node.example:8545/v3/0123456789abcdef0123456789abcdef?key=secret");

    private readonly FakeRpcServer _server = new();
    private readonly SkippingTimeProvider _clock = new(TimeSpan.FromSeconds(29));
    private readonly List<JsonRpcTrace> _traces = [];

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Call_Answered_ReturnsResult()
    {
        _server.On("eth_chainId", "\"0x4115\"");
        Assert.Equal("0x4115", (await Client().CallAsync("eth_chainId", [])).GetString());
    }

    [Fact]
    public async Task Call_EveryKindOfParameter_HasItsJsonForm()
    {
        _server.On("m", "null");
        await Client().CallAsync("m",
        [
            null, "text", true, 1, 2u, 3L, 4UL, new BigInteger(255), Address.Zero, Hash256.Zero, new byte[] { 1, 2 },
            (ReadOnlyMemory<byte>)new byte[] { 3 },
            new Dictionary<string, object?> { ["a"] = new object?[] { 1, "b" } },
        ]);
        Assert.Equal(
            $$"""[null,"text",true,1,2,3,4,"0xff","0x{{new string('0', 40)}}","0x{{new string('0', 64)}}","0x0102","0x03",{"a":[1,"b"]}]""",
            _server.Calls[0].Parameters.GetRawText());
    }

    [Fact]
    public async Task Call_TypedReader_ReadsFromTheAnswer()
    {
        _server.On("m", "[1,2,3]");
        int sum = await Client().CallAsync(
            "m", static writer => { writer.WriteStartArray(); writer.WriteEndArray(); }, static (ref Utf8JsonReader reader) =>
        {
            int total = 0;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                total += reader.GetInt32();
            }

            return total;
        });
        Assert.Equal(6, sum);
    }

    [Fact]
    public async Task Call_Refused_ThrowsOnceWithCodeWordsAndData()
    {
        _server.On("eth_call", _ => throw new FakeRpcException(3, "execution reverted: no", "\"0x08c379a0\""));
        JsonRpcException error = await Assert.ThrowsAsync<JsonRpcException>(() => Client().CallAsync("eth_call", []));
        Assert.Equal(
            ("ZgRpcError", 3, "execution reverted: no", "0x08c379a0"),
            (error.ErrorId, error.Code, error.RemoteMessage, error.RemoteData?.GetString()));
        Assert.Equal(
            "http://node.example:8545/v3/… refused eth_call: execution reverted: no (code 3). "
            + "Check the values given; the node's words say which one it minds.",
            error.Message);
        Assert.Equal(1, _server.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task Call_TransientStatus_IsRepeated(HttpStatusCode status)
    {
        _server.Then(status).Then(status).On("m", "1");
        Assert.Equal(1, (await Client().CallAsync("m", [])).GetInt32());
        Assert.Equal(3, _server.Requests);
    }

    [Fact]
    public async Task Call_ConnectionCut_IsRepeatedWithGrowingWaits()
    {
        _server.ThenCut().ThenCut().ThenCut().On("m", "1");
        await Client().CallAsync("m", []);
        Assert.Equal([0.2, 0.4, 0.8], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Call_RateLimitedByErrorCode_IsRepeated()
    {
        int calls = 0;
        _server.On("m", _ => ++calls < 3 ? throw new FakeRpcException(-32005, "slow down") : "1");
        await Client().CallAsync("m", []);
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Call_RetryAfter_IsHonoured()
    {
        _server.Then(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromSeconds(7)).On("m", "1");
        await Client().CallAsync("m", []);
        Assert.Equal([TimeSpan.FromSeconds(7)], _clock.Waits);
    }

    [Fact]
    public async Task Call_RetryAfterBeyondTheLongestDelay_GivesUpAtOnce()
    {
        _server.Then(HttpStatusCode.TooManyRequests, retryAfter: TimeSpan.FromHours(1));
        await AssertFails("ZgRpcRateLimited", Client().CallAsync("m", []));
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task Call_ConnectionKeepsBreaking_GivesUpAfterFiveAttempts()
    {
        for (int i = 0; i < 5; i++)
        {
            _server.ThenCut();
        }

        ZeroGException error = await AssertFails("ZgRpcUnreachable", Client().CallAsync("m", []));
        Assert.DoesNotContain("secret", error.Message);
        Assert.Equal(5, _server.Requests);
    }

    [Fact]
    public async Task CallOnce_ConnectionCut_IsNotRepeated()
    {
        _server.ThenCut();
        await AssertFails("ZgRpcUnreachable", Client().CallOnceAsync("m", []));
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task Call_NoAnswerInTime_TimesOut()
    {
        SkippingTimeProvider hurried = new(TimeSpan.FromSeconds(30));
        _server.Gate = token => Task.Delay(Timeout.Infinite, token);
        ZeroGException error = await AssertFails(
            "ZgRpcTimeout", Client(new JsonRpcClientOptions { TimeProvider = hurried, MaxAttempts = 1 }).CallAsync("m", []));
        Assert.Contains("30 seconds", error.Message);
    }

    [Fact]
    public async Task Call_CancelledByCaller_IsCancelledAndNotATimeout()
    {
        using CancellationTokenSource stop = new();
        _server.Gate = token => { stop.Cancel(); return Task.Delay(Timeout.Infinite, token); };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client().CallAsync("m", [], stop.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"jsonrpc":"2.0","id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":2,"result":1}""")]
    [InlineData("""{"jsonrpc":"2.0","result":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":1} {}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":"0x1" """)]
    public async Task Call_BodyThatIsNoAnswer_IsRefusedAndNotRepeated(string body)
    {
        _server.Then(HttpStatusCode.OK, body);
        await AssertFails("ZgRpcAnswerInvalid", Client().CallAsync("m", []));
        Assert.Equal(1, _server.Requests);
    }

    [Theory]
    [InlineData("""{"result":1,"id":1,"jsonrpc":"2.0"}""")]
    [InlineData("""{"id":1,"result":1,"error":null}""")]
    public async Task Call_MembersInAnyOrder_AreRead(string body)
    {
        _server.Then(HttpStatusCode.OK, body);
        Assert.Equal(1, (await Client().CallAsync("m", [])).GetInt32());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}""", -32700, "parse error")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":{}}""", 0, "no reason given")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"error":"just words"}""", 0, "just words")]
    public async Task Call_IncompleteRefusal_IsStillARefusal(string body, int code, string words)
    {
        _server.Then(HttpStatusCode.OK, body);
        JsonRpcException error = await Assert.ThrowsAsync<JsonRpcException>(() => Client().CallAsync("m", []));
        Assert.Equal((code, words), (error.Code, error.RemoteMessage));
    }

    [Fact]
    public async Task Call_RefusalWithHttpStatus400_KeepsTheServersWords()
    {
        _server.Then(HttpStatusCode.BadRequest, """{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"bad hash"}}""");
        JsonRpcException error = await Assert.ThrowsAsync<JsonRpcException>(() => Client().CallAsync("m", []));
        Assert.Equal("bad hash", error.RemoteMessage);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "ZgRpcHttpError")]
    [InlineData(HttpStatusCode.Redirect, "ZgRpcHttpError")]
    [InlineData(HttpStatusCode.Unauthorized, "ZgRpcForbidden")]
    public async Task Call_HttpStatusWithoutAnswer_IsReported(HttpStatusCode status, string errorId)
    {
        _server.Then(status, "no such page");
        await AssertFails(errorId, Client().CallAsync("m", []));
        Assert.Equal(1, _server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_AnswerBeyondTheLimit_IsNotRead(bool saysItsLength)
    {
        byte[] large = Encoding.ASCII.GetBytes(new string(' ', 2000));
        HttpContent content = saysItsLength ? new ByteArrayContent(large) : new StreamContent(new Unseekable(large));
        _server.Then(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        await AssertFails("ZgRpcAnswerTooLarge", Client(new JsonRpcClientOptions { MaxAnswerSize = 1000 }).CallAsync("m", []));
    }

    [Fact]
    public async Task Call_AnswerShorterThanItClaims_CostsNoMoreThanItSends()
    {
        ByteArrayContent content = new("{"u8.ToArray());
        content.Headers.ContentLength = 100 << 20;
        _server.Then(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        long before = GC.GetAllocatedBytesForCurrentThread();
        await AssertFails("ZgRpcAnswerInvalid", Client().CallAsync("m", []));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
    }

    [Theory]
    [InlineData("\u001b[2Jgone\r\nWARNING: pay \u202eevil", " [2Jgone  WARNING: pay  evil")]
    [InlineData("no.", "no")]
    public async Task Call_RefusalWithControlCharacters_IsShownWithoutThem(string words, string shown)
    {
        _server.On("m", _ => throw new FakeRpcException(-32000, words));
        JsonRpcException error = await Assert.ThrowsAsync<JsonRpcException>(() => Client().CallAsync("m", []));
        Assert.Contains($"refused m: {shown} (code -32000)", error.Message);
    }

    [Fact]
    public async Task Call_RefusalOfAMegabyte_IsCutForPeople()
    {
        _server.On("m", _ => throw new FakeRpcException(-32000, new string('x', 1 << 20)));
        JsonRpcException error = await Assert.ThrowsAsync<JsonRpcException>(() => Client().CallAsync("m", []));
        Assert.InRange(error.Message.Length, 500, 700);
    }

    [Fact]
    public async Task Batch_AnswersInReverseOrder_AreMatchedById()
    {
        _server.On("a", "1").On("b", "2").On("c", _ => throw new FakeRpcException(-32000, "no"));
        IReadOnlyList<JsonRpcReply> replies = await Client().CallBatchAsync([new("a"), new("b"), new("c"), new("a")]);
        Assert.Equal([1, 2, 1], new[] { replies[0], replies[1], replies[3] }.Select(reply => reply.Result.GetInt32()));
        Assert.Equal("no", Assert.Throws<JsonRpcException>(() => replies[2].Result).RemoteMessage);
        Assert.Equal(1, _server.Requests);
    }

    [Theory]
    [InlineData("""[{"id":1,"result":1}]""")]
    [InlineData("""[{"id":1,"result":1},{"id":1,"result":1}]""")]
    [InlineData("""[{"id":1,"result":1},{"id":3,"result":1}]""")]
    [InlineData("""[{"id":1,"result":1},{"result":1}]""")]
    [InlineData("""{"id":1,"result":1}""")]
    [InlineData("7")]
    public async Task Batch_IdMissingTwiceOrUnknown_IsRefused(string body)
    {
        _server.Then(HttpStatusCode.OK, body);
        await AssertFails("ZgRpcAnswerInvalid", Client().CallBatchAsync([new("a"), new("b")]));
    }

    [Fact]
    public async Task Batch_RefusedAsAWhole_ThrowsTheRefusal()
    {
        _server.Then(HttpStatusCode.OK, """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batches are off"}}""");
        JsonRpcException error = await Assert.ThrowsAsync<JsonRpcException>(() => Client().CallBatchAsync([new("a"), new("b")]));
        Assert.Equal("batches are off", error.RemoteMessage);
    }

    [Fact]
    public async Task Call_UserInfoInAddress_BecomesBasicAuthorization()
    {
        _server.On("m", "1");
        await Client().CallAsync("m", []);
        Assert.Equal("Basic " + Convert.ToBase64String("user:secret"u8), _server.Authorization);
    }

    [Fact]
    public async Task Trace_EachAttempt_IsSeenWithoutSecrets()
    {
        _server.ThenCut().On("m", "1");
        await Client().CallAsync("m", ["secret"]);
        Assert.Equal([1, 2], _traces.Select(trace => trace.Attempt));
        Assert.Equal(TimeSpan.FromSeconds(0.2), _traces[0].RetryDelay);
        Assert.All(_traces, trace => Assert.DoesNotContain("secret", trace.ToString()));
    }

    [Theory]
    [InlineData("ws://node.example")]
    [InlineData("file:///etc/passwd")]
    public void Constructor_AddressThatIsNotHttp_IsRefused(string uri) =>
        Assert.Equal("ZgUriInvalid", Assert.Throws<ZeroGException>(() => new JsonRpcClient(new Uri(uri))).ErrorId);

    private static async Task<ZeroGException> AssertFails(string errorId, Task call)
    {
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => call);
        Assert.Equal(errorId, error.ErrorId);
        return error;
    }

    private JsonRpcClient Client(JsonRpcClientOptions? options = null)
    {
        options ??= new JsonRpcClientOptions { TimeProvider = _clock };
        return new JsonRpcClient(Server, options with { Random = new Halfway(), Trace = _traces.Add }, _server);
    }

    private sealed class Halfway : Random
    {
        public override double NextDouble() => 0.5;
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
