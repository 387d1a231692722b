using System.Net;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Tests.Inference;

/// <summary>Providers that refuse, break and lie, each with its id and the text of the specification.</summary>
public sealed class ProviderFailureTests : IDisposable
{
    private readonly InferenceMarket _market = new();

    public void Dispose() => _market.Dispose();

    [Theory]
    [InlineData(401, "session token expired at noon", "ZgApiKeyExpired", "is expired. Create a new one")]
    [InlineData(401, "session token 3 has been revoked", "ZgApiKeyRevoked", "is revoked. Create a new one")]
    [InlineData(400, "session token for different provider 0x1", "ZgApiKeyOfOther", "is made for another provider. Create a new one")]
    [InlineData(401, "missing or invalid Authorization header", "ZgApiKeyRefused", "Authorization: Bearer app-sk-...")]
    [InlineData(400, "validate: user not acknowledge the provider", "ZgProviderNotAcknowledged", "notices within about two minutes.")]
    [InlineData(400, "service not acknowledge the tee signer", "ZgSignerNotApproved",
        "The network operator has not approved this provider's TEE signer. Use another provider.")]
    [InlineData(413, "too large", "ZgRequestTooLarge", "the limit is 32 MiB")]
    [InlineData(410, "gone", "ZgModelNotServed", "Model qwen-7b is not served. Available: other.")]
    [InlineData(400, "unknown model qwen-7b", "ZgModelNotServed", "Available: other.")]
    [InlineData(400, "endpoint not supported", "ZgProviderRefused", "endpoint not supported (HTTP 400)")]
    [InlineData(500, "boom", "ZgProviderRefused", "boom (HTTP 500). Try again later")]
    public async Task ChatAsync_Refusal_IsToldInTheUsersTerms(int status, string words, string id, string text)
    {
        _market.Broker.On("/v1/models", """{"object":"list","data":[{"id":"other"}]}""");
        _market.Broker.ThenRefuse((HttpStatusCode)status, words).ThenRefuse((HttpStatusCode)status, words);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Equal(id, failure.ErrorId);
        Assert.Contains(text, failure.Message);
    }

    [Fact]
    public async Task GetServiceAsync_AfterASilence_AsksTheChainWhereTheProviderIsNow()
    {
        _market.Broker.On("/v1/models", """{"object":"list","data":[{"id":"other"}]}""");
        Task<InferenceService> Service() => _market.Client.GetServiceAsync(TestKeys.Provider.Address);
        ModelOffer before = await _market.Client.GetOfferAsync(await Service(), "other");
        _market.Service = _market.Service with { Url = "http://moved.test/" };
        Assert.Equal("http://provider.test/", (await Service()).Url);
        _market.Broker.Then((_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone"));

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.Client.ChatAsync(
            before, new ChatRequest([new ChatTurn("user", "x")]), null, TestContext.Current.CancellationToken));

        Assert.Equal("ZgProviderUnreachable", failure.ErrorId);
        Assert.Equal("http://moved.test/", (await Service()).Url);
        Assert.Equal("http://moved.test/", (await _market.Client.GetOfferAsync(await Service(), "other")).Service.Url);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, 5, true)]
    [InlineData(HttpRequestError.ResponseEnded, 1, false)]
    public async Task ChatAsync_ProviderThatMoved_IsAskedWhereItIsUnlessItMayHaveHadTheRequest(
        HttpRequestError error, int requests, bool isAnswered)
    {
        ModelOffer before = _market.Offer;
        _market.Service = _market.Service with { Url = "http://moved.test/" };
        _market.Broker.Elsewhere = uri => uri.Host == "moved.test" ? null : new HttpRequestException(error, "gone");
        _market.Broker.ThenJson(InferenceMarket.Completion());

        Task<InferenceAnswer> answer = _market.Client.ChatAsync(
            before, new ChatRequest([new ChatTurn("user", "x")]), null, TestContext.Current.CancellationToken);

        if (isAnswered)
        {
            Assert.Equal("Hi there", (await answer).Text);
        }
        else
        {
            Assert.Equal("ZgProviderUnreachable", (await Assert.ThrowsAsync<ZeroGException>(() => answer)).ErrorId);
        }

        Assert.Equal(requests, _market.Broker.Requests.Count);
    }

