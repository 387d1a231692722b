using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.Nodes.Chain;
using ZeroG.Nodes.DevNet;
using ZeroG.Testing;
using static ZeroG.Interop.Tests.Compute.ComputeActors;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>The official compute SDK, unmodified, with our contracts.</summary>
public sealed class ComputeSdkTests(NodePackages packages)
{
    // The second account of the well-known development phrase; its key is public.
    internal const string UserKey = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_OfAUserOfTheSdk_AreWhatWeSeeToo()
    {
        await using DevChainNode node = new(new DevChainNodeOptions { Name = "compute-sdk-accounts" });
        await node.StartAsync(Cancel);
        using JsonRpcClient rpc = new(node.Uri!);
        Address provider = Providers[0];
        Address signer = Signers[0].Address;
        await SendAsync(rpc, ComputeStep.Of(
            provider, ComputeContracts.Inference, InferenceContract.AddOrUpdateService, [InferenceService(signer)]).With("100"));
        await SendAsync(rpc, ComputeStep.Of(
            provider, ComputeContracts.FineTuning, FineTuningContract.AddOrUpdateService, FineTuningService(signer)).With("100"));
        foreach (Address service in (Address[])[ComputeContracts.Inference, ComputeContracts.FineTuning])
        {
            await SendAsync(rpc, ComputeStep.Of(Owner, service, InferenceContract.AcknowledgeTEESignerByOwner, provider));
        }

        JsonElement facts = await packages.RunScriptAsync("compute-accounts.js", [node.Uri!.ToString(), provider.ToString()], UserKey);

        Assert.Equal($"""[["{provider}","model","http://localhost:3000"]]""", facts.GetProperty("services").GetRawText());
        Assert.Equal($"""[["{provider}",["small","large"]]]""", facts.GetProperty("fineTuningServices").GetRawText());
        Assert.True(facts.GetProperty("acknowledged").GetBoolean());
        Assert.Equal(
            $$"""{"isAcknowledged":true,"teeSignerAddress":"{{signer}}"}""", facts.GetProperty("signer").GetRawText());
        Assert.Equal(Money("5", "6"), facts.GetProperty("afterFirstTransfer").GetRawText());
        Assert.Equal($"{Wei("3")}", facts.GetProperty("balance").GetString());
        Assert.Equal("8", facts.GetProperty("revoked").GetString());
        Assert.Equal($"""["{Wei("3")}"]""", facts.GetProperty("refunds").GetRawText());
        Assert.Equal(Money("2", "6"), facts.GetProperty("afterRequest").GetRawText());
        Assert.Equal(Money("5", "6"), facts.GetProperty("afterLock").GetRawText());
        Assert.Equal(Money("4", "5"), facts.GetProperty("afterWithdrawal").GetRawText());
        Assert.Contains("nsufficient", facts.GetProperty("refusal").GetString(), StringComparison.Ordinal);

        Network network = new()
        {
            Name = "devnet", ChainId = 31337, RpcUri = node.Uri!, LedgerAddress = ComputeContracts.Ledger,
            InferenceAddress = ComputeContracts.Inference, FineTuningAddress = ComputeContracts.FineTuning,
        };
        ComputeClient client = new(network, new EthereumClient(rpc));
        Assert.Equal(
            new Ledger(Users[0], TokenAmount.Parse("4"), TokenAmount.Parse("5"), ""), await client.Ledger.GetAsync(Users[0], Cancel));
        SubAccount sub = Assert.Single(await client.FineTuning.GetAccountsAsync(Users[0], Cancel));
        Assert.Equal(TokenAmount.Parse("1"), sub.Balance);
    }

    [Fact]
    public async Task Chat_OfAUserOfTheSdk_IsAnsweredVerifiedAndRefusedWithARevokedKey()
    {
        using TempFolder folder = new();
        await using DevNet network = new(new DevNetOptions { Name = "compute-sdk-chat" });
        await network.StartAsync(Cancel);
        Address provider = network.ComputeProviders[0].Provider;

        JsonElement facts = await packages.RunScriptAsync(
            "compute-chat.js", [network.Network!.RpcUri.ToString(), provider.ToString(), folder.Path], UserKey);

        Assert.Equal(200, facts.GetProperty("status").GetInt32());
        Assert.NotEmpty(facts.GetProperty("content").GetString()!);
        Assert.True(facts.GetProperty("usage").GetProperty("total_tokens").GetInt32() > 0);
        Assert.True(facts.GetProperty("verified").GetBoolean());
        Assert.StartsWith("text/event-stream", facts.GetProperty("streamType").GetString(), StringComparison.Ordinal);
        Assert.Equal(facts.GetProperty("content").GetString(), facts.GetProperty("streamContent").GetString());
        Assert.True(facts.GetProperty("streamVerified").GetBoolean());
        Assert.NotEqual(JsonValueKind.True, facts.GetProperty("unknown").ValueKind);
        Assert.Equal(200, facts.GetProperty("keyStatus").GetInt32());
        Assert.Contains("revoked", facts.GetProperty("revokedText").GetString(), StringComparison.Ordinal);
        Assert.InRange(facts.GetProperty("revokedStatus").GetInt32(), 400, 403);
        JsonElement verification = facts.GetProperty("verification");
        Assert.True(verification.GetProperty("signerVerification").GetProperty("allMatch").GetBoolean());
        Assert.True(verification.GetProperty("composeVerification").GetProperty("passed").GetBoolean());
        Assert.Contains("\"development\"", await File.ReadAllTextAsync(folder["quote.json"], Cancel), StringComparison.Ordinal);

        // The SDK fills the sub-account up to twice the reserve.
        Assert.Equal($"{Wei("2")}", facts.GetProperty("balance").GetString());
        using JsonRpcClient rpc = new(network.Network!.RpcUri);
        ComputeClient client = new(network.Network, new EthereumClient(rpc));
        SubAccount sub = (await client.Inference.FindAccountAsync(Users[0], provider, Cancel))!;
        Assert.Equal(32, sub.RevokedBitmap);
    }

    [Fact]
    public async Task FineTuning_OfAUserOfTheSdk_EndsInTheDecryptedModel()
    {
        using TempFolder folder = new();
        await TuningScript.PrepareAsync(folder);
        await using DevNet network = new(new DevNetOptions { Name = "compute-sdk-tune" });
        await network.StartAsync(Cancel);
        Address provider = network.ComputeProviders[0].Provider;

        JsonElement facts = await TuningScript.RunAsync(packages, folder, network.Network!, provider);

        using JsonRpcClient rpc = new(network.Network!.RpcUri);
        ComputeClient client = new(network.Network, new EthereumClient(rpc));
        SubAccount sub = (await client.FineTuning.FindAccountAsync(Users[0], provider, Cancel))!;
        Assert.Equal(facts.GetProperty("balance").GetString(), $"{sub.Balance.Wei}");
        Assert.InRange(sub.Balance, TokenAmount.Parse("4"), TokenAmount.Parse("4.999999"));
    }

    private static string Money(string available, string total) => $"""["{Wei(available)}","{Wei(total)}"]""";

    private static async Task SendAsync(JsonRpcClient rpc, ComputeStep step)
    {
        Dictionary<string, object?> message = new()
        {
            ["from"] = step.From, ["to"] = step.To, ["value"] = step.Value, ["data"] = step.Data,
        };
        await rpc.CallAsync("eth_sendTransaction", [message], Cancel);
    }
}
