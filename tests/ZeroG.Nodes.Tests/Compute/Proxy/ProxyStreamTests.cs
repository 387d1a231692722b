using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using ZeroG.Nodes.Compute.Proxy;
using static ZeroG.Nodes.Tests.Compute.Proxy.ProxyUnderTest;

namespace ZeroG.Nodes.Tests.Compute.Proxy;

/// <summary>Answers that come in pieces.</summary>
public sealed class ProxyStreamTests
{
    private const string Streamed = """{"stream":true,"messages":[{"role":"user","content":"hello"}]}""";

    [Fact]
    public async Task Stream_EachEvent_IsPassedOnBeforeTheNextOneComes()
    {
        TaskCompletionSource seen = new();
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                await ScriptedBackend.SendAsync(context, "data: {\"id\":\"c-1\"}\n\n");
                await seen.Task;
                await context.Response.WriteAsync("data: [DONE]\n\n");
            }
        });
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri));

        using HttpResponseMessage response = await proxy.PostAsync("chat/completions", Json(Streamed), streams: true);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("data: {\"id\":\"c-1\"}", await reader.ReadLineAsync());
        seen.SetResult();

        Assert.Equal("\ndata: [DONE]\n\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Stream_ReadToItsEnd_IsRememberedAtOnce()
    {
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            await ScriptedBackend.SendAsync(context, "data: {\"id\":\"c-1\"}\n\n");
            await context.Response.WriteAsync("data: [DONE]\n\n");
        });
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri));

        using HttpResponseMessage response = await proxy.PostAsync("chat/completions", Json(Streamed), streams: true);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() != "data: [DONE]")
        {
        }

        Assert.Equal(
            "a is no provider on the chain, and its answers carry no signatures.",
            (await proxy.VerifyAsync("c-1")).GetProperty("note").GetString());
    }

    [Fact]
    public async Task Stream_UpstreamBreaksOff_CutsTheClientOffAndLeavesTheUpstreamAlone()
    {
        TaskCompletionSource seen = new();
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                await ScriptedBackend.SendAsync(context, "data: {\"id\":\"c-1\"}\n\n");
                await seen.Task;
                context.Abort();
            }
        });
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri));

        using HttpResponseMessage response = await proxy.PostAsync("chat/completions", Json(Streamed), streams: true);
        seen.SetResult();
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());

        Assert.Equal(
            "broke off in the middle of an answer",
            (await proxy.GetAsync("providers/status")).GetProperty("providers")[0].GetProperty("lastError").GetString());
        using HttpResponseMessage verdict = await proxy.PostAsync("verify", """{"id":"c-1"}""");
        Assert.Equal(404, (int)verdict.StatusCode);
    }

    [Fact]
    public async Task Stream_ClientHangsUp_EndsTheUpstreamsRequest()
    {
        TaskCompletionSource ended = new();
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            if (context.Request.Method == "POST")
            {
                context.RequestAborted.Register(() => ended.TrySetResult());
                await ScriptedBackend.SendAsync(context, "data: {}\n\n");
                await ended.Task;
            }
        });
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri));

        HttpResponseMessage response = await proxy.PostAsync("chat/completions", Json(Streamed), streams: true);
        Stream body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[5]);
        response.Dispose();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Stream_ClientReadsNothing_HoldsTheUpstreamBack()
    {
        const int Total = 128 << 20;
        int clients = 0;
        long sentToSlow = 0;
        TaskCompletionSource gone = new();
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            if (context.Request.Method != "POST")
            {
                return;
            }

            bool isSlow = Interlocked.Increment(ref clients) == 1;
            if (isSlow)
            {
                context.RequestAborted.Register(() => gone.TrySetResult());
            }

            context.Response.ContentType = "text/event-stream";
            byte[] piece = new byte[64 << 10];
            for (int sent = 0; sent < Total; sent += piece.Length)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                Interlocked.Add(ref sentToSlow, isSlow ? piece.Length : 0);
            }
        });
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri));

        // Another client reads the same to its end, and so long the backend waits for one that reads nothing.
        HttpResponseMessage slow = await proxy.PostAsync("chat/completions", Json(Streamed), streams: true);
        using HttpResponseMessage other = await proxy.PostAsync("chat/completions", Json(Streamed), streams: true);
        await other.Content.CopyToAsync(Stream.Null);

        // What sockets and buffers of two connections hold, not what the backend has.
        Assert.InRange(Interlocked.Read(ref sentToSlow), 0, 64 << 20);
        slow.Dispose();
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("{\"id\":\"x\",\"a\":1}", "x")]
    [InlineData("data: {\"object\":\"chunk\",\"id\":\"y\"}\n\ndata: {\"id\":\"z\"}", "y")]
    [InlineData(": comment\n\ndata:{\"choices\":[{\"id\":\"inner\"}],\"id\":\"outer\"}", "outer")]
    [InlineData("{\"choices\":[{\"id\":\"inner\"}]}", null)]
    [InlineData("{\"id\":7}", null)]
    [InlineData("{\"id\":\"cut", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void ReplyWatch_FindsTheIdOfAnAnswer(string body, string? id)
    {
        using ReplyWatch watch = new();
        foreach (byte piece in Encoding.UTF8.GetBytes(body))
        {
            watch.Append([piece]);
        }

        Assert.Equal(id, watch.FindId());
    }

    private static StringContent Json(string body) => new(body, new MediaTypeHeaderValue("application/json"));
}
