using ZeroG.Chain;
using ZeroG.Storage.Nodes;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Nodes;

public class StorageAdminClientTests
{
    [Fact]
    public async Task GetPeers_MapWithNulls_GivesWhatIsThere()
    {
        using FakeRpcServer calls = new FakeRpcServer().On("admin_getPeers", """
            {
              "a":{"client":{"os":"linux"},"seenIps":["198.51.100.7","198.51.100.8"],"listeningAddresses":["/ip4/1"]},
              "b":{"seenIps":null},"c":null,"d":{}
            }
            """);
        using StorageAdminClient admin = new(new Uri("http://admin.test"), null, calls);

        IReadOnlyList<StoragePeer> peers = await admin.GetPeersAsync();

        Assert.Equal(["a", "b", "d"], peers.Select(peer => peer.Id));
        Assert.Equal(["198.51.100.7", "198.51.100.8"], peers[0].SeenIps);
        Assert.All(peers.Skip(1), peer => Assert.Empty(peer.SeenIps));
        Assert.Equal("[]", calls.Calls[0].Parameters.GetRawText());
    }

    [Fact]
    public async Task FileLocationAndFindFile_SendTheParametersOfTheSpecification()
    {
        using FakeRpcServer calls = new FakeRpcServer()
            .On("admin_getFileLocation", """[{"ip":"198.51.100.7","shardConfig":{"shardId":1,"numShard":2},"seen":1}]""")
            .On("admin_findFile", "null");
        using StorageAdminClient admin = new(new Uri("http://admin.test"), null, calls);

        Assert.Equal([new FileLocation("198.51.100.7", new ShardConfig(1, 2))], await admin.GetFileLocationAsync(7, allShards: false));
        await admin.FindFileAsync(7);
        calls.On("admin_getFileLocation", "null");
        Assert.Empty(await admin.GetFileLocationAsync(7, allShards: true));

        Assert.Equal(["[7,false]", "[7]", "[7,true]"], calls.Calls.Select(call => call.Parameters.GetRawText()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"a\":7}")]
    [InlineData("{\"a\":{\"seenIps\":7}}")]
    [InlineData("{\"a\":{\"seenIps\":[null]}}")]
    public async Task GetPeers_Malformed_IsTheServersFault(string answer)
    {
        using FakeRpcServer calls = new FakeRpcServer().On("admin_getPeers", answer);
        using StorageAdminClient admin = new(new Uri("http://admin.test"), null, calls);

        Assert.Equal("ZgRpcAnswerInvalid", (await Assert.ThrowsAsync<ZeroGException>(() => admin.GetPeersAsync())).ErrorId);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("[{\"ip\":\"198.51.100.7\"}]")]
    public async Task GetFileLocation_Malformed_IsTheServersFault(string answer)
    {
        using FakeRpcServer calls = new FakeRpcServer().On("admin_getFileLocation", answer);
        using StorageAdminClient admin = new(new Uri("http://admin.test"), null, calls);

        Assert.Equal("ZgRpcAnswerInvalid", (await Assert.ThrowsAsync<ZeroGException>(() => admin.GetFileLocationAsync(1, false))).ErrorId);
    }
}
