using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Json;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;
using ZeroG.Nodes.Compute;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>Chats over the socket of a provider with the built-in echo: what comes back, what it costs and what is signed.</summary>
public sealed class ChatRouteTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    private const string Chat = "v1/proxy/chat/completions";

    [Theory]
    [InlineData(Chat)]
    [InlineData("v1/proxy/v1/chat/completions")]
    public async Task Chat_Whole_IsEchoedChargedAndSigned(string path)
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        const string Body = """
            {"model":"zerog-echo","messages":[{"role":"system","content":"be brief"},{"role":"user","content":"one two three"}]}
            """;

        using HttpResponseMessage reply = await market.PostAsync(provider, user, path, Body);
        string answer = await reply.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        using JsonDocument json = JsonDocument.Parse(answer);
        Assert.Equal(
            "one two three", json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal(provider.Provider.ToString(), Header(reply, "Provider"));
        Assert.Contains("ZG-Res-Key", Header(reply, "Access-Control-Expose-Headers"), StringComparison.Ordinal);

        // Five words in at 100 gwei, three out at 200.
        Assert.Equal(1_100_000_000_000, await market.UnsettledAsync(provider, user));
        await AssertSignedAsync(provider, Header(reply, "ZG-Res-Key"), Body, Encoding.UTF8.GetBytes(answer));
    }

    [Fact]
    public async Task Chat_Streamed_SignsTheRawStreamAndChargesItsUsage()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        const string Body = """{"messages":[{"role":"user","content":"a b c d"}],"stream":true}""";

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);
        byte[] stream = await reply.Content.ReadAsByteArrayAsync();

        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
        string text = Encoding.UTF8.GetString(stream);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":4,\"total_tokens\":8}", text, StringComparison.Ordinal);
        Assert.Equal(1_200_000_000_000, await market.UnsettledAsync(provider, user));
        await AssertSignedAsync(provider, Header(reply, "ZG-Res-Key"), Body, stream);
    }

    [Fact]
    public async Task Chat_LastEventIsHere_SignatureIsThereAlready()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);

        using HttpResponseMessage reply = await market.PostAsync(
            provider, user, Chat, """{"messages":[{"role":"user","content":"x"}],"stream":true}""", streams: true);
        using StreamReader lines = new(await reply.Content.ReadAsStreamAsync());
        while (await lines.ReadLineAsync() != "data: [DONE]")
        {
        }

        using HttpResponseMessage signature = await market.Http.GetAsync(
            new Uri(provider.Uri!, $"v1/proxy/signature/{Header(reply, "ZG-Res-Key")}?model=zerog-echo"));
        Assert.Equal(HttpStatusCode.OK, signature.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Messages_AnthropicForm_IsEchoedAndCharged(bool streams)
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        string body = $$"""
            {"max_tokens":2,"stream":{{(streams ? "true" : "false")}},
             "messages":[{"role":"user","content":[{"type":"text","text":"uno due tre"}]}]}
            """;

        using HttpResponseMessage reply = await market.PostAsync(provider, user, "v1/proxy/messages", body);
        byte[] answer = await reply.Content.ReadAsByteArrayAsync();

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Contains("max_tokens", Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        Assert.Equal(700_000_000_000, await market.UnsettledAsync(provider, user));
        await AssertSignedAsync(provider, Header(reply, "ZG-Res-Key"), body, answer);
    }

    [Fact]
    public async Task Signature_AfterTwentyMinutes_IsGone()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        using HttpResponseMessage reply = await market.PostAsync(
            provider, user, Chat, """{"messages":[{"role":"user","content":"x"}]}""");
        Uri address = new(provider.Uri!, $"v1/proxy/signature/{Header(reply, "ZG-Res-Key").ToUpperInvariant()}");
        using HttpResponseMessage kept = await market.Http.GetAsync(address);

        market.Time.Advance(TimeSpan.FromMinutes(21));
        using HttpResponseMessage gone = await market.Http.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Contains("Chat id not found or expired", await gone.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string Header(HttpResponseMessage reply, string name) => string.Join(", ", reply.Headers.GetValues(name));

    private async Task AssertSignedAsync(ComputeProviderNode provider, string key, string request, byte[] response)
    {
        string document = await market.Http.GetStringAsync(new Uri(provider.Uri!, $"v1/proxy/signature/{key}"));
        ResponseSignature signature = ResponseSignature.Parse(document)!;
        Assert.Equal(provider.TeeSigner, signature.Recover());
        Assert.Equal(ResponseText.Of(Encoding.UTF8.GetBytes(request), response).ToString(), signature.Text);
        Assert.Equal("ecdsa", signature.SigningAlgo);
        Assert.Equal(
            (await market.Client.Inference.FindServiceAsync(provider.Provider))!.TeeSigner.ToString(), signature.SigningAddress);
    }
}
