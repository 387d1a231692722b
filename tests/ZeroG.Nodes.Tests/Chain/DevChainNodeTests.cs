using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Chain;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Chain;

public sealed class DevChainNodeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Http_OnAFreePort_AnswersTheChain()
    {
        await using DevChainNode node = new(new DevChainNodeOptions());
        await node.StartAsync(Cancelled);
        using JsonRpcClient client = new(node.Uri!);

        JsonElement chainId = await client.CallAsync("eth_chainId", [], Cancelled);

        Assert.Equal("0x7a69", chainId.GetString());
        Assert.Equal(NodeState.Running, node.State);
    }

    [Fact]
    public async Task WebSocket_SubscribedToHeads_AnnouncesEachBlockAndStopsWhenUnsubscribed()
    {
        await using DevChainNode node = new(new DevChainNodeOptions());
        await node.StartAsync(Cancelled);
        using ClientWebSocket socket = new();
        await socket.ConnectAsync(new UriBuilder(node.Uri!) { Scheme = "ws" }.Uri, Cancelled);

        await SendAsync(socket, """{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}""");
        string id = (await ReceiveAsync(socket)).GetProperty("result").GetString()!;
        await node.Chain!.MineAsync();
        JsonElement news = (await ReceiveAsync(socket)).GetProperty("params");

        Assert.Equal(id, news.GetProperty("subscription").GetString());
        Assert.Equal("0x1", news.GetProperty("result").GetProperty("number").GetString());

        await SendAsync(socket, $$"""{"jsonrpc":"2.0","id":2,"method":"eth_unsubscribe","params":["{{id}}"]}""");
        Assert.True((await ReceiveAsync(socket)).GetProperty("result").GetBoolean());
        await node.Chain.MineAsync();
        await SendAsync(socket, """{"jsonrpc":"2.0","id":3,"method":"eth_blockNumber"}""");
        Assert.Equal("0x2", (await ReceiveAsync(socket)).GetProperty("result").GetString());
    }

    [Fact]
    public async Task Start_OverTheSameFolder_ContinuesTheChain()
    {
        using TempFolder folder = new();
        DevChainNodeOptions options = new() { DataPath = folder.Path };
        string hash;
        await using (DevChainNode first = new(options))
        {
            await first.StartAsync(Cancelled);
            await first.Chain!.MineAsync();
            hash = await HashOfBlockOneAsync(first);
            await first.StopAsync(Cancelled);
        }

        await using DevChainNode second = new(options);
        await second.StartAsync(Cancelled);

        Assert.Equal(hash, await HashOfBlockOneAsync(second));
    }

    private static async Task<string> HashOfBlockOneAsync(DevChainNode node)
    {
        using JsonRpcClient client = new(node.Uri!);
        JsonElement block = await client.CallAsync("eth_getBlockByNumber", ["0x1", false], Cancelled);
        return block.GetProperty("hash").GetString()!;
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Cancelled);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[1 << 16];
        int length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), Cancelled);
            length += part.Count;
        }
        while (!part.EndOfMessage);

        return JsonElement.Parse(buffer.AsSpan(0, length));
    }
}
