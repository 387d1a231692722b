using System.Net;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Services;
using ZeroG.Cryptography.Signatures;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Tests.Metrics;
using ZeroG.Nodes.Tests.Storage;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>The life of a provider: how it registers, what it says of itself, and what it keeps.</summary>
public sealed class ComputeProviderNodeTests(MarketFixture market) : IClassFixture<MarketFixture>
{
    [Fact]
    public async Task Start_New_RegistersWithTheStake()
    {
        ComputeProviderNode provider = await market.StartAsync(acknowledge: false);

        InferenceService service = (await market.Client.Inference.FindServiceAsync(provider.Provider))!;
        Assert.Equal(
            ("chatbot", provider.Uri!.AbsoluteUri.TrimEnd('/'), "zerog-echo", "TeeML", provider.TeeSigner!.Value),
            (service.ServiceType, service.Url, service.Model, service.Verifiability, service.TeeSigner));
        Assert.Equal(
            """{"VerifierURL":"","TEEVerifier":"dstack","TargetSeparated":false,"TargetTeeAddress":"","ImageName":"","ImageDigest":""}""",
            service.AdditionalInfo);
        Assert.InRange(
            await market.Client.Chain.GetBalanceAsync(provider.Provider), TokenAmount.Parse("899.9"), TokenAmount.Parse("900"));
        Assert.Contains(provider.Log.Read(), line => line.EventId == 403);
    }

    [Fact]
    public async Task Start_Again_SendsOnlyWhatDiffers()
    {
        ComputeProviderOptions options = await market.OptionsAsync() with
        {
            DataPath = market.Folder["again"], PublicUri = new Uri("https://provider.example/zerog/"),
        };
        Wallet[] copies = [MarketFixture.Copy(options.Wallet), MarketFixture.Copy(options.Wallet), MarketFixture.Copy(options.Wallet)];
        Address provider = options.Wallet.Address;
        await (await market.StartAsync(options)).StopAsync();
        ulong sent = await market.Client.Chain.GetTransactionCountAsync(provider);

        await (await market.StartAsync(options with { Wallet = copies[0] }, acknowledge: false)).StopAsync();
        ulong unchanged = await market.Client.Chain.GetTransactionCountAsync(provider);
        await (await market.StartAsync(
            options with { Wallet = copies[1], InputPrice = TokenAmount.FromGwei(7) }, acknowledge: false)).StopAsync();
        InferenceService dearer = (await market.Client.Inference.FindServiceAsync(provider))!;
        ComputeProviderNode last = await market.StartAsync(
            options with { Wallet = copies[2], InputPrice = TokenAmount.FromGwei(7), Model = "new" }, acknowledge: false);
        InferenceService other = (await market.Client.Inference.FindServiceAsync(provider))!;

        Assert.Equal(sent, unchanged);
        Assert.Equal((true, "0.000000007 0G"), (dearer.IsTeeSignerAcknowledged, dearer.InputPrice.ToString()));
        Assert.Equal((false, "new"), (other.IsTeeSignerAcknowledged, other.Model));
        Assert.Equal("https://provider.example/zerog", other.Url);
        Assert.Equal(sent + 2, await market.Client.Chain.GetTransactionCountAsync(provider));
        Assert.DoesNotContain(last.Log.Read(), line => line.EventId == 405);
    }

    [Fact]
    public async Task Start_WithoutTheStake_SaysWhatIsMissing()
    {
        ComputeProviderOptions options = await market.OptionsAsync();
        await market.SendAsync(options.Wallet, Address.Parse("0x000000000000000000000000000000000000dEaD"), [], TokenAmount.Parse("950"));
        await using ComputeProviderNode provider = new(options);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => provider.StartAsync());

