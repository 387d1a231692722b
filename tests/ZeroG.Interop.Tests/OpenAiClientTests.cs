using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Compute.Proxy;
using ZeroG.Nodes.DevNet;

namespace ZeroG.Interop.Tests;

/// <summary>The official OpenAI client, unmodified, which takes a proxy in front of a provider for OpenAI.</summary>
public sealed class OpenAiClientTests(NodePackages packages)
{
    [Fact]
    public async Task OpenAiClient_ThroughTheProxy_ListsChatsStreamsAndReadsRefusals()
    {
        packages.Require();
        await using DevNet network = new(new DevNetOptions { Name = "openai" });
        await network.StartAsync();
        ComputeProviderNode provider = Assert.Single(network.ComputeProviders);
        using Wallet user = DevelopmentAccounts.Open(3);
        await FundAsync(network, user, provider.Provider);
        await using InferenceProxyNode proxy = new(new InferenceProxyOptions
        {
            Name = "openai-proxy",
            Upstreams = [new ProviderUpstream(provider.Provider)],
            Network = network.Network,
            Wallet = user.Copy(),
            AccessKey = new BackendKey("sesame"),
        });
        await proxy.StartAsync();

        JsonElement seen = await packages.RunScriptAsync("openai.js", [$"{proxy.Uri}", "sesame"]);

        Assert.Equal([provider.Model], Texts(seen.GetProperty("models")));
        string content = seen.GetProperty("content").GetString()!;
        Assert.Contains("one two three", content, StringComparison.Ordinal);
        Assert.True(seen.GetProperty("usage").GetProperty("completion_tokens").GetInt32() > 0);
        Assert.True(seen.GetProperty("pieces").GetArrayLength() > 1);
        Assert.Equal(content, string.Concat(Texts(seen.GetProperty("pieces"))));
        Assert.Equal(
            seen.GetProperty("usage").GetProperty("total_tokens").GetInt32(),
            seen.GetProperty("streamUsage").GetProperty("total_tokens").GetInt32());
        Assert.Equal("NotFoundError", seen.GetProperty("refusal").GetProperty("name").GetString());
        Assert.Equal("model_not_found", seen.GetProperty("refusal").GetProperty("code").GetString());
        Assert.Equal("AuthenticationError", seen.GetProperty("stranger").GetProperty("name").GetString());
        await AssertVerifiedAsync(proxy, seen.GetProperty("id").GetString()!);
        await AssertVerifiedAsync(proxy, seen.GetProperty("streamId").GetString()!);
        Assert.False(provider.Unsettled.IsZero);
    }

    private static string?[] Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString())];

    private static async Task FundAsync(DevNet network, Wallet user, Address provider)
    {
        EthereumClient chain = await network.Network!.ConnectAsync();
        using IDisposable connection = chain.Rpc;
        ComputeAccount account = new(new ComputeClient(network.Network, chain), new TransactionSender(chain, user, network.Network));
        await account.DepositAsync(TokenAmount.Parse("5"));
        await account.TransferAsync(ServiceKind.Inference, provider, TokenAmount.Parse("3"));
    }

    private static async Task AssertVerifiedAsync(InferenceProxyNode proxy, string id)
    {
        using HttpClient http = new();
        http.DefaultRequestHeaders.Authorization = new("Bearer", "sesame");
        using HttpResponseMessage response = await http.PostAsync($"{proxy.Uri}/verify", new StringContent($$"""{"id":"{{id}}"}"""));
        using JsonDocument verdict = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.True(verdict.RootElement.GetProperty("isVerified").GetBoolean(), verdict.RootElement.GetRawText());
    }
}
