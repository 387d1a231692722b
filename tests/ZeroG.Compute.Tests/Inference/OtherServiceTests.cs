using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Tests.Inference;

/// <summary>Images, speech and vectors.</summary>
public class OtherServiceTests
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3];

    [Fact]
    public async Task DrawAsync_Images_AreChargedByTheOutputPriceAndVerifiedByTheirBytes()
    {
        using InferenceMarket market = new(ServiceTypes.Image);
        byte[][] images = [Png, [1, 2, 3]];
        market.Broker.Images = images;
        market.Broker.ThenJson($$"""
            {"created":1,"data":[{"b64_json":"{{Convert.ToBase64String(images[0])}}"},{"b64_json":"{{Convert.ToBase64String(images[1])}}"}]}
            """);

        InferenceAnswer answer = await market.Client.DrawAsync(
            market.Offer, new ImageRequest("An otter") { Count = 2, Size = (512, 512) }, TestContext.Current.CancellationToken);

        Assert.Equal(images, answer.Images);
        Assert.Equal(InferenceMarket.OutputPrice * 2, answer.Fee);
        JsonElement sent = JsonElement.Parse(market.Broker.Requests[0].Body);
        Assert.Equal("POST /v1/proxy/images/generations", market.Broker.Requests[0].Route);
        Assert.Equal(("512x512", 2, "b64_json"), (
            sent.GetProperty("size").GetString(), sent.GetProperty("n").GetInt32(), sent.GetProperty("response_format").GetString()));
        ResponseVerification verification = await market.VerifyAsync(answer);
        Assert.True(verification.IsVerified, verification.Detail);
    }

    [Fact]
    public async Task DrawAsync_ImageByAddress_IsFetchedFromTheProviderAlone()
    {
        using InferenceMarket market = new(ServiceTypes.Image);
        market.Broker.On("/v1/proxy/images/key-1/0", "the image");
        market.Broker.ThenJson("""{"created":1,"data":[{"url":"http://elsewhere.test/x.png"}]}""");

        InferenceAnswer answer = await market.Client.DrawAsync(
            market.Offer, new ImageRequest("An otter"), TestContext.Current.CancellationToken);

        Assert.Equal("the image", Encoding.UTF8.GetString(Assert.Single(answer.Images)));
    }

    [Theory]
    [InlineData("{\"created\":1,\"data\":[]}")]
    [InlineData("{\"created\":1,\"data\":[{\"b64_json\":\"@@\"}]}")]
    [InlineData("{\"created\":1}")]
    [InlineData("oops")]
    public async Task DrawAsync_AnswerWithoutImage_IsToldAsSuch(string body)
    {
        using InferenceMarket market = new(ServiceTypes.Image);
        market.Broker.ThenJson(body);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => market.Client.DrawAsync(market.Offer, new ImageRequest("An otter"), TestContext.Current.CancellationToken));

        Assert.Equal("ZgProviderAnswerInvalid", failure.ErrorId);
    }

    [Fact]
    public async Task DrawAsync_WithSource_SendsTheForm()
    {
        using InferenceMarket market = new(ServiceTypes.ImageEdit);
        market.Broker.ThenJson($$"""{"created":1,"data":[{"b64_json":"{{Convert.ToBase64String(Png)}}"}]}""");

        InferenceAnswer answer = await market.Client.DrawAsync(
            market.Offer, new ImageRequest("Add a hat") { Source = new ChatPicture(Png, "otter.png") },
            TestContext.Current.CancellationToken);

        (string route, byte[] body, _) = market.Broker.Requests[0];
        string form = Encoding.Latin1.GetString(body);
        Assert.Equal("POST /v1/proxy/images/edits", route);
        Assert.Contains("otter.png", form);
        Assert.Contains("Add a hat", form);
        Assert.True((await market.VerifyAsync(answer)).IsVerified);
    }

    [Fact]
    public async Task TranscribeAsync_Seconds_AreRoundedHalfUp()
    {
        using InferenceMarket market = new(ServiceTypes.Speech);
        market.Broker.ThenJson("""{"text":"Hello world","usage":{"type":"duration","seconds":2.5}}""");

        InferenceAnswer answer = await market.Client.TranscribeAsync(
            market.Offer, new SpeechRequest([1, 2, 3], "memo.wav") { Language = "en" }, TestContext.Current.CancellationToken);

        Assert.Equal(("Hello world", InferenceMarket.InputPrice * 3), (answer.Text, answer.Fee));
        (string route, byte[] body, _) = market.Broker.Requests[0];
        Assert.Equal("POST /v1/proxy/audio/transcriptions", route);
        Assert.Contains("memo.wav", Encoding.Latin1.GetString(body));
        Assert.True((await market.VerifyAsync(answer)).IsVerified);
    }

    [Theory]
    [InlineData("[0.5,-1]")]
    [InlineData("\"AAAAPwAAgL8=\"")]
    public async Task EmbedAsync_Vectors_ComeInTheOrderOfTheTexts(string vector)
    {
        using InferenceMarket market = new(ServiceTypes.Embedding);
        market.Broker.ThenJson($$"""
            {"object":"list","model":"qwen-7b","data":[{"object":"embedding","index":1,"embedding":[0,0]},
             {"object":"embedding","index":0,"embedding":{{vector}} }],"usage":{"prompt_tokens":6,"total_tokens":6} }
            """);

        InferenceAnswer answer = await market.Client.EmbedAsync(market.Offer, ["a", "b"], TestContext.Current.CancellationToken);

        Assert.Equal([0.5f, -1f], answer.Vectors[0].ToArray());
        Assert.Equal((InferenceMarket.InputPrice * 6, 2), (answer.Fee, answer.Vectors.Count));
    }

    [Fact]
    public async Task EmbedAsync_FewerVectorsThanTexts_IsToldAsSuch()
    {
        using InferenceMarket market = new(ServiceTypes.Embedding);
        market.Broker.ThenJson("""{"object":"list","model":"m","data":[],"usage":{"prompt_tokens":6,"total_tokens":6}}""");

        Assert.Equal("ZgProviderAnswerInvalid", (await Assert.ThrowsAsync<ZeroGException>(
            () => market.Client.EmbedAsync(market.Offer, ["a"], TestContext.Current.CancellationToken))).ErrorId);
    }
}
