using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ZeroG.Chain;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Compute.Proxy;
using static ZeroG.Nodes.Tests.Compute.Proxy.ProxyUnderTest;

namespace ZeroG.Nodes.Tests.Compute.Proxy;

/// <summary>Models, bodies, and who may come in.</summary>
public sealed class RoutingTests
{
    [Fact]
    public async Task Chat_NamesAModel_GoesToWhoHasIt()
    {
        await using ScriptedBackend small = await ServingAsync("small"), large = await ServingAsync("large", "huge");
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("a", small.Uri, Model: "small"), new EndpointUpstream("b", large.Uri, Model: "large"));

        using HttpResponseMessage response = await proxy.ChatAsync("""{"model":"huge","messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal("b", Assert.Single(response.Headers.GetValues("X-Provider-Address")));
        Assert.Equal("""{"model":"huge","messages":[{"role":"user","content":"x"}]}""", large.Asked.Body);
    }

    [Fact]
    public async Task Chat_NamesAModelThatNobodyHas_SaysWhatThereIs()
    {
        await using ScriptedBackend small = await ServingAsync("small"), large = await ServingAsync("large", "huge");
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("a", small.Uri, Model: "small"), new EndpointUpstream("b", large.Uri, Model: "large"));

        using HttpResponseMessage response = await proxy.ChatAsync("""{"model":"gpt-9","messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal((404, "Model gpt-9 is not served. Available: small, large, huge."), await RefusalOf(response));
    }

    [Theory]
    [InlineData("""{ "messages" : [ {"role":"user"} ] }""", """{"model":"small", "messages" : [ {"role":"user"} ] }""")]
    [InlineData("""{"messages":[{}],"model":""}""", """{"model":"small","messages":[{}],"model":""}""")]
    public async Task Chat_NamesNoModel_GetsTheUpstreamsAndIsNotChangedElse(string body, string expected)
    {
        await using ScriptedBackend backend = await ServingAsync("small");
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri, Model: "small"));

