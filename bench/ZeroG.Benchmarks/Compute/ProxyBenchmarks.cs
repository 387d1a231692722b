using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ZeroG.Nodes.Compute.Proxy;
using ZeroG.Nodes.Hosting;

namespace ZeroG.Benchmarks.Compute;

/// <summary>
/// What the proxy adds to a request, and how many tokens a second pass through it, beside the same backend asked without it.
/// </summary>
[SimpleJob(iterationCount: 15)]
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[HideColumns("Error", "RatioSD", "Alloc Ratio")]
public class ProxyBenchmarks : IAsyncDisposable
{
    private const int Tokens = 2000;
    private const string Plain = """{"model":"m","messages":[{"role":"user","content":"hello"}]}""";
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hello"}]}""";

    private static readonly byte[] Answer = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-1","choices":[{"message":{"role":"assistant","content":"hello"}}],"usage":{"prompt_tokens":1}}""");

    private static readonly byte[] Event = Encoding.UTF8.GetBytes(
        """data: {"id":"chatcmpl-1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":" hello"}}]}""" + "\n\n");

    private static readonly byte[] Done = "data: [DONE]\n\n"u8.ToArray();

    private readonly HttpClient _http = new();
    private KestrelHost? _backend;
    private InferenceProxyNode? _proxy;

    [GlobalSetup]
    public async Task SetUpAsync()
    {
        _backend = await KestrelHost.StartAsync(
            new KestrelSetup(new ListenPlace(IPAddress.Loopback, 0), null, (application, _) => application.Run(AnswerAsync)),
            CancellationToken.None);
        _proxy = new InferenceProxyNode(new InferenceProxyOptions
        {
            Upstreams = [new EndpointUpstream("backend", new Uri(_backend.Uri, "v1"), Model: "m")],
        });
        await _proxy.StartAsync();
        if (await DirectAsync() != Answer.Length || await ThroughProxyAsync() != Answer.Length
            || await StreamDirectAsync() != await StreamThroughProxyAsync())
        {
            throw new InvalidOperationException("The proxy changes answers, so that its times mean nothing.");
        }
    }

    [GlobalCleanup]
    public async ValueTask DisposeAsync()
    {
        await _proxy!.DisposeAsync();
        await _backend!.DisposeAsync();
        _http.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("request")]
    public Task<long> DirectAsync() => AskAsync(new Uri(_backend!.Uri, "v1/chat/completions"), Plain);

    [Benchmark]
    [BenchmarkCategory("request")]
    public Task<long> ThroughProxyAsync() => AskAsync(new Uri($"{_proxy!.Uri}/chat/completions"), Plain);

    [Benchmark(Baseline = true, OperationsPerInvoke = Tokens)]
    [BenchmarkCategory("token")]
    public Task<long> StreamDirectAsync() => AskAsync(new Uri(_backend!.Uri, "v1/chat/completions"), Streamed);

    [Benchmark(OperationsPerInvoke = Tokens)]
    [BenchmarkCategory("token")]
    public Task<long> StreamThroughProxyAsync() => AskAsync(new Uri($"{_proxy!.Uri}/chat/completions"), Streamed);

    private static async Task AnswerAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        if (body.GetBuffer().AsSpan(0, (int)body.Length).IndexOf("\"stream\":true"u8) < 0)
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            await context.Response.Body.WriteAsync(Answer);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        for (int i = 0; i < Tokens; i++)
        {
            // One by one, as a model makes them.
            await context.Response.Body.WriteAsync(Event);
            await context.Response.Body.FlushAsync();
        }

        await context.Response.Body.WriteAsync(Done);
    }

    /// <summary>The length of the answer.</summary>
    private async Task<long> AskAsync(Uri uri, string body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, uri)
        {
            Content = new StringContent(body, new MediaTypeHeaderValue("application/json")),
        };
        using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Stream stream = await response.Content.ReadAsStreamAsync();
        byte[] buffer = new byte[16 << 10];
        long length = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            length += read;
        }

        return length;
    }
}
