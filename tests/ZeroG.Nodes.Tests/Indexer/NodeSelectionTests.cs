using System.Text;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Indexer;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Tests.Indexer;

public sealed class NodeSelectionTests
{
    private static readonly IndexedNode[] Trusted = Wholes('t', 5);
    private static readonly IndexedNode[] Discovered = Wholes('d', 5);

    [Theory]
    [InlineData("[0,\"min\",false,[]]", 0, 0)]
    [InlineData("[1,\"min\",false,[]]", 1, 0)]
    [InlineData("[2,\"min\",false,null]", 1, 1)]
    [InlineData("[3,\"max\",false]", 2, 1)]
    [InlineData("[5,\"random\",false,[]]", 2, 3)]
    [InlineData("[8,\"min\",false,[]]", 4, 4)]
    [InlineData("[5,\"min\",true,[]]", 5, 0)]
    [InlineData("[5,\"1\",false,[]]", 2, 3)]
    [InlineData("[5,\"min\",false,[\"http://D0/\",\"http://d1\"]]", 2, 3)]
    [InlineData("[5,\"min\",false,[\"http://d0\",\"http://d1\",\"http://d2\"]]", 5, 0)]
    public void Replicas_AreSharedThreeFifthsToTwo(string parameters, int trusted, int discovered)
    {
        ShardedNodes chosen = Read(parameters).From(Trusted, Discovered);

        Assert.Equal((trusted, discovered), (chosen.Trusted.Count, chosen.Discovered.Count));
    }

    [Theory]
    [InlineData("[10,\"min\",false,[]]")]
    [InlineData("[6,\"min\",true,[]]")]
    [InlineData("[1,\"best\",true,[]]")]
    [InlineData("[1,\"2\",false,[]]")]
    [InlineData("[2147483647,\"min\",false,[]]")]
    public void Replicas_ThatTrustedNodesCannotCover_AreRefusedInTheOfficialWords(string parameters)
    {
        JsonRpcException refusal = Assert.Throws<JsonRpcException>(() => Read(parameters).From(Trusted, Discovered));

        Assert.Equal("cannot select a subset from the returned nodes that meets the replication requirement", refusal.RemoteMessage);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[-1,\"min\"]")]
    [InlineData("[4294967296,\"min\"]")]
    [InlineData("[1,7]")]
    [InlineData("[1,\"min\",\"yes\"]")]
    [InlineData("[1,\"min\",false,\"http://d0\"]")]
    [InlineData("[1,\"min\",false,[7]]")]
    public void Parameters_Malformed_AreRefused(string parameters) =>
        Assert.Equal(JsonRpcErrorCode.InvalidParams, Assert.Throws<JsonRpcException>(() => Read(parameters)).Code);

    private static NodeSelection Read(string parameters) => NodeSelection.Read(Encoding.UTF8.GetBytes(parameters));

    private static IndexedNode[] Wholes(char name, int count) =>
        [.. Enumerable.Range(0, count).Select(number => new IndexedNode($"http://{name}{number}", ShardConfig.Whole))];
}
