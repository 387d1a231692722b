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
    public async Task Register_EveryProperty_IsReadBackByANewCatalog()
    {
        Network own = NetworkCatalog.Galileo with
        {
            Name = "mine",
            RpcUri = new Uri("https://user:key@rpc.example/v3?key=1"),
            LogStartBlock = 77,
            IsBuiltIn = false,
        };
        Assert.All(typeof(Network).GetProperties(), property => Assert.NotNull(property.GetValue(own)));
        await Catalog.RegisterAsync(own);
        Assert.Equal(own, Catalog.Get("mine"));
        Assert.True(OwnerOnly.Is(Catalog.FilePath));
    }

    [Fact]
    public async Task Register_OnlyWhatIsNeeded_IsReadBack()
    {
        Network own = new() { Name = "small", ChainId = 1, RpcUri = new Uri("http://localhost:1") };
        await Catalog.RegisterAsync(own);
        Assert.Equal(own, Catalog.Get("small"));
    }

    [Fact]
    public async Task Register_NameTaken_NeedsOverwriteAndKeepsItsPlace()
    {
        Network own = new() { Name = "a", ChainId = 1, RpcUri = new Uri("http://localhost:1") };
        await Catalog.RegisterAsync(own);
        await Catalog.RegisterAsync(own with { Name = "b" });
        Assert.Equal(
            "ZgNetworkExists",
            (await Assert.ThrowsAsync<ZeroGException>(() => Catalog.RegisterAsync(own with { Name = "A", ChainId = 2 }))).ErrorId);
        await Catalog.RegisterAsync(own with { Name = "A", ChainId = 2 }, overwrite: true);
        Assert.Equal([("A", 2UL), ("b", 1UL)], Catalog.List().Skip(3).Select(network => (network.Name, network.ChainId)));
    }

    [Fact]
    public async Task Register_ManyAtOnce_KeepsEach()
    {
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"n{i}")];

        await Task.WhenAll(names.Select(name => Task.Run(
            () => Catalog.RegisterAsync(new Network { Name = name, ChainId = 1, RpcUri = new Uri("http://localhost:1") }))));

        Assert.Equal(names.Order(), Catalog.List().Skip(3).Select(network => network.Name).Order());
    }

    [Theory]
    [InlineData("mainnet", "http://localhost", "ZgNetworkExists")]
    [InlineData("", "http://localhost", "ZgNetworkNameInvalid")]
    [InlineData("a b", "http://localhost", "ZgNetworkNameInvalid")]
    [InlineData("a", "ftp://localhost", "ZgUriInvalid")]
    public async Task Register_BuiltInNameOrBadInput_IsRefused(string name, string uri, string errorId) =>
        Assert.Equal(errorId, (await Assert.ThrowsAsync<ZeroGException>(
            () => Catalog.RegisterAsync(new Network { Name = name, ChainId = 1, RpcUri = new Uri(uri) }, overwrite: true))).ErrorId);

    [Fact]
    public async Task Remove_OwnNetwork_IsGoneAndBuiltInOnesStay()
    {
        await Catalog.RegisterAsync(new Network { Name = "a", ChainId = 1, RpcUri = new Uri("http://localhost:1") });
        await Catalog.RemoveAsync("A");
        Assert.Equal(3, Catalog.List().Count);
    }

    [Theory]
    [InlineData("Mainnet", "ZgNetworkBuiltIn", "The network 'Mainnet' is built in and stays. Choose one that was registered: a, b.")]
    [InlineData("moon", "ZgNetworkNotFound", "No network 'moon' is registered. Choose one that is: a, b.")]
    [InlineData("*", "ZgNetworkNotFound", "No network '*' is registered. Choose one that is: a, b.")]
    public async Task Remove_NotOfTheUsersOwn_IsRefusedWithWhatIs(string name, string errorId, string message)
    {
        Network own = new() { Name = "a", ChainId = 1, RpcUri = new Uri("http://localhost:1") };
        await Catalog.RegisterAsync(own);
        await Catalog.RegisterAsync(own with { Name = "b" });

        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => Catalog.RemoveAsync(name));

        Assert.Equal((errorId, message, name), (error.ErrorId, error.Message, error.Target));
        Assert.Equal(5, Catalog.List().Count);
    }

    [Fact]
    public async Task Remove_NothingRegistered_SaysSoAndMakesNoFile()
    {
        Assert.Equal(
            "No network 'lab' is registered. Choose one that is: there is none yet.",
            (await Assert.ThrowsAsync<ZeroGException>(() => Catalog.RemoveAsync("lab"))).Message);
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
