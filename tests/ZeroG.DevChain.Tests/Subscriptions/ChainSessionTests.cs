using System.Buffers;
using System.Text.Json;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.DevChain.Subscriptions;

namespace ZeroG.DevChain.Tests.Subscriptions;

public sealed class ChainSessionTests
{
    private readonly List<JsonElement> _news = [];

    [Fact]
    public async Task Subscribed_ToEverything_HearsOfATransactionItsBlockAndItsLogInThatOrder()
    {
        await using ChainClient chain = new();
        using ChainSession session = Open(chain);
        string heads = await CallAsync(session, "eth_subscribe", "newHeads");
        string logs =
            await CallAsync(session, "eth_subscribe", "logs", new Dictionary<string, object?> { ["address"] = StorageContracts.Flow });
        string pending = await CallAsync(session, "eth_subscribe", "newPendingTransactions");

        JsonElement receipt = await FlowCalls.SubmitAsync(chain, seed: 1);

        Assert.Equal([pending, heads, logs], _news.Select(SubscriptionOf));
        Assert.All(_news, message => Assert.Equal("eth_subscription", message.GetProperty("method").GetString()));
        Assert.Equal(receipt.GetProperty("transactionHash").GetString(), ResultOf(_news[0]).GetString());
        Assert.Equal(receipt.GetProperty("blockHash").GetString(), ResultOf(_news[1]).GetProperty("hash").GetString());
        Assert.Equal(receipt.GetProperty("logs")[0].GetRawText(), ResultOf(_news[2]).GetRawText());
    }

    [Fact]
    public async Task Unsubscribed_OrClosed_HearsNothing()
    {
        await using ChainClient chain = new();
        ChainSession session = Open(chain);
        string id = await CallAsync(session, "eth_subscribe", "newHeads");
        Assert.Equal("True", await CallAsync(session, "eth_unsubscribe", id));
        Assert.Equal("False", await CallAsync(session, "eth_unsubscribe", id));
        await chain.Chain.MineAsync();
        await CallAsync(session, "eth_subscribe", "newHeads");
        session.Dispose();
        await chain.Chain.MineAsync();

        Assert.Empty(_news);
    }

    [Fact]
    public async Task Subscribed_BlocksTakenAway_HearsOfTheirLogsAsRemoved()
    {
        await using ChainClient chain = new();
        using ChainSession session = Open(chain);
        JsonElement snapshot = await chain.CallAsync("evm_snapshot");
        await FlowCalls.SubmitAsync(chain, seed: 1);
        await CallAsync(session, "eth_subscribe", "logs");

        await chain.CallAsync("evm_revert", snapshot);

        Assert.True(ResultOf(Assert.Single(_news)).GetProperty("removed").GetBoolean());
    }

    [Fact]
    public async Task Subscribed_WhenTheChainIsReset_HearsOfTheNewOne()
    {
        await using ChainClient chain = new();
        using ChainSession session = Open(chain);
        await CallAsync(session, "eth_subscribe", "newHeads");
        await chain.CallAsync("hardhat_reset");

        await chain.Chain.MineAsync();

        Assert.Equal("0x1", ResultOf(Assert.Single(_news)).GetProperty("number").GetString());
    }

    [Fact]
    public async Task Subscribe_FullTransactions_GetsThemWhole()
    {
        await using ChainClient chain = new();
        using ChainSession session = Open(chain);
        await CallAsync(session, "eth_subscribe", "newPendingTransactions", true);

        await chain.SendAsync(chain.Transfer(0));

        Assert.Equal("0x0", ResultOf(Assert.Single(_news)).GetProperty("nonce").GetString());
    }

    [Fact]
    public async Task Subscribe_UnknownKind_IsRefused()
    {
        await using ChainClient chain = new();
        using ChainSession session = Open(chain);

        JsonRpcException refusal = await Assert.ThrowsAsync<JsonRpcException>(() => CallAsync(session, "eth_subscribe", "syncing"));

        Assert.Equal("no \"syncing\" subscription in eth namespace", refusal.RemoteMessage);
    }

    [Fact]
    public async Task Session_AnyOtherMethod_IsAnsweredByTheChain()
    {
        await using ChainClient chain = new();
        using ChainSession session = Open(chain);

        Assert.Equal("0x7a69", await CallAsync(session, "eth_chainId"));
    }

    private ChainSession Open(ChainClient chain) => chain.Chain.OpenSession(message =>
    {
        _news.Add(JsonElement.Parse(message.Span));
        return true;
    });

    private static string? SubscriptionOf(JsonElement message) => message.GetProperty("params").GetProperty("subscription").GetString();

    private static JsonElement ResultOf(JsonElement message) => message.GetProperty("params").GetProperty("result");

    private static async Task<string> CallAsync(ChainSession session, string method, params object?[] parameters)
    {
        ArrayBufferWriter<byte> request = new();
        using (Utf8JsonWriter writer = new(request))
        {
            JsonRpcValue.WriteArray(writer, parameters);
        }

        ArrayBufferWriter<byte> answer = new();
        using (Utf8JsonWriter writer = new(answer))
        {
            await session.HandleAsync(method, request.WrittenMemory, writer, TestContext.Current.CancellationToken);
        }

        return JsonElement.Parse(answer.WrittenSpan).ToString();
    }
}
