using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Tests.Detached;

public sealed class NodeControlTests
{
    [Fact]
    public async Task Stop_OnlyWithTheTokenInTheFile()
    {
        using StateFixture state = new();
        using NodeLog log = new();
        NodeStateFolder folder = state.Put(StateFixture.NewRecord());
        int stopped = 0;
        await using JsonRpcHost host = await NodeControl.OpenAsync(folder, log, () => stopped++, default);
        NodeControlAddress address = folder.ReadControl()!;

        await Assert.ThrowsAsync<JsonRpcException>(() => NodeControl.AskToStopAsync(address with { Token = "" }, default));
        await Assert.ThrowsAsync<JsonRpcException>(() => NodeControl.AskToStopAsync(address with { Token = address.Token[..^1] }, default));
        Assert.Equal(0, stopped);

        await NodeControl.AskToStopAsync(address, default);

        Assert.Equal(1, stopped);
        Assert.Equal(64, address.Token.Length);
        folder.Clean();
        Assert.Null(folder.ReadControl());
    }
}
