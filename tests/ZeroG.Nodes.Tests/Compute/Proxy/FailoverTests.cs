using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ZeroG.Nodes.Compute.Proxy;
using ZeroG.Testing;
using static ZeroG.Nodes.Tests.Compute.Proxy.ProxyUnderTest;

namespace ZeroG.Nodes.Tests.Compute.Proxy;

/// <summary>Who is asked, and who next.</summary>
public sealed class FailoverTests
{
    private const string Answer = """{"id":"chatcmpl-1","choices":[{"message":{"role":"assistant","content":"hi"}}]}""";

    private static readonly Uri Nowhere = new($"http://127.0.0.1:{ReservedPort.Next()}/v1");

    [Fact]
    public async Task Chat_TwoUpstreams_GoesToTheLowerPriority()
    {
        await using ScriptedBackend first = await OkAsync(), second = await OkAsync();
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("second", second.Uri, Priority: 60), new EndpointUpstream("first", first.Uri, Priority: 10));

        using HttpResponseMessage response = await proxy.ChatAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("first", Assert.Single(response.Headers.GetValues("X-Provider-Address")));
        Assert.Equal(Answer, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(500, """{"error":"no"}""")]
    [InlineData(503, "")]
    [InlineData(429, """{"error":{"message":"slow down"}}""")]
    [InlineData(401, """{"error":"session token expired"}""")]
    [InlineData(402, """{"error":"insufficient balance"}""")]
    [InlineData(400, """{"error":"Provider proxy: handle proxied service: insufficient balance: your locked balance is 1"}""")]
    [InlineData(307, "")]
    public async Task Chat_FirstRefusesForReasonsOfItsOwn_IsAnsweredByTheSecondAndTheFirstIsLeftAlone(int status, string words)
    {
        int asked = 0;
        await using ScriptedBackend first = await ScriptedBackend.StartAsync(context =>
        {
            asked += context.Request.Method == "POST" ? 1 : 0;
            return ScriptedBackend.ReplyAsync(context, status, words);
        });
        await using ScriptedBackend second = await OkAsync();
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("first", first.Uri), new EndpointUpstream("second", second.Uri));

        using HttpResponseMessage response = await proxy.ChatAsync();
        using HttpResponseMessage again = await proxy.ChatAsync();

        Assert.Equal("second", Assert.Single(response.Headers.GetValues("X-Provider-Address")));
        Assert.Equal("second", Assert.Single(again.Headers.GetValues("X-Provider-Address")));
        Assert.Equal(1, asked);
        JsonElement state = (await proxy.GetAsync("providers/status")).GetProperty("providers")[0];
        Assert.False(state.GetProperty("available").GetBoolean());
        Assert.StartsWith($"status {status}", state.GetProperty("lastError").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_FirstIsDown_IsAnsweredByTheSecond()
    {
        await using ScriptedBackend second = await OkAsync();
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("first", Nowhere), new EndpointUpstream("second", second.Uri));

        using HttpResponseMessage response = await proxy.ChatAsync();

        Assert.Equal("second", Assert.Single(response.Headers.GetValues("X-Provider-Address")));
    }

    [Fact]
    public async Task Chat_FirstFailedAMinuteAgo_IsAskedAgain()
    {
        bool fails = true;
        await using ScriptedBackend first = await ScriptedBackend.StartAsync(context =>
            fails ? ScriptedBackend.ReplyAsync(context, 500, "") : ScriptedBackend.ReplyAsync(context, 200, Answer));
        await using ScriptedBackend second = await OkAsync();
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("first", first.Uri), new EndpointUpstream("second", second.Uri));
        using HttpResponseMessage response = await proxy.ChatAsync();
        fails = false;

        proxy.Time.Advance(TimeSpan.FromSeconds(61));
        using HttpResponseMessage later = await proxy.ChatAsync();

