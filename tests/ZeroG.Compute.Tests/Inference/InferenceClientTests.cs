using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Tests.Inference;

public sealed class InferenceClientTests : IDisposable
{
    private readonly InferenceMarket _market = new();

    public void Dispose() => _market.Dispose();

    [Fact]
    public async Task ChatAsync_WholeAnswer_IsCountedPricedAndVerified()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion());

        InferenceAnswer answer = await _market.ChatAsync();

        Assert.Equal(("Hi there", "stop", "key-1", true), (answer.Text, answer.FinishReason, answer.ChatId, answer.IsUsageReported));
        Assert.Equal(new UsageCounts(9, 2), answer.Usage);
        Assert.Equal(TokenAmount.FromGwei((9 * 50) + (2 * 100)), answer.Fee);
        ResponseVerification verification = await _market.VerifyAsync(answer);
        Assert.True(verification.IsVerified, verification.Detail);
        JsonElement sent = JsonElement.Parse(_market.Broker.Requests[0].Body);
        Assert.Equal("POST /v1/proxy/chat/completions", _market.Broker.Requests[0].Route);
        Assert.Equal("qwen-7b", sent.GetProperty("model").GetString());
    }

    [Fact]
    public async Task ChatAsync_Stream_HandsOutPiecesAndHashesEveryByte()
    {
        _market.Broker.ThenEvents(
            InferenceMarket.Part("Hel"), InferenceMarket.Part("lo"), InferenceMarket.Part(null, "stop"), InferenceMarket.UsagePart,
            "[DONE]");
        List<string> pieces = [];

        InferenceAnswer answer = await _market.ChatAsync(onText: piece =>
        {
            pieces.Add(piece);
            return Task.CompletedTask;
        });

        Assert.Equal(["Hel", "lo"], pieces);
        Assert.Equal(("Hello", "stop", new UsageCounts(4, 3)), (answer.Text, answer.FinishReason, answer.Usage));
        ResponseVerification verification = await _market.VerifyAsync(answer);
        Assert.True(verification.IsVerified, verification.Detail);
        JsonElement sent = JsonElement.Parse(_market.Broker.Requests[0].Body);
        Assert.True(sent.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Fact]
    public async Task ChatAsync_LimitsAndPictures_AreSentAsAllServersKnowThem()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion());
        ChatPicture picture = new([0xFF, 0xD8, 0xFF, 1], "photo");

        await _market.Client.ChatAsync(
            _market.Offer,
            new ChatRequest([new ChatTurn("system", "Be brief."), new ChatTurn("user", "What is this?", [picture])])
            {
                MaxTokens = 17,
                Temperature = 0,
            },
            cancellationToken: TestContext.Current.CancellationToken);

        JsonElement sent = JsonElement.Parse(_market.Broker.Requests[0].Body);
        Assert.Equal(17, sent.GetProperty("max_tokens").GetInt32());
        Assert.Equal(0, sent.GetProperty("temperature").GetInt32());
        Assert.Equal("system", sent.GetProperty("messages")[0].GetProperty("role").GetString());
        Assert.StartsWith(
            "data:image/jpeg;base64,",
            sent.GetProperty("messages")[1].GetProperty("content")[1].GetProperty("image_url").GetProperty("url").GetString());
    }

    [Fact]
    public async Task ChatAsync_NoUsage_CountsTheWordsAsBrokersDo()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion("one two  three", usage: "null"));

        InferenceAnswer answer = await _market.ChatAsync();

        Assert.Equal((new UsageCounts(0, 3), false), (answer.Usage, answer.IsUsageReported));
        Assert.Equal(InferenceMarket.OutputPrice * 3, answer.Fee);
    }

    [Fact]
    public async Task ChatAsync_RequestIsNeverLargerThanReserved()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion());
        ChatPicture picture = new([1, 2, 3], "a.png");
        ChatRequest request = new([new ChatTurn("system", "äöü\"\n"), new ChatTurn("user", "\u0001<漢字>😀", [picture])])
        {
            MaxTokens = 100,
        };

        await _market.Client.ChatAsync(_market.Offer, request, cancellationToken: TestContext.Current.CancellationToken);

        Assert.InRange(_market.Broker.Requests[0].Body.Length, 1, request.LargestBody);
    }

    [Fact]
    public async Task Secrets_AreInNoTraceAndNoFailure()
    {
        _market.Broker.ThenRefuse(System.Net.HttpStatusCode.BadRequest, "no");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        string secret = _market.Broker.Requests[0].Authorization!["Bearer app-sk-".Length..];
        Assert.NotEmpty(_market.Traced);
        Assert.DoesNotContain(secret[..20], failure + string.Concat(_market.Traced));
    }

    [Fact]
    public async Task SendRawAsync_AddsAuthorisation_AndHandsRefusalsOn()
    {
        _market.Broker.ThenRefuse(System.Net.HttpStatusCode.TooManyRequests, "slow down", TimeSpan.FromSeconds(7));

        using HttpResponseMessage response = await _market.Client.SendRawAsync(
            _market.Service, HttpMethod.Post, "/v1/chat/completions", new StringContent("{}"), TestContext.Current.CancellationToken);

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        (string route, byte[] body, string? authorization) = _market.Broker.Requests[0];
        Assert.Equal(("POST /v1/proxy/chat/completions", "{}"), (route, Encoding.UTF8.GetString(body)));
        Assert.StartsWith("Bearer app-sk-", authorization);
    }

    [Fact]
    public async Task GetOfferAsync_ModelOfTheList_HasItsOwnPrices()
    {
        _market.Broker.On("/v1/models", """
            {"object":"list","data":[{"id":"small","pricing":{"prompt":"7","completion":"11"}},{"id":"qwen-7b"}]}
            """);
        CancellationToken ct = TestContext.Current.CancellationToken;

        ModelOffer offer = await _market.Client.GetOfferAsync(_market.Service, "small", ct);

        Assert.Equal((new TokenAmount(7), new TokenAmount(11)), (offer.InputPrice, offer.OutputPrice));
        Assert.Equal("ft-qwen-abc", (await _market.Client.GetOfferAsync(_market.Service, "ft-qwen-abc", ct)).Model);
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.Client.GetOfferAsync(_market.Service, "large", ct));
        Assert.Equal(("ZgModelNotServed", "Model large is not served. Available: small, qwen-7b."), (failure.ErrorId, failure.Message));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"data\":7}")]
    [InlineData("<html>")]
    public async Task GetModelsAsync_WhatIsNoList_IsAnError(string body)
    {
        _market.Broker.On("/v1/models", body);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => _market.Client.GetModelsAsync(_market.Service, TestContext.Current.CancellationToken));

        Assert.Equal("ZgProviderAnswerInvalid", failure.ErrorId);
    }
}