    [Fact]
    public async Task ChatAsync_ProviderThatMoved_GetsANewTokenAndMoneyThereToo()
    {
        ModelOffer before = _market.Offer;
        _market.Broker.ThenJson(InferenceMarket.Completion());
        await _market.ChatAsync();
        _market.Service = _market.Service with { Url = "http://moved.test/" };
        _market.Broker.Elsewhere = uri => uri.Host == "moved.test" ? null : new HttpRequestException(HttpRequestError.ConnectionError);
        _market.Broker.Revocations = new TokenRevocations(1, 0);
        _market.Broker.ThenRefuse(HttpStatusCode.PaymentRequired, "insufficient balance").ThenJson(InferenceMarket.Completion());
        int moves = 0;
        _market.Client.MoveMoney = (_, _) => Task.FromResult(++moves == 1);

        InferenceAnswer answer = await _market.Client.ChatAsync(
            before, new ChatRequest([new ChatTurn("user", "x")]), null, TestContext.Current.CancellationToken);

        Assert.Equal(("Hi there", 1), (answer.Text, moves));
        // One before, four at the old address, and at the new one the dead token, the low balance and the answer.
        Assert.Equal(8, _market.Broker.Requests.Count);
    }

    [Fact]
    public async Task GetOfferAsync_ProviderThatMoved_IsAskedWhereItIsTheNextTime()
    {
        _market.Broker.On("/v1/models", """{"object":"list","data":[{"id":"other"}]}""");
        async Task<ModelOffer> Offer() =>
            await _market.Client.GetOfferAsync(await _market.Client.GetServiceAsync(TestKeys.Provider.Address), "other");
        await _market.Client.GetServiceAsync(TestKeys.Provider.Address, TestContext.Current.CancellationToken);
        _market.Service = _market.Service with { Url = "http://moved.test/" };
        _market.Broker.Elsewhere = uri => uri.Host == "moved.test" ? null : new HttpRequestException(HttpRequestError.ConnectionError);

        Assert.Equal("ZgProviderUnreachable", (await Assert.ThrowsAsync<ZeroGException>(Offer)).ErrorId);
        Assert.Equal("http://moved.test/", (await Offer()).Service.Url);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(402)]
    public async Task ChatAsync_TooLittleMoney_SaysHowMuchIsMissing(int status)
    {
        _market.Balance = TokenAmount.Parse("1.25");
        _market.Broker.On($"/v1/user/{TestKeys.User.Address}/unsettledfee", """{"unsettledFee":"500000000000000000"}""");
        _market.Broker.ThenRefuse((HttpStatusCode)status, "insufficient balance: your locked balance is 1.25");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Equal("ZgSubAccountTooLow", failure.ErrorId);
        Assert.Equal(
            "Sub-account has 1.25 0G; the provider wants 1 0G reserve + 0.5 0G unsettled. "
            + "Transfer at least 0.25 0G with Move-ZgFund -Service Inference.", failure.Message);
    }

    [Fact]
    public async Task ChatAsync_TooLittleMoney_AsksOnceMoreWhenItWasMoved()
    {
        _market.Broker.ThenRefuse(HttpStatusCode.PaymentRequired, "insufficient balance").ThenJson(InferenceMarket.Completion());
        int moves = 0;
        _market.Client.MoveMoney = (_, _) => Task.FromResult(++moves == 1);

        Assert.Equal("Hi there", (await _market.ChatAsync()).Text);
        Assert.Equal(1, moves);
    }

