using System.Net;
using ZeroG.Nodes.Hosting;

namespace ZeroG.Nodes.Tests.Hosting;

public sealed class FairShareTests
{
    private static readonly ClientNetwork Greedy = ClientNetwork.Of(IPAddress.Parse("192.0.2.1"));
    private static readonly ClientNetwork Modest = ClientNetwork.Of(IPAddress.Parse("192.0.2.2"));

    [Fact]
    public void TryTake_OneClient_GetsHalfAndLeavesTheRestToOthers()
    {
        FairShare share = new(80);

        Assert.True(share.TryTake(Greedy, 40));
        Assert.False(share.TryTake(Greedy, 1));
        Assert.True(share.TryTake(Modest, 10));
        Assert.False(share.TryTake(Modest, 1));
        Assert.Equal((50, 10), (share.Taken, share.OfOne));
    }

    [Fact]
    public void TryTake_MoreThanThereIs_IsRefusedToEverybody()
    {
        FairShare share = new(80);

        Assert.True(share.TryTake(default, 80));
        Assert.False(share.TryTake(default, 1));
        Assert.False(share.TryTake(Modest, long.MaxValue));
    }

    [Fact]
    public void Return_MakesRoomAgain()
    {
        FairShare share = new(80);
        Assert.True(share.TryTake(Greedy, 40));
        share.Take(4);

        share.Return(Greedy, 36);
        Assert.True(share.TryTake(Greedy, 30));
        share.Return(Greedy, 34);
        share.Return(default, 4);

        Assert.Equal(0, share.Taken);
        Assert.True(share.TryTake(Greedy, 40));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void ClientNetwork_IsTheAddressOrTheNetworkOf64Bits(string one, string other, bool same) =>
        Assert.Equal(same, ClientNetwork.Of(IPAddress.Parse(one)) == ClientNetwork.Of(IPAddress.Parse(other)));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void ClientNetwork_ThisMachine_IsNobody(string address) => Assert.False(ClientNetwork.Of(IPAddress.Parse(address)).IsKnown);
}