        using HttpResponseMessage response = await proxy.ChatAsync(body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, backend.Asked.Body);
    }

    [Fact]
    public async Task Transcription_NamesNoModel_GetsAPartWithTheUpstreams()
    {
        await using ScriptedBackend backend = await ServingAsync("whisper");
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri, Model: "whisper"));
        using MultipartFormDataContent form = new() { { new ByteArrayContent("sound"u8.ToArray()), "file", "a.wav" } };

        using HttpResponseMessage response = await proxy.PostAsync("audio/transcriptions", form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/v1/audio/transcriptions", backend.Asked.Path);
        Assert.Contains("name=\"model\"\r\n\r\nwhisper\r\n", backend.Asked.Body, StringComparison.Ordinal);
        Assert.Contains("sound", backend.Asked.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images/generations", """{"prompt":"a cat"}""")]
    [InlineData("embeddings", """{"input":"a"}""")]
    [InlineData("messages", """{"messages":[{"role":"user","content":"a"}],"max_tokens":5}""")]
    public async Task OtherRoutes_ArePassedOn(string path, string body)
    {
        await using ScriptedBackend backend = await ServingAsync("m");
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri, Model: "m"));

        using HttpResponseMessage response = await proxy.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"/v1/{path}", backend.Asked.Path);
    }

    [Theory]
    [InlineData("chat/completions", "not json", "The request body is no JSON object.")]
    [InlineData("chat/completions", "{}", "Missing or invalid messages in request body")]
    [InlineData("chat/completions", """{"messages":[{}],"model":7}""", "The model in the request body is no text.")]
    [InlineData("chat/completions", """{"messages":[{}],"model":"\ud800"}""", "The model in the request body is no text.")]
    [InlineData("images/generations", "{}", "Missing or invalid prompt in request body")]
    [InlineData("images/edits", "{}", "The request cannot be read: the body is no multipart/form-data.")]
    public async Task Request_OfWrongForm_IsRefusedBeforeAnybodyIsAsked(string path, string body, string message)
    {
        await using ScriptedBackend backend = await ServingAsync("m");
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri, Model: "m"));

        using HttpResponseMessage response = await proxy.PostAsync(path, body);

        Assert.Equal((400, message), await RefusalOf(response));
    }

    [Fact]
    public async Task Request_LargerThanTheLimit_IsRefused()
    {
        await using ScriptedBackend backend = await ServingAsync("m");
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri, Model: "m"));

        // Asked first, the server refuses before the body is on its way.
        proxy.Http.DefaultRequestHeaders.ExpectContinue = true;
        using HttpResponseMessage response = await proxy.PostAsync(
            "chat/completions", new ByteArrayContent(new byte[ProxyHost.MaximumBodySize + 1]));

        Assert.Equal((413, "The request is larger than 32 MiB."), await RefusalOf(response));
    }

    [Fact]
    public async Task Models_AreThoseOfAllOnce()
    {
        await using ScriptedBackend small = await ServingAsync("small", "shared"), large = await ServingAsync("large", "Shared");
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", small.Uri), new EndpointUpstream("b", large.Uri));

        JsonElement models = await proxy.GetAsync("models");

        Assert.Equal("list", models.GetProperty("object").GetString());
        Assert.Equal(
            ["small", "shared", "large"], models.GetProperty("data").EnumerateArray().Select(entry => entry.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Chat_UpstreamHasAKey_GetsThatAndNothingOfTheClients()
    {
        await using ScriptedBackend backend = await ServingAsync("m");
        await using ProxyUnderTest proxy = await StartAsync(new InferenceProxyOptions
        {
            Upstreams = [new EndpointUpstream("a", backend.Uri, new BackendKey("upstream-key"))],
            AccessKey = new BackendKey("open-sesame"),
        });
        proxy.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "open-sesame");
        proxy.Http.DefaultRequestHeaders.Add("Cookie", "a=b");

        using HttpResponseMessage response = await proxy.ChatAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Bearer upstream-key", backend.Asked.Headers["Authorization"]);
        Assert.DoesNotContain("Cookie", backend.Asked.Headers.Keys);
    }

    [Fact]
    public async Task Request_WithTheAccessKeyAsAnthropicsClientsSendIt_IsTaken()
    {
        await using ScriptedBackend backend = await ServingAsync("m");
        await using ProxyUnderTest proxy = await StartAsync(new InferenceProxyOptions
        {
            Upstreams = [new EndpointUpstream("a", backend.Uri)],
            AccessKey = new BackendKey("open-sesame"),
        });
        proxy.Http.DefaultRequestHeaders.Add("x-api-key", "open-sesame");

        using HttpResponseMessage response = await proxy.PostAsync("messages", """{"messages":[{}],"max_tokens":5}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("x-api-key", backend.Asked.Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Metrics_TellHowManyUpstreamsAreAvailable()
    {
        await using ScriptedBackend backend = await ServingAsync("m");
        await using ProxyUnderTest proxy = await StartAsync(
            new EndpointUpstream("a", backend.Uri), new EndpointUpstream("b", new Uri("http://127.0.0.1:9")));

        string metrics = await proxy.Http.GetStringAsync(new Uri(proxy.Node.AdminUri!, "metrics"));

        Assert.Contains("zerog_proxy_upstreams_available{node=\"inference-proxy\"} 2", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Request_WithoutTheAccessKey_IsRefused(string? key)
    {
        await using ScriptedBackend backend = await ServingAsync("m");
        await using ProxyUnderTest proxy = await StartAsync(new InferenceProxyOptions
        {
            Upstreams = [new EndpointUpstream("a", backend.Uri)],
            AccessKey = new BackendKey("open-sesame"),
        });
        proxy.Http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);

        using HttpResponseMessage response = await proxy.ChatAsync();

        Assert.Equal((401, "Incorrect API key. Use the key with which the proxy was started."), await RefusalOf(response));
    }

    [Fact]
    public async Task Request_OfAWebPage_IsRefused()
    {
        await using ScriptedBackend backend = await ServingAsync("m");
        await using ProxyUnderTest proxy = await StartAsync(new EndpointUpstream("a", backend.Uri));
        proxy.Http.DefaultRequestHeaders.Add("Origin", "https://example.com");

        using HttpResponseMessage response = await proxy.ChatAsync();

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public void Upstreams_OfANode_ShowNoKeysOfTheirAddresses()
    {
        InferenceProxyNode node = new(new InferenceProxyOptions
        {
            Upstreams = [new EndpointUpstream("a", new Uri("https://ann:secret@a.example/v1?api_key=hidden"), new BackendKey("key"))],
        });

        Assert.Equal("https://a.example/v1", ((EndpointUpstream)Assert.Single(node.Upstreams)).Uri.ToString());
    }

    [Fact]
    public void Node_WithoutUpstreams_IsRefused() => Assert.Equal(
        "ZgProxyUpstreamMissing",
        Assert.Throws<ZeroGException>(() => new InferenceProxyNode(new InferenceProxyOptions { Upstreams = [] })).ErrorId);

    [Fact]
    public void Node_WithTheSameUpstreamTwice_IsRefused() => Assert.Equal(
        "ZgProxyUpstreamTwice",
        Assert.Throws<ZeroGException>(() => new InferenceProxyNode(new InferenceProxyOptions
        {
            Upstreams = [new EndpointUpstream("a", new Uri("http://a.example")), new EndpointUpstream("A", new Uri("http://b.example"))],
        })).ErrorId);

    [Fact]
    public void Node_WithAProviderAndNoWallet_IsRefused() => Assert.Equal(
        "ZgWalletMissing",
        Assert.Throws<ZeroGException>(() => new InferenceProxyNode(new InferenceProxyOptions
        {
            Upstreams = [new ProviderUpstream(Address.Zero)],
        })).ErrorId);

    private static Task<ScriptedBackend> ServingAsync(params string[] models)
    {
        string list = string.Join(',', models.Select(model => $$"""{"id":"{{model}}"}"""));
        return ScriptedBackend.StartAsync(context => ScriptedBackend.ReplyAsync(
            context, 200, context.Request.Path == "/v1/models" ? $$"""{"data":[{{list}}]}""" : """{"id":"1"}"""));
    }
}
