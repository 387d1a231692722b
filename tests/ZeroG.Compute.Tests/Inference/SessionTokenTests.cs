using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Tests.Inference;

public class SessionTokenTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1767225600);

    private static readonly Address Provider = TestKeys.Provider.Address;

    [Fact]
    public void ToString_AndJson_NeverShowTheSecret()
    {
        SessionToken token = SessionToken.CreatePersistent(TestKeys.User, Provider, 0, 3, Now);
        string secret = token.ToSecret();

        string shown = token + JsonSerializer.Serialize(token) + $"{token.User}{token.ExpiresAt}";

        Assert.DoesNotContain(secret[SessionToken.Prefix.Length..][..20], shown);
        Assert.DoesNotContain(TokenEnvelope.Open(secret)!.Value.Signature, shown);
        Assert.StartsWith("app-sk-********", token.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-1234")]
    [InlineData("app-sk-")]
    [InlineData("app-sk-e30=")]
    [InlineData("app-sk-@@@")]
    public void Parse_WhatIsNoKey_IsRefusedWithoutRepeatingIt(string text)
    {
        ZeroGException refusal = Assert.Throws<ZeroGException>(() => SessionToken.Parse(text));

        Assert.Equal("ZgApiKeyMalformed", refusal.ErrorId);
        Assert.Null(refusal.Target);
    }

    [Fact]
    public void Create_NonceWithSeparator_IsRefused() =>
        Assert.Throws<ArgumentException>(() => SessionToken.CreateEphemeral(TestKeys.User, Provider, 0, Now, nonce: "a|b"));

    [Fact]
    public void Create_ZeroDuration_MeansADayOrNever()
    {
        Assert.Equal(Now.AddDays(1), SessionToken.CreateEphemeral(TestKeys.User, Provider, 0, Now, TimeSpan.Zero).ExpiresAt);
        Assert.Null(SessionToken.CreatePersistent(TestKeys.User, Provider, 0, 0, Now, TimeSpan.Zero).ExpiresAt);
    }

    [Fact]
    public async Task Check_AlteredText_IsNotSigned()
    {
        string secret = SessionToken.CreatePersistent(TestKeys.User, Provider, 0, 3, Now).ToSecret();
        (string text, string signature) = TokenEnvelope.Open(secret)!.Value;
        string altered = TokenEnvelope.Seal(text.Replace("\"tokenId\":3", "\"tokenId\":4", StringComparison.Ordinal), signature);

        SessionTokenVerdict verdict = await SessionTokenCheck.RunAsync(
            "Bearer " + altered, Provider, Now, (_, _) => ValueTask.FromResult<TokenRevocations?>(null),
            TestContext.Current.CancellationToken);

        Assert.Equal(SessionTokenFault.BadSignature, verdict.Fault);
        Assert.Equal(4, verdict.Token!.Id);
    }

    [Fact]
    public async Task GetAsync_UsesATokenAgain_WhileMoreThanAnHourIsLeft()
    {
        FakeTimeProvider time = new(Now);
        int reads = 0;
        using SessionTokens tokens = new(
            TestKeys.User, (_, _) => Task.FromResult<TokenRevocations?>(new TokenRevocations(++reads > 100 ? 1 : 0, 0)), time);
        CancellationToken ct = TestContext.Current.CancellationToken;

        SessionToken first = await tokens.GetAsync(Provider, ct);
        Assert.Same(first, await tokens.GetAsync(Provider, ct));
        Assert.Equal(1, reads);
        time.Advance(TimeSpan.FromHours(22.9));
        Assert.Same(first, await tokens.GetAsync(Provider, ct));
        Assert.Equal(2, reads);
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.NotSame(first, await tokens.GetAsync(Provider, ct));
    }

    [Fact]
    public async Task GetAsync_AfterAllTokensWereRevoked_MakesOneOfTheNewGeneration()
    {
        FakeTimeProvider time = new(Now);
        TokenRevocations account = new(0, 0);
        using SessionTokens tokens = new(TestKeys.User, (_, _) => Task.FromResult<TokenRevocations?>(account), time);
        CancellationToken ct = TestContext.Current.CancellationToken;
        SessionToken old = await tokens.GetAsync(Provider, ct);

        account = new TokenRevocations(1, 0);
        Assert.Same(old, await tokens.GetAsync(Provider, ct));
        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, (await tokens.GetAsync(Provider, ct)).Generation);
    }
}