    [Fact]
    public async Task ChatAsync_ProviderThatDoesNotSayWhatIsOwed_IsReckonedByOwnCount()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion()).ThenRefuse(HttpStatusCode.PaymentRequired, "insufficient balance")
            .ThenJson(InferenceMarket.Completion());
        await _market.ChatAsync();
        TokenAmount reckoned = default;
        _market.Client.MoveMoney = async (service, cancellationToken) =>
        {
            reckoned = await _market.Client.GetUnsettledFeeAsync(service, cancellationToken);
            _market.Client.ForgetFees(service.Provider);
            return true;
        };

        InferenceAnswer answer = await _market.ChatAsync();

        Assert.Equal(answer.Fee, reckoned);
        Assert.Equal(answer.Fee, await _market.Client.GetUnsettledFeeAsync(_market.Service, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ChatAsync_NoSubAccount_IsToldBeforeAnythingIsSent()
    {
        _market.HasAccount = false;

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Equal("ZgSubAccountMissing", failure.ErrorId);
        Assert.Empty(_market.Broker.Requests);
    }

    [Fact]
    public async Task ChatAsync_ProviderNotTrusted_IsToldBeforeAnythingIsSent()
    {
        _market.IsAcknowledged = false;

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Equal("ZgProviderNotAcknowledged", failure.ErrorId);
        Assert.StartsWith($"You have not acknowledged {TestKeys.Provider.Address}. Acknowledge it", failure.Message);
        Assert.Empty(_market.Broker.Requests);
    }

    [Fact]
    public async Task ChatAsync_AllTokensRevokedMeanwhile_MakesANewOne()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion()).ThenJson(InferenceMarket.Completion());
        await _market.ChatAsync();
        _market.Broker.Revocations = new TokenRevocations(1, 0);

        Assert.Equal("Hi there", (await _market.ChatAsync()).Text);
        Assert.Equal(3, _market.Broker.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task ChatAsync_Limit_WaitsAsLongAsWasAskedAndSendsTheSameAgain(HttpStatusCode status)
    {
        _market.Broker.ThenRefuse(status, "slow down", TimeSpan.FromSeconds(7)).ThenJson(InferenceMarket.Completion());
        DateTimeOffset start = _market.Time.GetUtcNow();

        Assert.Equal("Hi there", (await _market.ChatAsync()).Text);

        Assert.Equal(TimeSpan.FromSeconds(7), _market.Time.GetUtcNow() - start);
        Assert.Equal(_market.Broker.Requests[0].Body, _market.Broker.Requests[1].Body);
        Assert.Equal(_market.Broker.Requests[0].Authorization, _market.Broker.Requests[1].Authorization);
    }

    [Fact]
    public async Task ChatAsync_LimitForAnHour_IsReportedAtOnce()
    {
        _market.Broker.ThenRefuse(HttpStatusCode.TooManyRequests, "slow down", TimeSpan.FromHours(1));

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Equal(("ZgProviderBusy", "Provider is limiting requests; retry after 3600 s."), (failure.ErrorId, failure.Message));
        Assert.Single(_market.Broker.Requests);
    }

    [Fact]
    public async Task ChatAsync_PauseBeyondTheTimeForAnAnswer_IsReportedAsTheRefusalThatItIs()
    {
        _market.Broker.ThenRefuse(HttpStatusCode.TooManyRequests, "slow down", TimeSpan.FromSeconds(7))
            .ThenRefuse(HttpStatusCode.TooManyRequests, "slow down", TimeSpan.FromSeconds(7));
        using InferenceClient client = new(_market.Compute, TestKeys.User, new InferenceClientOptions
        {
            Handler = _market.Broker,
            TimeProvider = _market.Time,
            Timeout = TimeSpan.FromSeconds(10),
        });

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => client.ChatAsync(
            _market.Offer, new ChatRequest([new ChatTurn("user", "x")]), null, TestContext.Current.CancellationToken));

        Assert.Equal(("ZgProviderBusy", "Provider is limiting requests; retry after 7 s."), (failure.ErrorId, failure.Message));
        Assert.Equal(2, _market.Broker.Requests.Count);
    }

    [Theory]
    [InlineData(true, "ZgProviderBusy")]
    [InlineData(false, "ZgProviderUnreachable")]
    public async Task ChatAsync_OwnPauses_EndBeforeTheTimeForAnAnswer(bool isReached, string id)
    {
        const int attempts = 30;
        for (int i = 0; i < attempts; i++)
        {
            _market.Broker.Then((_, _) => isReached
                ? FakeBroker.Text("""{"error":"busy"}""", HttpStatusCode.ServiceUnavailable)
                : throw new HttpRequestException(HttpRequestError.ConnectionError));
        }

        // A first pause this short: pauses that are held against the limit by it alone all but surely end beyond the limit.
        InferenceClientOptions options = new()
        {
            Handler = _market.Broker,
            TimeProvider = _market.Time,
            Attempts = attempts,
            FirstPause = TimeSpan.FromMilliseconds(1),
            Timeout = TimeSpan.FromSeconds(20),
        };
        using InferenceClient client = new(_market.Compute, TestKeys.User, options);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => client.ChatAsync(
            _market.Offer, new ChatRequest([new ChatTurn("user", "x")]), null, TestContext.Current.CancellationToken));

        Assert.Equal(id, failure.ErrorId);
        TimeSpan waited = TimeSpan.FromTicks(_market.Time.Waits.Sum(wait => wait.Ticks));
        // Pauses double, spread by half, so the one that is too long comes when a quarter of the time has passed, or later.
        Assert.InRange(waited, options.Timeout / 5, options.Timeout);
    }

    [Fact]
    public async Task ChatAsync_ClockSetAheadMeanwhile_LeavesTheTimeForAnAnswerAsItIs()
    {
        _market.Broker.Then((_, _) =>
        {
            _market.Time.SetAhead = TimeSpan.FromHours(1);
            return FakeBroker.Text("""{"error":"busy"}""", HttpStatusCode.ServiceUnavailable);
        }).ThenJson(InferenceMarket.Completion());

        Assert.Equal("Hi there", (await _market.ChatAsync()).Text);
    }

    [Fact]
    public async Task ChatAsync_LimitThatStays_EndsAfterTheAttempts()
    {
        for (int i = 0; i < 4; i++)
        {
            _market.Broker.ThenRefuse(HttpStatusCode.ServiceUnavailable, "busy");
        }

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Equal("ZgProviderBusy", failure.ErrorId);
        Assert.Equal(4, _market.Broker.Requests.Count);
    }

    [Fact]
    public async Task ChatAsync_ServerError_IsNotSentAgain_SinceItMayBeCharged()
    {
        _market.Broker.ThenRefuse(HttpStatusCode.BadGateway, "upstream");

        await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Single(_market.Broker.Requests);
    }

    [Fact]
    public async Task ChatAsync_ProviderDown_IsTriedAgainAndTold()
    {
        for (int i = 0; i < 4; i++)
        {
            _market.Broker.Then((_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "secret address"));
        }

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Equal("ZgProviderUnreachable", failure.ErrorId);
        Assert.StartsWith("Provider http://provider.test does not answer: ConnectionError. Health: unknown.", failure.Message);
        Assert.Equal(4, _market.Broker.Requests.Count);
    }

    [Fact]
    public async Task ChatAsync_ConnectionLostAfterTheRequest_IsNotSentAgain()
    {
        _market.Broker.Then((_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded, "gone"));

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync());

        Assert.Equal("ZgProviderUnreachable", failure.ErrorId);
        Assert.Single(_market.Broker.Requests);
    }

    [Fact]
    public async Task ChatAsync_MoreThan32MiB_IsRefusedHere()
    {
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.ChatAsync(new string('x', (32 << 20) + 1)));

        Assert.Equal("ZgRequestTooLarge", failure.ErrorId);
        Assert.StartsWith("Request is 32 MiB; the limit is 32 MiB.", failure.Message);
        Assert.Empty(_market.Broker.Requests);
    }

    [Fact]
    public async Task VerifyAsync_SignatureOfAnotherKey_IsALie()
    {
        _market.Broker.Signer = TestKeys.User;
        ResponseVerification verification = await AskAndVerifyAsync();

        Assert.Equal(VerificationFact.Failed, verification.Signature);
        Assert.Equal(TestKeys.User.Address, verification.SignedBy);
    }

    [Fact]
    public async Task VerifyAsync_AnotherBodyThanWasSigned_IsALie()
    {
        _market.Broker.Signed = response => [.. response, (byte)' '];
        ResponseVerification verification = await AskAndVerifyAsync();

        Assert.Equal((VerificationFact.Passed, VerificationFact.Failed), (verification.Signature, verification.Response));
    }

    [Fact]
    public async Task VerifyAsync_SignerNotApproved_IsNotChecked()
    {
        _market.Service = _market.Service with { IsTeeSignerAcknowledged = false };
        ResponseVerification verification = await AskAndVerifyAsync();

        Assert.Equal(VerificationFact.NotChecked, verification.Signature);
        Assert.Contains("not approved", verification.Detail);
    }

    [Fact]
    public async Task VerifyAsync_SignatureGone_SaysWhen()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion());
        InferenceAnswer answer = await _market.ChatAsync();

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _market.VerifyAsync(answer with { ChatId = "old" }));

        Assert.Equal("ZgSignatureMissing", failure.ErrorId);
        Assert.Equal("No signature kept for old. Ask within about 20 minutes and use the ZG-Res-Key value.", failure.Message);
    }

    [Theory]
    [InlineData("qwen-7b", true)]
    [InlineData("Qwen/Qwen-7B", true)]
    [InlineData("qwen-7b-2026-01-01", true)]
    [InlineData("llama-1b", false)]
    public async Task ChatAsync_AnswerOfAnotherModel_IsSeen(string model, bool isAsked)
    {
        _market.Broker.ThenJson(InferenceMarket.Completion(model: model));

        Assert.Equal(isAsked, (await _market.ChatAsync()).IsModelAsked);
    }

    private async Task<ResponseVerification> AskAndVerifyAsync()
    {
        _market.Broker.ThenJson(InferenceMarket.Completion());
        ResponseVerification verification = await _market.VerifyAsync(await _market.ChatAsync());
        Assert.False(verification.IsVerified);
        return verification;
    }
}
