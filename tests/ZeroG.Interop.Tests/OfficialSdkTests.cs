using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.DevNet;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Interop.Tests;

/// <summary>The official storage SDK, unmodified, against a whole network of ours.</summary>
public sealed class OfficialSdkTests(NodePackages packages) : IAsyncLifetime
{
    private readonly DevNet _network = new(new DevNetOptions { Name = $"interop-{Guid.NewGuid():N}" });
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Indexer => _network.Indexer!.Uri!.ToString();

    public async ValueTask InitializeAsync() => await _network.StartAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        _folder.Dispose();
    }

    // One sector, a part of a sector, the border of a segment, and more segments than one request carries.
    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(262_145)]
    [InlineData(3_000_000)]
    public async Task Upload_ByTheSdk_IsReadBackByUsAndByTheSdk(int size)
    {
        string source = WriteRandom("source.bin", size);

        JsonElement uploaded = await packages.RunScriptAsync("upload.js", [Indexer, _network.Uri!.ToString(), source], EthersTests.DevelopmentKey);

        string root = uploaded.GetProperty("rootHash").GetString()!;
        using IndexerClient indexer = new(_network.Indexer!.Uri!);
        using NodeSet? nodes = await NodeSet.FromFileLocationsAsync(indexer, uri => new StorageNodeClient(uri), Hash256.Parse(root), Cancel);
        DownloadResult ours = await new FileDownload(nodes!).ReceiveAsync(Hash256.Parse(root), _folder["ours.bin"], cancellationToken: Cancel);
        Assert.Equal(size, ours.Size);
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(_folder["ours.bin"]));

        await packages.RunScriptAsync("download.js", [Indexer, root, _folder["theirs.bin"]]);
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(_folder["theirs.bin"]));
    }

    [Theory]
    [InlineData(257)]
    [InlineData(2_500_001)]
    public async Task Upload_ByUs_HasTheRootOfTheSdkAndIsReadByIt(int size)
    {
        string source = WriteRandom("source.bin", size);
        using JsonRpcClient rpc = new(_network.Uri!);
        EthereumClient chain = new(rpc);
        using Wallet wallet = DevNet.OpenWallet();
        FlowClient flow = new(_network.Network!, chain, new TransactionSender(chain, wallet, _network.Network!));
        using SubmissionJournal journal = new(_folder["journal"], flow.ChainId, flow.Address);
        using IndexerClient indexer = new(_network.Indexer!.Uri!);
        using NodeSet nodes = await NodeSet.FromIndexerAsync(indexer, uri => new StorageNodeClient(uri), cancellationToken: Cancel);
        using FileSource file = FileSource.Open(source);

        UploadResult ours = await new FileUpload(flow, nodes, journal).SendAsync(file, cancellationToken: Cancel);

        JsonElement theirs = await packages.RunScriptAsync("root.js", [source]);
        Assert.Equal(theirs.GetProperty("root").GetString(), ours.Root.ToString());
        await packages.RunScriptAsync("download.js", [Indexer, ours.Root.ToString(), _folder["theirs.bin"]]);
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(_folder["theirs.bin"]));
    }

    private string WriteRandom(string name, int size)
    {
        byte[] content = new byte[size];
        new Random(size).NextBytes(content);
        File.WriteAllBytes(_folder[name], content);
        return _folder[name];
    }
}
