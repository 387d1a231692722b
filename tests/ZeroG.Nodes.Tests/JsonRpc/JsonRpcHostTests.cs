using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Tests.JsonRpc;

public sealed class JsonRpcHostTests : IDisposable
{
    private const string Echo = """{"jsonrpc":"2.0","id":1,"method":"echo","params":["x"]}""";

    // Asks before it sends what is large, and waits for the answer however long that takes.
    private readonly HttpClient _client = new(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan });
    private readonly EchoService _service = new();
    private readonly NodeLog _log = new();

    public void Dispose()
    {
        _client.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Post_Request_AnswersOnAFreeLoopbackPort()
    {
        await using JsonRpcHost host = await StartAsync();

        using HttpResponseMessage response = await PostAsync(host, Echo);

        Assert.Equal("127.0.0.1", host.Uri.Host);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":["x"]}""", await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Post_NotificationOnly_HasNoContent()
    {
        await using JsonRpcHost host = await StartAsync();
        using HttpResponseMessage response = await PostAsync(host, """{"jsonrpc":"2.0","method":"notify"}""");

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    [Fact]
    public async Task Post_LargeBody_IsServedUpToTheLimitOnly()
    {
        await using JsonRpcHost host = await StartAsync(new JsonRpcHostOptions { MaximumBodySize = 1 << 20 });
        string fits = Echo.Replace("x", new string('y', 900_000), StringComparison.Ordinal);
        string tooLarge = Echo.Replace("x", new string('y', 1 << 20), StringComparison.Ordinal);

        using HttpResponseMessage served = await PostAsync(host, fits);
        // The client waits for the server's word before it sends, so that the refusal cannot meet a half-sent body.
        using HttpRequestMessage large = new(HttpMethod.Post, host.Uri) { Content = Json(tooLarge) };
        large.Headers.ExpectContinue = true;
        using HttpResponseMessage refused = await _client.SendAsync(large);

        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, refused.StatusCode);
        Assert.Equal(
            """{"jsonrpc":"2.0","id":null,"error":{"code":-32701,"message":"Request is too big","data":"Exceeded max limit of 1048576"}}""",
            await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_MoreThanTheMemoryForRequests_IsRefusedUntilOthersEnd()
    {
        FairShare memory = new(1 << 20);
        await using JsonRpcHost host = await StartAsync(new JsonRpcHostOptions { Memory = memory });
        Assert.True(memory.TryTake(default, 700_000));
        string body = Echo.Replace("x", new string('y', 300_000), StringComparison.Ordinal);
        using HttpRequestMessage large = new(HttpMethod.Post, host.Uri) { Content = Json(body) };
        large.Headers.ExpectContinue = true;
        using HttpRequestMessage growing = new(HttpMethod.Post, host.Uri) { Content = Json(body) };
        growing.Headers.TransferEncodingChunked = true;

        using HttpResponseMessage refused = await _client.SendAsync(large);
        using HttpResponseMessage small = await PostAsync(host, Echo);
        await WaitAsync(() => memory.Taken == 700_000);
        memory.Return(default, 700_000);
        using HttpResponseMessage served = await _client.SendAsync(growing);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        await served.Content.CopyToAsync(Stream.Null);
        await WaitAsync(() => memory.Taken == 0);
    }

    [Fact]
    public async Task Post_BatchWhoseAnswersOutgrowTheMemory_IsRefused()
    {
        FairShare memory = new(1 << 20);
        await using JsonRpcHost host = await StartAsync(new JsonRpcHostOptions { Memory = memory });
        string item = Echo.Replace("x", new string('y', 3000), StringComparison.Ordinal);

        using HttpResponseMessage refused = await PostAsync(host, $"[{string.Join(',', Enumerable.Repeat(item, 200))}]");
        using HttpResponseMessage small = await PostAsync(host, Echo);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (refused.StatusCode, small.StatusCode));
        await WaitAsync(() => memory.Taken == 0);
        Assert.Empty(_log.Read());
    }

    [Fact]
    public async Task WebPage_OfThisMachine_MayCallAHostThatServesPages()
    {
        await using JsonRpcHost host = await StartAsync(new JsonRpcHostOptions { ServesWebPages = true });
        using HttpResponseMessage asked = await PreflightAsync(host, "http://localhost:3000");
        using HttpRequestMessage call = new(HttpMethod.Post, host.Uri) { Content = Json(Echo) };
        call.Headers.Add("Origin", "http://localhost:3000");
        using HttpResponseMessage answered = await _client.SendAsync(call);
        using HttpResponseMessage foreign = await PreflightAsync(host, "https://evil.example");

        Assert.Equal(HttpStatusCode.NoContent, asked.StatusCode);
        Assert.Equal(
            ["*", "POST", "*"],
            ((string[])["Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"])
                .Select(name => asked.Headers.GetValues(name).Single()));
        Assert.Equal((HttpStatusCode.OK, "*"), (answered.StatusCode, answered.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.False(foreign.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task WebPage_OfAnyPlace_MayCallAHostThatTheWorldReachesAndThatServesPages()
    {
        await using JsonRpcHost open = await StartAsync(new JsonRpcHostOptions { ServesWebPages = true, ListenAddress = IPAddress.Any });
        await using JsonRpcHost shut = await StartAsync(new JsonRpcHostOptions { ListenAddress = IPAddress.Any });

        using HttpResponseMessage welcome = await PreflightAsync(open, "https://dapp.example");
        using HttpResponseMessage refused = await PreflightAsync(shut, "https://dapp.example");

        Assert.Equal(
            (HttpStatusCode.NoContent, "*"), (welcome.StatusCode, welcome.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Request_ThatAPageCouldSend_IsRefused()
    {
        await using JsonRpcHost host = await StartAsync();
        using HttpRequestMessage foreignPage = new(HttpMethod.Post, host.Uri) { Content = Json(Echo) };
        foreignPage.Headers.Add("Origin", "https://evil.example");
        using HttpRequestMessage reboundName = new(HttpMethod.Post, host.Uri) { Content = Json(Echo) };
        reboundName.Headers.Host = "evil.example";
        using HttpRequestMessage localPage = new(HttpMethod.Post, host.Uri) { Content = Json(Echo) };
        localPage.Headers.Add("Origin", "http://localhost:3000");

        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(foreignPage)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _client.SendAsync(reboundName)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(localPage)).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _client.PostAsync(host.Uri, new StringContent(Echo))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _client.GetAsync(host.Uri)).StatusCode);
    }

    [Fact]
    public async Task Caller_GoesAway_CancelsTheRequest()
    {
        await using JsonRpcHost host = await StartAsync();
        using CancellationTokenSource caller = new();
        Task call = _client.PostAsync(host.Uri, Json("""{"jsonrpc":"2.0","id":1,"method":"hang"}"""), caller.Token);
        CancellationToken request = await _service.Hanging.Task;
        TaskCompletionSource cancelled = new();
        using CancellationTokenRegistration registration = request.Register(cancelled.SetResult);

        await caller.CancelAsync();

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Dispose_RequestHangs_EndsIt()
    {
        JsonRpcHost host = await StartAsync();
        Task call = _client.PostAsync(host.Uri, Json("""{"jsonrpc":"2.0","id":1,"method":"hang"}"""));
        await _service.Hanging.Task;

        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public async Task Start_PortInUse_SaysSo()
    {
        await using JsonRpcHost first = await StartAsync();

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => StartAsync(new JsonRpcHostOptions { Port = first.Uri.Port }));

        Assert.Equal("ZgPortInUse", failure.ErrorId);
        Assert.Equal(first.Uri.Port, failure.Target);
        Assert.Equal(
            $"127.0.0.1:{first.Uri.Port} is in use by another program. Choose another -Port, or leave it out for a free one.",
            failure.Message);
    }

    [Fact]
    public async Task Start_AddressOfAnotherMachine_SaysSo()
    {
        ZeroGException failure =
            await Assert.ThrowsAsync<ZeroGException>(
                () => StartAsync(new JsonRpcHostOptions { ListenAddress = IPAddress.Parse("192.0.2.1") }));

        Assert.Equal("ZgListenAddress", failure.ErrorId);
    }

    [Fact]
    public async Task Socket_RequestsAndPushes_ArriveInOrder()
    {
        PushingConnection? opened = null;
        await using JsonRpcHost host = await StartAsync(
            new JsonRpcHostOptions { OpenConnection = push => opened = new PushingConnection(push, _service) });
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(new UriBuilder(host.Uri) { Scheme = "ws" }.Uri, default);

        await SendAsync(socket, Echo);
        Assert.Equal("""{"jsonrpc":"2.0","id":1,"result":["x"]}""", await ReceiveAsync(socket));
        Assert.True(opened!.Push("\"pushed\""u8.ToArray()));
        Assert.Equal("\"pushed\"", await ReceiveAsync(socket));
        await SendAsync(socket, "[" + Echo + "]");
        Assert.Equal("""[{"jsonrpc":"2.0","id":1,"result":["x"]}]""", await ReceiveAsync(socket));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);

        await opened.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(opened.Push("\"late\""u8.ToArray()));
    }

    [Fact]
    public async Task Socket_HostStops_IsClosed()
    {
        PushingConnection? opened = null;
        JsonRpcHost host = await StartAsync(
            new JsonRpcHostOptions { OpenConnection = push => opened = new PushingConnection(push, _service) });
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(new UriBuilder(host.Uri) { Scheme = "ws" }.Uri, default);

        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        await opened!.Closed.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/json"));

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[1024];
        WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, default);
        Assert.True(received.EndOfMessage);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }

    private Task<JsonRpcHost> StartAsync(JsonRpcHostOptions? options = null) =>
        JsonRpcHost.StartAsync(_service, options ?? new JsonRpcHostOptions(), _log);

    // The memory is given back when the answer is out, which the client may see a little earlier.
    private static async Task WaitAsync(Func<bool> holds)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            await Task.Delay(1, limit.Token);
        }
    }

    private async Task<HttpResponseMessage> PreflightAsync(JsonRpcHost host, string origin)
    {
        using HttpRequestMessage preflight = new(HttpMethod.Options, host.Uri);
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type");
        return await _client.SendAsync(preflight);
    }

    private Task<HttpResponseMessage> PostAsync(JsonRpcHost host, string text) => _client.PostAsync(host.Uri, Json(text));

    private sealed class PushingConnection(JsonRpcPush push, EchoService service) : IJsonRpcConnection
    {
        public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public JsonRpcPush Push => push;

        public ValueTask HandleAsync(
            string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken) =>
            service.HandleAsync(method, parameters, result, cancellationToken);

        public ValueTask DisposeAsync()
        {
            Closed.SetResult();
            return ValueTask.CompletedTask;
        }
    }
}