        Assert.Equal("first", Assert.Single(later.Headers.GetValues("X-Provider-Address")));
        Assert.True((await proxy.GetAsync("providers/status")).GetProperty("providers")[0].GetProperty("available").GetBoolean());
    }

    [Fact]
    public async Task Chat_FirstAsksForALongerPause_IsLeftAloneAsLong()
    {
        await using ScriptedBackend first = await ScriptedBackend.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "300";
            return ScriptedBackend.ReplyAsync(context, 429, "");
        });
        await using ScriptedBackend second = await OkAsync();
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("first", first.Uri), new EndpointUpstream("second", second.Uri));
        using HttpResponseMessage response = await proxy.ChatAsync();

        proxy.Time.Advance(TimeSpan.FromSeconds(299));
        Assert.False((await proxy.GetAsync("providers/status")).GetProperty("providers")[0].GetProperty("available").GetBoolean());
        proxy.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await proxy.GetAsync("providers/status")).GetProperty("providers")[0].GetProperty("available").GetBoolean());
    }

    [Fact]
    public async Task Chat_OnlyUpstreamRefuses_PassesItsRefusalOnOnce()
    {
        int asked = 0;
        await using ScriptedBackend only = await ScriptedBackend.StartAsync(context =>
        {
            asked += context.Request.Method == "POST" ? 1 : 0;
            context.Response.Headers.RetryAfter = "7";
            return ScriptedBackend.ReplyAsync(context, 429, """{"error":"slow"}""");
        });
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("only", only.Uri));

        using HttpResponseMessage response = await proxy.ChatAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal("""{"error":"slow"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Chat_AllAreDown_NamesEach()
    {
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("one", Nowhere), new EndpointUpstream("two", new Uri($"http://127.0.0.1:{ReservedPort.Next()}/v1")));

        using HttpResponseMessage response = await proxy.ChatAsync();

        Assert.Equal(
            (502, "All providers failed. one: cannot be reached (ConnectionError); two: cannot be reached (ConnectionError)."),
            await RefusalOf(response));
    }

    [Fact]
    public async Task Chat_ConnectionBreaksAfterTheRequest_AsksNobodyElse()
    {
        await using ScriptedBackend first = await ScriptedBackend.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        int asked = 0;
        await using ScriptedBackend second = await ScriptedBackend.StartAsync(context =>
        {
            asked += context.Request.Method == "POST" ? 1 : 0;
            return ScriptedBackend.ReplyAsync(context, 200, Answer);
        });
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("first", first.Uri), new EndpointUpstream("second", second.Uri));

        using HttpResponseMessage response = await proxy.ChatAsync();

        (int status, string message) = await RefusalOf(response);
        Assert.Equal(502, status);
        Assert.Contains("may have been charged", message, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task Chat_UpstreamIsSilent_EndsAfterTheTimeoutAndAsksNobodyElse()
    {
        TaskCompletionSource arrived = new();
        await using ScriptedBackend first = await ScriptedBackend.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                arrived.TrySetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        });
        await using ScriptedBackend second = await OkAsync();
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("first", first.Uri), new EndpointUpstream("second", second.Uri));

        Task<HttpResponseMessage> asking = proxy.ChatAsync();
        await arrived.Task;
        proxy.Time.Advance(TimeSpan.FromSeconds(61));
        using HttpResponseMessage response = await asking;

        (int status, string message) = await RefusalOf(response);
        Assert.Equal(502, status);
        Assert.StartsWith("first was silent for 60 s after it had the request", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_RequestIsWrong_PassesTheRefusalOnAndTriesNobodyElse()
    {
        await using ScriptedBackend first = await ScriptedBackend.StartAsync(context =>
            ScriptedBackend.ReplyAsync(context, 400, """{"error":{"message":"temperature must be at most 2"}}"""));
        await using ScriptedBackend second = await OkAsync();
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("first", first.Uri), new EndpointUpstream("second", second.Uri));

        using HttpResponseMessage response = await proxy.ChatAsync();

        Assert.Equal((400, "temperature must be at most 2"), await RefusalOf(response));
        Assert.True((await proxy.GetAsync("providers/status")).GetProperty("providers")[0].GetProperty("available").GetBoolean());
    }

    private static Task<ScriptedBackend> OkAsync() => ScriptedBackend.StartAsync(context => context.Request.Method == "POST"
        ? ScriptedBackend.ReplyAsync(context, 200, Answer)
        : ScriptedBackend.ReplyAsync(context, 404, ""));
}
