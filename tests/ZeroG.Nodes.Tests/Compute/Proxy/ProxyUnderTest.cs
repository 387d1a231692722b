using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Nodes.Compute.Proxy;

namespace ZeroG.Nodes.Tests.Compute.Proxy;

/// <summary>A running proxy and a client of it.</summary>
internal sealed class ProxyUnderTest : IAsyncDisposable
{
    public const string Hello = """{"messages":[{"role":"user","content":"hello"}]}""";

    private readonly InferenceProxyNode _node;

    private ProxyUnderTest(InferenceProxyNode node, FakeTimeProvider time) => (_node, Time) = (node, time);

    public FakeTimeProvider Time { get; }

    public HttpClient Http { get; } = new();

    public InferenceProxyNode Node => _node;

    /// <summary>Starts a proxy in front of servers, the first choice first.</summary>
    public static Task<ProxyUnderTest> StartAsync(params ProxyUpstream[] upstreams) =>
        StartAsync(new InferenceProxyOptions { Upstreams = upstreams });

    /// <summary>Starts a proxy.</summary>
    public static async Task<ProxyUnderTest> StartAsync(InferenceProxyOptions options, FakeTimeProvider? clock = null)
    {
        FakeTimeProvider time = clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        InferenceProxyNode node = new(options with { TimeProvider = time });
        await node.StartAsync();
        return new ProxyUnderTest(node, time);
    }

    public Task<HttpResponseMessage> ChatAsync(string body = Hello) => PostAsync("chat/completions", body);

    public Task<HttpResponseMessage> PostAsync(string path, string json) =>
        PostAsync(path, new StringContent(json, new MediaTypeHeaderValue("application/json")));

    public Task<HttpResponseMessage> PostAsync(string path, HttpContent content, bool streams = false) => Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, $"{_node.Uri}/{path}") { Content = content },
        streams ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead);

    public async Task<JsonElement> GetAsync(string path)
    {
        using JsonDocument json = JsonDocument.Parse(await Http.GetStringAsync($"{_node.Uri}/{path}"));
        return json.RootElement.Clone();
    }

    public async Task<JsonElement> VerifyAsync(string id)
    {
        using HttpResponseMessage response = await PostAsync("verify", $$"""{"id":"{{id}}"}""");
        return await JsonOf(response);
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response)
    {
        using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    /// <summary>Status of an answer and the message of OpenAI's error in it.</summary>
    public static async Task<(int Status, string Message)> RefusalOf(HttpResponseMessage response) => (
        (int)response.StatusCode, (await JsonOf(response)).GetProperty("error").GetProperty("message").GetString()!);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _node.DisposeAsync();
    }
}
