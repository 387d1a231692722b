using System.Net;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.JsonRpc;

namespace ZeroG.Nodes.Tests.JsonRpc;

public sealed class JsonRpcCallerTests
{
    [Fact]
    public async Task Enter_IsSeenByWhatTheCallAwaitsAndByNothingElse()
    {
        ClientNetwork client = ClientNetwork.Of(IPAddress.Parse("192.0.2.7"));

        ClientNetwork[] seen = await Task.WhenAll(ServeAsync(client), ServeAsync(default));

        Assert.Equal([client, default], seen);
        Assert.Equal(default, JsonRpcCaller.Client);
    }

    private static async Task<ClientNetwork> ServeAsync(ClientNetwork client)
    {
        JsonRpcCaller.Enter(client);
        return await Task.Run(() => JsonRpcCaller.Client);
    }
}
