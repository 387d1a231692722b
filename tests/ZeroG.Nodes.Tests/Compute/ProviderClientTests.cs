using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;
using ZeroG.Nodes.Compute;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>Our own client against our own provider: every kind of service, what it costs, and that its answer is verified.</summary>
public sealed class ProviderClientTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    private static readonly ChatRequest Hello = new([new ChatTurn("user", "hello little world")]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_IsAnsweredPricedAndVerified(bool streams)
    {
        (ComputeProviderNode provider, Wallet user, InferenceClient client, ModelOffer offer) = await OpenAsync(ServiceTypes.Chat);
        using IDisposable closing = client;
        StringBuilder pieces = new();

        InferenceAnswer answer = await client.ChatAsync(offer, Hello, streams ? Take : null);
        ResponseVerification check = await client.VerifyAsync(answer);

        Assert.Equal("hello little world", answer.Text);
        Assert.Equal(streams ? "hello little world" : "", pieces.ToString());
        Assert.True(check.IsVerified, check.Detail);
        Assert.Equal(provider.TeeSigner, check.SignedBy);
        Assert.True(answer.IsUsageReported && answer.IsModelAsked);
        Assert.Equal(await market.UnsettledAsync(provider, user), answer.Fee.Wei);
        Assert.Equal(answer.Fee, await client.FindUnsettledFeeAsync(offer.Service));

        Task Take(string text)
        {
            pieces.Append(text);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Images_AreVerified()
    {
        (ComputeProviderNode provider, Wallet user, InferenceClient client, ModelOffer offer) = await OpenAsync(ServiceTypes.Image);
        using IDisposable closing = client;

        InferenceAnswer answer = await client.DrawAsync(offer, new ImageRequest("an otter") { Count = 2 });

        Assert.Equal(2, answer.Images.Count);
        ResponseVerification check = await client.VerifyAsync(answer);
        Assert.True(check.IsVerified, check.Detail);
        Assert.Equal(await market.UnsettledAsync(provider, user), answer.Fee.Wei);
    }

    [Fact]
    public async Task Speech_IsVerified()
    {
        (ComputeProviderNode provider, Wallet user, InferenceClient client, ModelOffer offer) = await OpenAsync(ServiceTypes.Speech);
        using IDisposable closing = client;

        InferenceAnswer answer = await client.TranscribeAsync(offer, new SpeechRequest(new byte[64_000], "speech.wav"));

        Assert.Equal("echo of speech.wav, 64000 bytes", answer.Text);
        ResponseVerification check = await client.VerifyAsync(answer);
        Assert.True(check.IsVerified, check.Detail);
        Assert.Equal(await market.UnsettledAsync(provider, user), answer.Fee.Wei);
    }

    [Fact]
    public async Task Vectors_AreVerified()
    {
        (_, _, InferenceClient client, ModelOffer offer) = await OpenAsync(ServiceTypes.Embedding);
        using IDisposable closing = client;

        InferenceAnswer answer = await client.EmbedAsync(offer, ["one", "two"]);

        Assert.Equal([16, 16], answer.Vectors.Select(vector => vector.Length));
        ResponseVerification check = await client.VerifyAsync(answer);
        Assert.True(check.IsVerified, check.Detail);
    }

    [Fact]
    public async Task Refusals_AreUnderstood()
    {
        (ComputeProviderNode provider, Wallet user, InferenceClient client, ModelOffer offer) = await OpenAsync(ServiceTypes.Chat, "1");
        using IDisposable closing = client;
        await client.ChatAsync(offer, Hello);

        ZeroGException poor = await Assert.ThrowsAsync<ZeroGException>(() => client.ChatAsync(offer, Hello));
        await market.FundAsync(user, provider.Provider, "1");
        ZeroGException unknown = await Assert.ThrowsAsync<ZeroGException>(() => client.ChatAsync(offer with { Model = "gpt-9" }, Hello));

        Assert.Equal("ZgSubAccountTooLow", poor.ErrorId);
        Assert.Equal("ZgModelNotServed", unknown.ErrorId);
        Assert.Contains("Available: zerog-echo.", unknown.Message, StringComparison.Ordinal);
    }

    private async Task<(ComputeProviderNode Provider, Wallet User, InferenceClient Client, ModelOffer Offer)> OpenAsync(
        string type, string amount = "5")
    {
        ComputeProviderNode provider = await market.StartAsync(await market.OptionsAsync() with { ServiceType = type });
        Wallet user = await market.CreateUserAsync(provider, amount);
        InferenceClient client = new(market.Client, user, new InferenceClientOptions { TimeProvider = market.Time, Attempts = 1 });
        InferenceService service = await client.GetServiceAsync(provider.Provider);
        return (provider, user, client, await client.GetOfferAsync(service));
    }
}
