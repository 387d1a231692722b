using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Networks;

public sealed class NetworkCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private NetworkCatalog Catalog => new(_folder["networks.json"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void BuiltIn_Networks_HaveTheirChainIdsAndMinimumTips()
    {
        Assert.Equal(
            [("mainnet", 16661UL, "2 gwei"), ("galileo", 16602UL, "2 gwei"), ("devnet", 31337UL, "0 gwei")],
            Catalog.List().Select(network => (network.Name, network.ChainId, network.MinimumTip.ToString("gwei", null))));
        Assert.All(Catalog.List(), network => Assert.True(network.IsBuiltIn));
    }

    [Theory]
    [InlineData("Mainnet")]
    [InlineData("GALILEO")]
    public void Get_AnyCase_FindsIt(string name) => Assert.Equal(name, Catalog.Get(name).Name, ignoreCase: true);

    [Fact]
    public void Get_UnknownName_ListsTheOthers()
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => Catalog.Get("moon"));
        Assert.Equal(("ZgNetworkNotFound", "moon"), (error.ErrorId, error.Target));
        Assert.Equal("There is no network 'moon'. Choose one of mainnet, galileo, devnet, or register it first.", error.Message);
    }

    [Fact]
    public void Register_EveryProperty_IsReadBackByANewCatalog()
    {
        Network own = NetworkCatalog.Galileo with
        {
            Name = "mine",
            RpcUri = new Uri("https://user:key@rpc.example/v3?key=1"),
            LogStartBlock = 77,
            IsBuiltIn = false,
        };
        Assert.All(typeof(Network).GetProperties(), property => Assert.NotNull(property.GetValue(own)));
        Catalog.Register(own);
        Assert.Equal(own, Catalog.Get("mine"));
        Assert.True(OwnerOnly.Is(Catalog.FilePath));
    }

    [Fact]
    public void Register_OnlyWhatIsNeeded_IsReadBack()
    {
        Network own = new() { Name = "small", ChainId = 1, RpcUri = new Uri("http://localhost:1") };
        Catalog.Register(own);
        Assert.Equal(own, Catalog.Get("small"));
    }

    [Fact]
    public void Register_NameTaken_NeedsOverwriteAndKeepsItsPlace()
    {
        Network own = new() { Name = "a", ChainId = 1, RpcUri = new Uri("http://localhost:1") };
        Catalog.Register(own);
        Catalog.Register(own with { Name = "b" });
        Assert.Equal(
            "ZgNetworkExists", Assert.Throws<ZeroGException>(() => Catalog.Register(own with { Name = "A", ChainId = 2 })).ErrorId);
        Catalog.Register(own with { Name = "A", ChainId = 2 }, overwrite: true);
        Assert.Equal([("A", 2UL), ("b", 1UL)], Catalog.List().Skip(3).Select(network => (network.Name, network.ChainId)));
    }

    [Theory]
    [InlineData("mainnet", "http://localhost", "ZgNetworkExists")]
    [InlineData("", "http://localhost", "ZgNetworkNameInvalid")]
    [InlineData("a b", "http://localhost", "ZgNetworkNameInvalid")]
    [InlineData("a", "ftp://localhost", "ZgUriInvalid")]
    public void Register_BuiltInNameOrBadInput_IsRefused(string name, string uri, string errorId) =>
        Assert.Equal(errorId, Assert.Throws<ZeroGException>(
            () => Catalog.Register(new Network { Name = name, ChainId = 1, RpcUri = new Uri(uri) }, overwrite: true)).ErrorId);

    [Fact]
    public void Remove_OwnNetwork_IsGoneAndBuiltInOnesStay()
    {
        Catalog.Register(new Network { Name = "a", ChainId = 1, RpcUri = new Uri("http://localhost:1") });
        Catalog.Remove("A");
        Assert.Equal(3, Catalog.List().Count);
    }

    [Theory]
    [InlineData("Mainnet", "ZgNetworkBuiltIn", "The network 'Mainnet' is built in and stays. Choose one that was registered: a, b.")]
    [InlineData("moon", "ZgNetworkNotFound", "No network 'moon' is registered. Choose one that is: a, b.")]
    [InlineData("*", "ZgNetworkNotFound", "No network '*' is registered. Choose one that is: a, b.")]
    public void Remove_NotOfTheUsersOwn_IsRefusedWithWhatIs(string name, string errorId, string message)
    {
        Network own = new() { Name = "a", ChainId = 1, RpcUri = new Uri("http://localhost:1") };
        Catalog.Register(own);
        Catalog.Register(own with { Name = "b" });

        ZeroGException error = Assert.Throws<ZeroGException>(() => Catalog.Remove(name));

        Assert.Equal((errorId, message, name), (error.ErrorId, error.Message, error.Target));
        Assert.Equal(5, Catalog.List().Count);
    }

    [Fact]
    public void Remove_NothingRegistered_SaysSoAndMakesNoFile()
    {
        Assert.Equal(
            "No network 'lab' is registered. Choose one that is: there is none yet.",
            Assert.Throws<ZeroGException>(() => Catalog.Remove("lab")).Message);
        Assert.False(File.Exists(Catalog.FilePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""[{"name":"a"}]""")]
    [InlineData("""[{"name":"a","chainId":1,"rpcUri":"http://x","tip":"1"}]""")]
    [InlineData("""[{"name":"a","chainId":1,"rpcUri":"http://x","flowAddress":"0x1"}]""")]
    public void List_DamagedFile_NamesTheFile(string json)
    {
        File.WriteAllText(Catalog.FilePath, json);
        ZeroGException error = Assert.Throws<ZeroGException>(() => Catalog.List());
        Assert.Equal(("ZgNetworkFileInvalid", Catalog.FilePath), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task Connect_NodeOfThisChain_IsReady()
    {
        using FakeRpcServer server = new FakeRpcServer().On("eth_chainId", "\"0x40da\"");
        EthereumClient client = await NetworkCatalog.Galileo.ConnectAsync(handler: server);
        client.Rpc.Dispose();
    }

    [Fact]
    public async Task Connect_NodeOfAnotherChain_IsRefusedWithBothIds()
    {
        using FakeRpcServer server = new FakeRpcServer().On("eth_chainId", "\"0x40d9\"");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => NetworkCatalog.Galileo.ConnectAsync(handler: server));
        Assert.Equal(("ZgWrongChain", "galileo"), (error.ErrorId, error.Target));
        Assert.Equal(
            "https://evmrpc-testnet.0g.ai serves chain 16601, but galileo is chain 16602. Use a node of galileo, "
            + "or register a network with that chain id.", error.Message);
    }
}
