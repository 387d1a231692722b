using ZeroG.Chain;
using ZeroG.Storage.Nodes;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Nodes;

/// <summary>What a node's answers say of its health.</summary>
public sealed class NodeHealthTests
{
    private const string Flow = "0x22e03a6a89b950f1c82ec5e74f8eca321a105296";
    private const string Block = "0x2222222222222222222222222222222222222222222222222222222222222222";

    [Theory]
    [InlineData(1000, 0, NodeHealthState.Healthy)]
    [InlineData(1100, 100, NodeHealthState.Healthy)]
    [InlineData(1101, 101, NodeHealthState.Lagging)]
    [InlineData(990, 0, NodeHealthState.Healthy)]
    public async Task Ask_BehindTheChain_LagIsCounted(long head, long lag, NodeHealthState state)
    {
        NodeHealth health = await AskAsync(Server(), head);

        Assert.Equal((lag, state), (health.Lag, health.State));
        Assert.Equal(state == NodeHealthState.Healthy, health.Reason is null);
        Assert.Equal((1000, 3, 42), (health.SyncedBlock, health.ConnectedPeers, health.NextSequence));
        Assert.Equal(new ShardConfig(1, 4), health.Shard);
        Assert.NotNull(health.Latency);
    }

    [Fact]
    public async Task Ask_HeadUnknown_LagIsUnknownToo()
    {
        NodeHealth health = await AskAsync(Server(), head: null);

        Assert.Equal((null, NodeHealthState.Healthy), (health.Lag, health.State));
    }

    [Theory]
    [InlineData(16601, Flow)]
    [InlineData(16602, "0x1111111111111111111111111111111111111111")]
    public async Task Ask_OtherChainOrContract_IsOtherNetwork(long chainId, string flow)
    {
        NodeHealth health = await AskAsync(Server(chainId, flow), 1000);

        Assert.Equal(NodeHealthState.OtherNetwork, health.State);
        Assert.Contains(chainId.ToString(), health.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_ShardThatCannotBe_IsUnreachable()
    {
        NodeHealth health = await AskAsync(Server().On("zgs_getShardConfig", "{\"shardId\":3,\"numShard\":3}"), 1000);

        Assert.Equal(NodeHealthState.Unreachable, health.State);
        Assert.Equal("It answers as shard 3 of 3, which cannot be.", health.Reason);
    }

    [Fact]
    public async Task Ask_NoStorageNode_IsUnreachableWithTheReason()
    {
        NodeHealth health = await AskAsync(new FakeRpcServer(), 1000);

        Assert.Equal((NodeHealthState.Unreachable, null, null), (health.State, health.Shard, health.Latency));
        Assert.Contains("zgs_getStatus", health.Reason, StringComparison.Ordinal);
    }

    private static FakeRpcServer Server(long chainId = 16602, string flow = Flow) => new FakeRpcServer()
        .On("zgs_getShardConfig", "{\"shardId\":1,\"numShard\":4}")
        .On("zgs_getStatus", $$"""
            {"connectedPeers":3,"logSyncHeight":1000,"logSyncBlock":"{{Block}}","nextTxSeq":42,
             "networkIdentity":{"chainId":{{chainId}},"flowAddress":"{{flow}}","p2pProtocolVersion":{"major":0,"minor":4,"build":1} } }
            """);

    private static async Task<NodeHealth> AskAsync(FakeRpcServer server, long? head)
    {
        using FakeRpcServer answers = server;
        using StorageNodeClient client = new(new Uri("http://node.test:5678"), null, answers);
        return await NodeHealth.AskAsync(client, 16602, Address.Parse(Flow), head);
    }
}
