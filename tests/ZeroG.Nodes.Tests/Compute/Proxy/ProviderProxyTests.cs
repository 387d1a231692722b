using System.Net;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Proxy;
using static ZeroG.Nodes.Tests.Compute.Proxy.ProxyUnderTest;

namespace ZeroG.Nodes.Tests.Compute.Proxy;

/// <summary>The proxy in front of providers on a chain.</summary>
public sealed class ProviderProxyTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    [Fact]
    public async Task Chat_ThroughAProvider_IsPaidAndCanBeVerified()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        await using ProxyUnderTest proxy = await StartAsync(Options(user, provider.Provider), market.Time);

        using HttpResponseMessage response = await proxy.ChatAsync();
        string body = await response.Content.ReadAsStringAsync();
        using JsonDocument json = JsonDocument.Parse(body);
        JsonElement verdict = await proxy.VerifyAsync(json.RootElement.GetProperty("id").GetString()!);

        Assert.Equal(provider.Provider.ToString(), Assert.Single(response.Headers.GetValues("X-Provider-Address")));
        Assert.True(verdict.GetProperty("isValid").GetBoolean(), verdict.GetRawText());
        Assert.True(verdict.GetProperty("isVerified").GetBoolean(), verdict.GetRawText());
        Assert.Equal("passed", verdict.GetProperty("request").GetString());
        Assert.Equal("passed", verdict.GetProperty("response").GetString());
        Assert.Equal(provider.TeeSigner.ToString(), verdict.GetProperty("signer").GetString());
        Assert.True((await market.UnsettledAsync(provider, user)) > 0);
    }

    [Fact]
    public async Task Stream_ThroughAProvider_CanBeVerified()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        await using ProxyUnderTest proxy = await StartAsync(Options(user, provider.Provider), market.Time);

        using HttpResponseMessage response = await proxy.ChatAsync("""{"stream":true,"messages":[{"role":"user","content":"one two"}]}""");
        string key = Assert.Single(response.Headers.GetValues("ZG-Res-Key"));
        JsonElement verdict = await proxy.VerifyAsync(key);

        Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(verdict.GetProperty("isVerified").GetBoolean(), verdict.GetRawText());
    }

    [Fact]
    public async Task Image_ThroughAProvider_IsSignedAndItsBytesAreNotComparedHere()
    {
        ComputeProviderNode provider = await market.StartAsync(await market.OptionsAsync() with { ServiceType = ServiceTypes.Image });
        Wallet user = await market.CreateUserAsync(provider);
        await using ProxyUnderTest proxy = await StartAsync(Options(user, provider.Provider), market.Time);

        using HttpResponseMessage response = await proxy.PostAsync("images/generations", """{"prompt":"a cat"}""");
        JsonElement verdict = await proxy.VerifyAsync(Assert.Single(response.Headers.GetValues("ZG-Res-Key")));

        Assert.True(verdict.GetProperty("isValid").GetBoolean(), verdict.GetRawText());
        Assert.False(verdict.GetProperty("isVerified").GetBoolean());
        Assert.Equal("passed", verdict.GetProperty("request").GetString());
        Assert.Equal("not checked", verdict.GetProperty("response").GetString());
    }

    [Fact]
    public async Task Chat_WithAnAdapterOfOnesOwn_IsLeftToTheProvider()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        await using ProxyUnderTest proxy = await StartAsync(Options(user, provider.Provider), market.Time);

        using HttpResponseMessage response = await proxy.ChatAsync(
            """{"model":"ft-Qwen2-5-0-5B-Instruct-6b607314-88b","messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("is not served", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(provider.Provider.ToString(), Assert.Single(response.Headers.GetValues("X-Provider-Address")));
    }

    [Fact]
    public async Task Chat_AfterAllKeysWereRevoked_GoesOnWithANewOne()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        await using ProxyUnderTest proxy = await StartAsync(Options(user, provider.Provider), market.Time);
        using HttpResponseMessage before = await proxy.ChatAsync();
        await market.AccountOf(user).RevokeAllTokensAsync(provider.Provider);

        using HttpResponseMessage refused = await proxy.ChatAsync();
        using HttpResponseMessage after = await proxy.ChatAsync();

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Start_WithoutASubAccount_SaysWhatToDo()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateWalletAsync();

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(() => StartAsync(Options(user, provider.Provider), market.Time));

        Assert.Equal("ZgSubAccountMissing", refusal.ErrorId);
    }

    [Fact]
    public async Task Start_OfAnUnknownProvider_SaysSo()
    {
        Wallet user = await market.CreateWalletAsync();

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(() => StartAsync(
            Options(user, Address.Parse("0x00000000000000000000000000000000000000aa")), market.Time));

        Assert.Equal("ZgProviderUnknown", refusal.ErrorId);
    }

    [Fact]
    public async Task Chat_OneOfTwoProvidersHasNoMoney_GoesToTheOther()
    {
        ComputeProviderNode poor = await market.StartAsync(), rich = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(rich);
        await market.FundAsync(user, poor.Provider, "0.5");
        await using ProxyUnderTest proxy = await StartAsync(Options(user, poor.Provider, rich.Provider), market.Time);

        using HttpResponseMessage response = await proxy.ChatAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(rich.Provider.ToString(), Assert.Single(response.Headers.GetValues("X-Provider-Address")));
        JsonElement first = (await proxy.GetAsync("providers/status")).GetProperty("providers")[0];
        Assert.Contains("insufficient balance", first.GetProperty("lastError").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_OfAnIdThatNeverWas_IsNotFound()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        await using ProxyUnderTest proxy = await StartAsync(Options(user, provider.Provider), market.Time);

        using HttpResponseMessage response = await proxy.PostAsync("verify", """{"id":"nothing"}""");

        Assert.Equal(404, (await RefusalOf(response)).Status);
    }

    private InferenceProxyOptions Options(Wallet user, params Address[] providers) => new()
    {
        Upstreams = [.. providers.Select((provider, index) => new ProviderUpstream(provider, index))],
        Network = market.Network,
        Wallet = MarketFixture.Copy(user),
    };
}
