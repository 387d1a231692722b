using System.Text.Json;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Nodes.Chain;

namespace ZeroG.Interop.Tests;

public sealed class EthersTests(NodePackages packages)
{
    // The first account of the well-known development phrase; its key is public.
    internal const string DevelopmentKey = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    [Theory]
    [InlineData(31337, false)]
    [InlineData(16602, true)]
    public async Task EthersV6_OnTheDevChain_SendsWaitsQueriesFiltersAndSubscribes(ulong chainId, bool zeroGravityMode)
    {
        await using DevChainNode node = new(new DevChainNodeOptions
        {
            Name = $"ethers-{chainId}",
            Chain = new() { ChainId = chainId, ZeroGravityMode = zeroGravityMode },
        });
        await node.StartAsync(TestContext.Current.CancellationToken);

        JsonElement facts = await packages.RunScriptAsync(
            "ethers.js",
            [node.Uri!.ToString(), $"ws://{node.Uri.Authority}", StorageContracts.Flow.ToString(), zeroGravityMode ? "own-fees" : ""],
            DevelopmentKey);

        Assert.Equal($"{chainId}", facts.GetProperty("chainId").GetString());
        Assert.Equal(1, facts.GetProperty("transferStatus").GetInt32());
        Assert.Equal("12345", facts.GetProperty("recipientBalance").GetString());
        Assert.Equal(2, facts.GetProperty("transactionType").GetInt32());
        Assert.True(facts.GetProperty("blockHoldsTransfer").GetBoolean());
        Assert.Equal(1, facts.GetProperty("submitLogs").GetInt32());
        Assert.Equal(facts.GetProperty("expectedIdentity").GetString(), facts.GetProperty("queriedIdentity").GetString());
        Assert.True(facts.GetProperty("filterHeardSubmit").GetBoolean());
        Assert.Equal("CALL_EXCEPTION", facts.GetProperty("revert").GetString());
        Assert.True(facts.GetProperty("socketSawBlock").GetBoolean());
    }
}