        Assert.Equal("ZgInsufficientFunds", failure.ErrorId);
        Assert.Equal(NodeState.Faulted, provider.State);
    }

    [Fact]
    public async Task Create_UnknownServiceType_IsRefused()
    {
        ComputeProviderOptions options = await market.OptionsAsync() with { ServiceType = "video-generation" };

        ZeroGException failure = Assert.Throws<ZeroGException>(() => new ComputeProviderNode(options));

        Assert.Equal("ZgServiceTypeUnknown", failure.ErrorId);
    }

    [Fact]
    public async Task Models_NameTheEchoAsWhatItIs()
    {
        ComputeProviderNode provider = await market.StartAsync(acknowledge: false);

        using JsonDocument models = JsonDocument.Parse(await market.Http.GetStringAsync(new Uri(provider.Uri!, "v1/models")));

        JsonElement model = Assert.Single(models.RootElement.GetProperty("data").EnumerateArray().ToArray());
        Assert.Equal("zerog-echo", model.GetProperty("id").GetString());
        Assert.Contains("echo for tests", model.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal("100000000000", model.GetProperty("pricing").GetProperty("prompt").GetString());
        Assert.Equal("200000000000", model.GetProperty("pricing").GetProperty("completion").GetString());
    }

    [Fact]
    public async Task Quote_SaysDevelopmentAndIsSigned()
    {
        ComputeProviderNode provider = await market.StartAsync(acknowledge: false);

        using HttpResponseMessage reply = await market.Http.GetAsync(new Uri(provider.Uri!, "v1/quote?legacy=false"));
        byte[] body = await reply.Content.ReadAsByteArrayAsync();

        using JsonDocument report = JsonDocument.Parse(body);
        Assert.Equal("development", report.RootElement.GetProperty("mode").GetString());
        string data = Encoding.ASCII.GetString(Convert.FromBase64String(report.RootElement.GetProperty("report_data").GetString()!));
        Assert.Equal(provider.TeeSigner.ToString(), data.TrimEnd('\0'));
        Assert.Equal(64, data.Length);
        Assert.True(Secp256k1Signature.TryParse(
            Hex.ParseBytes(reply.Headers.GetValues("ZG-Quote-Signature").Single()), out Secp256k1Signature signature));
        Assert.True(PersonalMessage.TryRecover(Hash256.Keccak(body).Bytes, signature, out Address signer));
        Assert.Equal(provider.TeeSigner, signer);
    }

    [Fact]
    public async Task Browser_MayCallFromThisMachineAlone()
    {
        ComputeProviderNode provider = await market.StartAsync(acknowledge: false);

        using HttpResponseMessage own = await PreflightAsync(provider, "http://localhost:3090");
        using HttpResponseMessage foreign = await PreflightAsync(provider, "https://evil.example");

        Assert.Equal(HttpStatusCode.NoContent, own.StatusCode);
        Assert.Equal("*", own.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Authorization", own.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    [Fact]
    public async Task Browser_OfAnyPlace_MayCallAPublicAddress()
    {
        ComputeProviderNode provider = await market.StartAsync(
            await market.OptionsAsync() with { PublicUri = new Uri("https://provider.example") }, acknowledge: false);

        using HttpResponseMessage foreign = await PreflightAsync(provider, "https://any.example");

        Assert.Equal(HttpStatusCode.NoContent, foreign.StatusCode);
    }

    [Fact]
    public async Task Metrics_TellRequestsAndFees()
    {
        ComputeProviderNode provider = await market.StartAsync(await market.OptionsAsync() with { OutputPrice = TokenAmount.Parse("0.5") });
        Wallet user = await market.CreateUserAsync(provider);
        using HttpResponseMessage good = await market.PostAsync(
            provider, user, "v1/proxy/chat/completions", """{"messages":[{"role":"user","content":"x"}]}""");
        using HttpResponseMessage bad = await market.PostAsync(provider, user, "v1/proxy/chat/completions", "{");

        // Counted when the answer is out, which the client may see a little earlier.
        string owed = "";
        await NodeCluster.UntilAsync(async () =>
        {
            owed = await market.Http.GetStringAsync(new Uri(provider.AdminUri!, "metrics"));
            return owed.Contains("route=\"chat/completions\",outcome=\"ok\"} 1", StringComparison.Ordinal);
        });
        await provider.SettleAsync();
        string paid = await market.Http.GetStringAsync(new Uri(provider.AdminUri!, "metrics"));

        Assert.NotNull(Exposition.Parse(owed));
        Assert.Contains("route=\"chat/completions\",outcome=\"refused\"} 1", owed, StringComparison.Ordinal);
        Assert.Contains("zerog_provider_requests_unsettled{node=\"compute-provider\"} 1", owed, StringComparison.Ordinal);
        Assert.Contains("zerog_provider_fees_paid_total{node=\"compute-provider\"} 0.5", paid, StringComparison.Ordinal);
        Assert.Contains("zerog_provider_requests_unsettled{node=\"compute-provider\"} 0", paid, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_ShowNoSecret()
    {
        ComputeProviderOptions options = await market.OptionsAsync() with { BackendKey = new BackendKey("sk-very-secret") };

        Assert.DoesNotContain("sk-very-secret", options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sk-very-secret", JsonSerializer.Serialize(options.BackendKey), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PreflightAsync(ComputeProviderNode provider, string origin)
    {
        using HttpRequestMessage request = new(HttpMethod.Options, new Uri(provider.Uri!, "v1/proxy/chat/completions"));
        request.Headers.Add("Origin", origin);
        return await market.Http.SendAsync(request);
    }
}
