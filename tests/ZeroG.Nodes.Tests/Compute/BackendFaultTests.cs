using System.Net;
using System.Text;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Tests.Indexer;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>Backends that are down, slow, wrong or cut off, and clients that hang up: who pays what, and what the user learns.</summary>
public sealed class BackendFaultTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    private const string Chat = "v1/proxy/chat/completions";
    private const string Body = """{"messages":[{"role":"user","content":"x"}]}""";
    private const string StreamBody = """{"messages":[{"role":"user","content":"x"}],"stream":true,"stream_options":{"extra":1}}""";

    [Fact]
    public async Task Request_ReachesTheBackendWithoutTheSession()
    {
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(
            context => ScriptedBackend.ReplyAsync(context, 200, """{"usage":{"prompt_tokens":"7","completion_tokens":5}}"""));
        (ComputeProviderNode provider, Wallet user) = await StartAsync(backend.Uri);

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, StreamBody);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("/v1/chat/completions", backend.Asked.Path);
        Assert.Equal("Bearer own-key", backend.Asked.Headers["Authorization"]);
        Assert.DoesNotContain(backend.Asked.Headers, header => header.Value.Contains("app-sk-", StringComparison.Ordinal));
        Assert.Contains("\"stream_options\":{\"extra\":1,\"include_usage\":true}", backend.Asked.Body, StringComparison.Ordinal);
        Assert.Contains("\"model\":\"zerog-echo\"", backend.Asked.Body, StringComparison.Ordinal);
        Assert.Equal(1_700_000_000_000, await market.UnsettledAsync(provider, user));
    }

    [Fact]
    public async Task Backend_SaysNothingOfUse_WordsAreCharged()
    {
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(
            context => ScriptedBackend.ReplyAsync(context, 200, """{"choices":[{"message":{"content":"four  words in all"}}]}"""));
        (ComputeProviderNode provider, Wallet user) = await StartAsync(backend.Uri);

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);

        Assert.Equal(800_000_000_000, await market.UnsettledAsync(provider, user));
    }

    [Fact]
    public async Task Backend_Down_IsABadGateway()
    {
        (ComputeProviderNode provider, Wallet user) = await StartAsync(new Uri("http://127.0.0.1:9/v1"));

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);

        await AssertUpstreamAsync(reply, HttpStatusCode.BadGateway, "the backend cannot be reached");
        Assert.Equal(0, await market.UnsettledAsync(provider, user));
        Assert.Contains(provider.Log.Read(), line => line is { EventId: 409, Level: NodeLogLevel.Warning });
    }

    [Fact]
    public async Task Backend_Silent_TimesOut()
    {
        TaskCompletionSource arrived = new();
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        (ComputeProviderNode provider, Wallet user) = await StartAsync(backend.Uri, TimeSpan.FromMinutes(5));

        Task<HttpResponseMessage> asked = market.PostAsync(provider, user, Chat, Body);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));
        market.Time.Advance(TimeSpan.FromMinutes(6));
        using HttpResponseMessage reply = await asked;

        await AssertUpstreamAsync(reply, HttpStatusCode.GatewayTimeout, "the backend was silent for 300 s");
    }

    [Theory]
    [InlineData(500, HttpStatusCode.BadGateway)]
    [InlineData(401, HttpStatusCode.BadGateway)]
    [InlineData(302, HttpStatusCode.BadGateway)]
    public async Task Backend_RefusesTheProvider_UserLearnsNothingOfIt(int status, HttpStatusCode expected)
    {
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(context =>
        {
            context.Response.Headers.Location = "http://127.0.0.1:9/elsewhere";
            return ScriptedBackend.ReplyAsync(context, status, """{"error":"Incorrect API key provided: own-key"}""");
        });
        (ComputeProviderNode provider, Wallet user) = await StartAsync(backend.Uri);

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);

        await AssertUpstreamAsync(reply, expected, $"status {status}");
        Assert.DoesNotContain("own-key", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(provider.Log.Read(), line => line.Message.Contains("own-key", StringComparison.Ordinal));
        Assert.Equal(0, await market.UnsettledAsync(provider, user));
    }

    [Theory]
    [InlineData(429, "client")]
    [InlineData(422, "client")]
    [InlineData(503, "upstream")]
    public async Task Backend_RefusesTheRequest_IsPassedOn(int status, string source)
    {
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "17";
            context.Response.Headers["X-RateLimit-Remaining-Requests"] = "0";
            return ScriptedBackend.ReplyAsync(context, status, """{"error":{"message":"slow down"}}""");
        });
        (ComputeProviderNode provider, Wallet user) = await StartAsync(backend.Uri);

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);

        Assert.Equal(status, (int)reply.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(17), reply.Headers.RetryAfter?.Delta);
        Assert.Equal("0", reply.Headers.GetValues("X-RateLimit-Remaining-Requests").Single());
        Assert.Equal(source, reply.Headers.GetValues("ZG-Failure-Source").Single());
        Assert.Contains("slow down", await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await market.UnsettledAsync(provider, user));
    }

    [Fact]
    public async Task Stream_CutInTheMiddle_CostsWhatCameAndIsNotSigned()
    {
        TaskCompletionSource seen = new();
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            await ScriptedBackend.SendAsync(context, "data: {\"choices\":[{\"delta\":{\"content\":\"three little wor\"}}]}\n\n");
            await seen.Task;
            context.Abort();
        });
        (ComputeProviderNode provider, Wallet user) = await StartAsync(backend.Uri);

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, StreamBody, streams: true);
        Stream stream = await reply.Content.ReadAsStreamAsync();
        await stream.ReadExactlyAsync(new byte[5]);
        seen.SetResult();
        Exception? cut = await Record.ExceptionAsync(() => stream.CopyToAsync(Stream.Null));

        Assert.True(cut is HttpRequestException or IOException, $"The client must see that the stream was cut: {cut}");
        await IndexerFixture.UntilAsync(async () => await market.UnsettledAsync(provider, user) == 600_000_000_000);
        using HttpResponseMessage signature = await market.Http.GetAsync(
            new Uri(provider.Uri!, $"v1/proxy/signature/{reply.Headers.GetValues("ZG-Res-Key").Single()}"));
        Assert.Equal(HttpStatusCode.NotFound, signature.StatusCode);
        Assert.Contains(provider.Log.Read(), line => line.EventId == 410);
    }

    [Fact]
    public async Task Client_HangsUpInTheMiddle_PaysAllTheSame()
    {
        TaskCompletionSource hungUp = new();
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            await ScriptedBackend.SendAsync(context, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
            await hungUp.Task;
            await ScriptedBackend.SendAsync(context, "data: {\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20}}\n\n");
            await ScriptedBackend.SendAsync(context, "data: [DONE]\n\n");
        });
        (ComputeProviderNode provider, Wallet user) = await StartAsync(backend.Uri);

        HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, StreamBody, streams: true);
        await (await reply.Content.ReadAsStreamAsync()).ReadExactlyAsync(new byte[5]);
        reply.Dispose();
        hungUp.SetResult();

        await IndexerFixture.UntilAsync(async () => await market.UnsettledAsync(provider, user) == 5_000_000_000_000);
    }

    [Fact]
    public async Task Client_SlowToRead_StopsTheBackend()
    {
        int clients = 0;
        long sentToSlow = 0;
        byte[] piece = Encoding.UTF8.GetBytes("data: " + new string('x', 64 << 10) + "\n\n");
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            bool isSlow = Interlocked.Increment(ref clients) == 1;
            context.Response.ContentType = "text/event-stream";
            for (int i = 0; i < 2_000; i++)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                Interlocked.Add(ref sentToSlow, isSlow ? piece.Length : 0);
            }
        });
        (ComputeProviderNode provider, Wallet user) = await StartAsync(backend.Uri);

        // While another client reads the same to its end, the backend waits for one that reads nothing.
        using HttpResponseMessage slow = await market.PostAsync(provider, user, Chat, StreamBody, streams: true);
        using HttpResponseMessage other = await market.PostAsync(provider, user, Chat, StreamBody, streams: true);
        await other.Content.CopyToAsync(Stream.Null);

        Assert.InRange(Interlocked.Read(ref sentToSlow), 0, 100L << 20);
        Assert.Equal(2_000L * piece.Length, (await slow.Content.ReadAsByteArrayAsync()).Length);
    }

    private static async Task AssertUpstreamAsync(HttpResponseMessage reply, HttpStatusCode status, string words)
    {
        Assert.Equal(status, reply.StatusCode);
        Assert.Equal("upstream", reply.Headers.GetValues("ZG-Failure-Source").Single());
        Assert.Contains(words, await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<(ComputeProviderNode Provider, Wallet User)> StartAsync(Uri backend, TimeSpan? timeout = null)
    {
        ComputeProviderOptions options = await market.OptionsAsync();
        ComputeProviderNode provider = await market.StartAsync(options with
        {
            BackendUri = backend, BackendKey = new BackendKey("own-key"), BackendTimeout = timeout ?? options.BackendTimeout,
        });
        return (provider, await market.CreateUserAsync(provider));
    }
}
