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
        Assert.True(registry.TryGet("Test", out INode? found));
        Assert.Same(second, found);
    }

    [Fact]
    public async Task NextName_TakenOnes_CountsOn()
    {
        NodeRegistry registry = new();
        Assert.Equal("storage", registry.NextName("storage"));
        await using TestNode first = new(name: "storage");
        await using TestNode second = new(name: "storage-2");
        registry.Add(first);
        registry.Add(second);

        Assert.Equal("storage-3", registry.NextName("storage"));
        Assert.True(registry.Remove(second));
        Assert.Equal("storage-2", registry.NextName("storage"));
    }

    [Fact]
    public async Task NextName_NodeOfThatNameHasEnded_IsFreeAgain()
    {
        NodeRegistry registry = new();
        TestNode ended = new(name: "storage");
        registry.Add(ended);
        await ended.StopAsync();

        Assert.Equal("storage", registry.NextName("storage"));
    }
}
