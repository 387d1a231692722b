using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.Nodes.Compute;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>Who and what is not served, with the status and the words that clients look for.</summary>
public sealed class RefusalTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    private const string Chat = "v1/proxy/chat/completions";
    private const string Body = """{"messages":[{"role":"user","content":"x"}]}""";

    [Fact]
    public async Task Session_Missing_IsUnauthorized()
    {
        ComputeProviderNode provider = await market.StartAsync();

        using HttpResponseMessage reply = await market.PostAsync(provider, user: null, Chat, Body);

        await AssertRefusedAsync(reply, HttpStatusCode.Unauthorized, "missing or invalid Authorization header");
        Assert.Equal("client", reply.Headers.GetValues("ZG-Failure-Source").Single());
        Assert.Equal(provider.Provider.ToString(), reply.Headers.GetValues("Provider").Single());
    }

    [Fact]
    public async Task Session_ExpiredForeignOrForged_IsUnauthorized()
    {
        ComputeProviderNode provider = await market.StartAsync();
        ComputeProviderNode other = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        string expired = SessionToken.CreatePersistent(
            user, provider.Provider, 0, 1, market.Time.GetUtcNow() - TimeSpan.FromHours(2), TimeSpan.FromHours(1)).ToSecret();
        string forged = market.Token(user, provider).ToSecret();
        byte[] bytes = Convert.FromBase64String(forged[SessionToken.Prefix.Length..]);
        bytes[^10] = (byte)(bytes[^10] == '1' ? '2' : '1');

        await AssertRefusedAsync(await SendAsync(provider, expired), HttpStatusCode.Unauthorized, "session token expired");
        await AssertRefusedAsync(
            await SendAsync(provider, market.Token(user, other).ToSecret()), HttpStatusCode.Unauthorized, "for different provider");
        await AssertRefusedAsync(
            await SendAsync(provider, SessionToken.Prefix + Convert.ToBase64String(bytes)), HttpStatusCode.Unauthorized, "signature");
    }

    [Fact]
    public async Task Session_Revoked_IsUnauthorizedFromThenOn()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        string key = SessionToken.CreatePersistent(user, provider.Provider, 0, 7, market.Time.GetUtcNow()).ToSecret();
        using HttpResponseMessage before = await SendAsync(provider, key);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await market.AccountOf(user).RevokeTokensAsync(provider.Provider, [7]);

        await AssertRefusedAsync(await SendAsync(provider, key), HttpStatusCode.Unauthorized, "has been revoked");
    }

    [Fact]
    public async Task Session_FoundGoodBefore_IsRememberedAsLongAsTheCacheSays()
    {
        ComputeProviderNode provider = await market.StartAsync(
            await market.OptionsAsync() with { CacheDuration = TimeSpan.FromMinutes(2) });
        Wallet user = await market.CreateUserAsync(provider);
        string key = SessionToken.CreatePersistent(user, provider.Provider, 0, 7, market.Time.GetUtcNow()).ToSecret();
        using HttpResponseMessage before = await SendAsync(provider, key);
        await market.AccountOf(user).RevokeAllTokensAsync(provider.Provider);

        using HttpResponseMessage soon = await SendAsync(provider, key);
        market.Time.Advance(TimeSpan.FromMinutes(2.5));

        Assert.Equal(HttpStatusCode.OK, soon.StatusCode);
        await AssertRefusedAsync(await SendAsync(provider, key), HttpStatusCode.Unauthorized, "has been revoked");
    }

    [Fact]
    public async Task Account_Missing_SaysHowToGetOne()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet stranger = await market.CreateWalletAsync();

        using HttpResponseMessage reply = await market.PostAsync(provider, stranger, Chat, Body);

        await AssertRefusedAsync(reply, HttpStatusCode.PaymentRequired, "AccountNotExists");
    }

    [Fact]
    public async Task Account_BelowTheReserve_SaysWhatIsMissing()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider, "0.75");

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);

        await AssertRefusedAsync(
            reply, HttpStatusCode.PaymentRequired,
            "insufficient balance: your locked balance is 0.75 0G, but 1 0G reserve and 0 0G unsettled are needed; "
            + "transfer at least 0.25 0G");
    }

    [Fact]
    public async Task Account_ExactlyTheReserve_IsServedOnceAndNotTwice()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider, "1");

        using HttpResponseMessage first = await market.PostAsync(provider, user, Chat, Body);
        using HttpResponseMessage second = await market.PostAsync(provider, user, Chat, Body);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await AssertRefusedAsync(second, HttpStatusCode.PaymentRequired, "0.0000003 0G unsettled");
    }

    [Fact]
    public async Task Account_RefilledWhileRemembered_IsServedAtOnce()
    {
        ComputeProviderNode provider = await market.StartAsync(
            await market.OptionsAsync() with { CacheDuration = TimeSpan.FromMinutes(2) });
        Wallet user = await market.CreateUserAsync(provider, "1");
        using HttpResponseMessage first = await market.PostAsync(provider, user, Chat, Body);
        using HttpResponseMessage poor = await market.PostAsync(provider, user, Chat, Body);

        await market.FundAsync(user, provider.Provider, "1");
        using HttpResponseMessage rich = await market.PostAsync(provider, user, Chat, Body);

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.PaymentRequired, HttpStatusCode.OK), (first.StatusCode, poor.StatusCode, rich.StatusCode));
    }

    [Fact]
    public async Task Provider_NotAcknowledgedByTheUser_IsRefused()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider, "2");
        ComputeAccount account = market.AccountOf(user);
        await foreach (RefundResult _ in account.RequestRefundAsync(ServiceKind.Inference, [provider.Provider]))
        {
        }

        await market.PassAsync(TimeSpan.FromHours(25));
        RefundPlan plan = await account.PlanRefundAsync(ServiceKind.Inference, provider.Provider);
        await foreach (RefundResult _ in account.CompleteRefundAsync([plan]))
        {
        }

        await account.AcknowledgeAsync(ServiceKind.Inference, provider.Provider, acknowledged: false);

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);

        await AssertRefusedAsync(reply, HttpStatusCode.Forbidden, "user not acknowledge the provider");
    }

    [Fact]
    public async Task Provider_NotAcknowledgedByTheOperator_RefusesEverybody()
    {
        ComputeProviderNode provider = await market.StartAsync(acknowledge: false);
        Wallet user = await market.CreateUserAsync(provider);

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, Body);

        await AssertRefusedAsync(reply, HttpStatusCode.Forbidden, "service not acknowledge the tee signer");
    }

    [Theory]
    [InlineData("{", "the body is no JSON")]
    [InlineData("[]", "the body is no JSON object")]
    [InlineData("{\"model\":\"a\",\"model\":\"b\"}", "the body is no JSON")]
    [InlineData("{\"model\":\"\\ud800\",\"messages\":[]}", "the body is no JSON")]
    [InlineData("{\"model\":\"gpt-9\",\"messages\":[]}", "Model gpt-9 is not served. Available: zerog-echo.")]
    public async Task Body_Wrong_IsRefusedAndCostsNothing(string body, string words)
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, body);

        await AssertRefusedAsync(reply, HttpStatusCode.BadRequest, words);
        Assert.Equal(0, await market.UnsettledAsync(provider, user));
    }

    [Fact]
    public async Task Body_OverTheLimit_IsTooLarge()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        using ByteArrayContent body = new(new byte[(32 << 20) + 1]);

        using HttpResponseMessage reply = await market.PostAsync(provider, user, Chat, body);

        await AssertRefusedAsync(reply, HttpStatusCode.RequestEntityTooLarge, "the request is larger than 32 MiB");
    }

    [Theory]
    [InlineData("v1/proxy/images/generations", HttpStatusCode.BadRequest, "endpoint not supported")]
    [InlineData("v1/proxy/anything/else", HttpStatusCode.BadRequest, "endpoint not supported")]
    [InlineData("v1/proxy/attestation/report", HttpStatusCode.NotImplemented, "no attestation")]
    [InlineData("v2/anything", HttpStatusCode.NotFound, "no such path")]
    public async Task Path_NotServed_IsSaid(string path, HttpStatusCode status, string words)
    {
        ComputeProviderNode provider = await market.StartAsync(acknowledge: false);

        using HttpResponseMessage reply = await market.PostAsync(provider, user: null, path, Body);

        await AssertRefusedAsync(reply, status, words);
    }

    [Fact]
    public async Task UnsettledFee_OfAnotherUser_IsForbidden()
    {
        ComputeProviderNode provider = await market.StartAsync();
        Wallet user = await market.CreateUserAsync(provider);
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(provider.Uri!, $"v1/user/{Address.Zero}/unsettledfee"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", market.Token(user, provider).ToSecret());

        using HttpResponseMessage reply = await market.Http.SendAsync(request);

        await AssertRefusedAsync(reply, HttpStatusCode.Forbidden, "session token belongs to another user");
    }

    [Fact]
    public async Task Requests_TooManyInAMinute_AreToldWhenToComeBack()
    {
        ComputeProviderNode provider = await market.StartAsync(await market.OptionsAsync() with { RequestsPerMinute = 1 });
        Wallet user = await market.CreateUserAsync(provider);
        Wallet other = await market.CreateUserAsync(provider);

        using HttpResponseMessage first = await market.PostAsync(provider, user, Chat, Body);
        using HttpResponseMessage second = await market.PostAsync(provider, user, Chat, Body);
        using HttpResponseMessage others = await market.PostAsync(provider, other, Chat, Body);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, others.StatusCode));
        await AssertRefusedAsync(second, HttpStatusCode.TooManyRequests, "too many requests in a minute");
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Requests_TooManyAtOnce_AreTurnedAway()
    {
        TaskCompletionSource arrived = new();
        TaskCompletionSource release = new();
        await using ScriptedBackend backend = await ScriptedBackend.StartAsync(async context =>
        {
            arrived.SetResult();
            await release.Task;
            await ScriptedBackend.ReplyAsync(context, 200, "{}");
        });
        ComputeProviderNode provider = await market.StartAsync(
            await market.OptionsAsync() with { ConcurrencyLimit = 1, BackendUri = backend.Uri });
        Wallet user = await market.CreateUserAsync(provider);
        Task<HttpResponseMessage> first = market.PostAsync(provider, user, Chat, Body);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

        using HttpResponseMessage second = await market.PostAsync(provider, user, Chat, Body);
        release.SetResult();
        using HttpResponseMessage served = await first;

        await AssertRefusedAsync(second, HttpStatusCode.ServiceUnavailable, "too many requests at once");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage reply, HttpStatusCode status, string words)
    {
        string body = await reply.Content.ReadAsStringAsync();
        Assert.True(status == reply.StatusCode, $"{reply.StatusCode}: {body}");
        using JsonDocument json = JsonDocument.Parse(body);
        Assert.Contains(words, json.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(ComputeProviderNode provider, string secret)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(provider.Uri!, Chat)) { Content = new StringContent(Body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return await market.Http.SendAsync(request);
    }
}
