using ZeroG.Chain;

namespace ZeroG.Nodes.Tests;

public sealed class NodeRegistryTests
{
    [Fact]
    public async Task Add_NameOfALiveNode_IsRefused()
    {
        NodeRegistry registry = new();
        await using TestNode first = new();
        await using TestNode second = new(name: "TEST");
        registry.Add(first);

        ZeroGException refused = Assert.Throws<ZeroGException>(() => registry.Add(second));

        Assert.Equal("ZgNodeExists", refused.ErrorId);
        Assert.Equal("TEST", refused.Target);
    }

    [Fact]
    public async Task Add_NameOfAnEndedNode_TakesItsPlace()
    {
        NodeRegistry registry = new();
        TestNode first = new();
        registry.Add(first);
        await first.StopAsync();
        await using TestNode second = new();

        registry.Add(second);

        Assert.Equal([second], registry.Nodes);
    }
}
