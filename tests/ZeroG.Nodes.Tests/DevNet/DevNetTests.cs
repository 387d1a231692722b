using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Services;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Nodes.DevNet;
using ZeroG.Nodes.Indexer;
using ZeroG.Nodes.Logging;
using ZeroG.Nodes.Tests.Storage;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Files;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.DevNet;

public sealed class DevNetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Network_FilesOfManySizesAtOnce_AreStoredAndReceived()
    {
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions { StorageNodeCount = 2 });
        await network.StartAsync();
        TestFile[] files = [.. ((int[])[1, 256, 257, 262_144, 262_145, (5 << 20) + 1]).Select((size, i) => TestFile.Create(size, i))];

        IReadOnlyList<UploadResult> sent = await SendAsync(network, files);
        await Task.WhenAll(files.Select(file => AssertReceivedAsync(network, file)));

        Assert.All(sent, result => Assert.Equal(UploadState.Finalized, result.State));
        await AssertSameFlowRootAsync(network);
    }

    [Fact]
    public async Task Start_OverTheFolderOfAnEarlierNetwork_HasChainAndFiles()
    {
        TestFile file = TestFile.Create(300_000);
        DevNetOptions options = new() { DataPath = _folder["net"], StorageNodeCount = 2, ShardCount = 2 };
        await using (ZeroG.Nodes.DevNet.DevNet first = new(options))
        {
            await first.StartAsync();
            await SendAsync(first, file);
        }

        await using ZeroG.Nodes.DevNet.DevNet second = new(options);
        await second.StartAsync();

        Assert.All(second.StorageNodes, node => Assert.Equal(1, node.SubmissionCount));
        Assert.Equal([0L, 1L], second.StorageNodes.Select(node => node.Shard.ShardId));
        await AssertReceivedAsync(second, file);
    }

    [Fact]
    public async Task Indexers_SeveralOverShardsAndReplicas_AgreeOnWhoHasAFile()
    {
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions { StorageNodeCount = 4, ShardCount = 2 });
        await network.StartAsync();
        Uri[] nodes = [.. network.StorageNodes.Select(node => node.Uri!)];
        Uri gone = new("http://127.0.0.1:9");
        await using IndexerNode all = await StartIndexerAsync(nodes);
        await using IndexerNode firstReplica = await StartIndexerAsync(nodes[0], gone, nodes[1]);
        await using IndexerNode secondReplica = await StartIndexerAsync(nodes[2], nodes[3], gone);
        await using IndexerNode halfOnly = await StartIndexerAsync(nodes[1], nodes[3]);
        TestFile file = TestFile.Create(3_000_000);
        await SendAsync(network, file);

        Assert.Equal(4, (await LocateAsync(all, file))!.Count);
        Assert.Equal([0L, 1L], (await LocateAsync(firstReplica, file))!.Select(node => node.Config.ShardId));
        Assert.Equal([0L, 1L], (await LocateAsync(secondReplica, file))!.Select(node => node.Config.ShardId));
        Assert.Null(await LocateAsync(halfOnly, file));
        using IndexerClient client = new(all.Uri!);
        Assert.Equal(4, (await client.GetSelectedNodesAsync(2, "max", trustedOnly: false, [])).Trusted.Count);
        using IndexerClient half = new(halfOnly.Uri!);
        await Assert.ThrowsAsync<ZeroG.Chain.JsonRpc.JsonRpcException>(() => half.GetSelectedNodesAsync(1, "min", trustedOnly: false, []));
    }

    [Fact]
    public async Task Compute_OneProviderForEachService_IsRegisteredAndAcknowledged()
    {
        DevNetOptions options = new()
        {
            DataPath = _folder["market"], ComputeServices = ["chatbot", "text-to-image"],
            ComputeSettings = new ComputeSettings { LockTime = TimeSpan.FromHours(2) },
        };
        await using (ZeroG.Nodes.DevNet.DevNet first = new(options))
        {
            await first.StartAsync();
        }

        await using ZeroG.Nodes.DevNet.DevNet network = new(options);
        await network.StartAsync();
        EthereumClient chain = await network.Network!.ConnectAsync();
        using IDisposable connection = chain.Rpc;
        ComputeClient client = new(network.Network, chain);
        IReadOnlyList<InferenceService> services = await client.Inference.GetServicesAsync();

        Assert.Equal(TimeSpan.FromHours(2), await client.Inference.GetLockTimeAsync());
        Assert.Equal(["chatbot", "text-to-image"], services.Select(service => service.ServiceType).Order());
        Assert.All(services, service => Assert.True(service.IsTeeSignerAcknowledged));
        Assert.All(network.ComputeProviders, node => Assert.Contains(services, service =>
            service.Provider == node.Provider && service.Url == node.Uri!.AbsoluteUri.TrimEnd('/') && service.TeeSigner == node.TeeSigner));
    }

    [Fact]
    public async Task Compute_LeftOut_HasNoProvider()
    {
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions { ComputeServices = [] });
        await network.StartAsync();

        Assert.Empty(network.ComputeProviders);
        Assert.DoesNotContain(network.Nodes, node => node.Kind == NodeKind.ComputeProvider);
    }

    [Fact]
    public async Task Log_HasTheWarningsOfTheParts()
    {
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions());
        await network.StartAsync();

        network.StorageNodes[0].Log.Write(NodeLogLevel.Information, 998, "all is well");
        network.StorageNodes[0].Log.Write(NodeLogLevel.Warning, 999, "the disk is full");
        await NodeCluster.UntilAsync(() => network.Log.Read(level: NodeLogLevel.Warning).Count > 0);

        NodeLogEntry told = Assert.Single(network.Log.Read(level: NodeLogLevel.Warning));
        Assert.Equal((999, "devnet-storage-1: the disk is full"), (told.EventId, told.Message));
        Assert.DoesNotContain(network.Log.Read(), entry => entry.EventId == 998);
    }

    [Fact]
    public async Task Node_EndsByItself_FaultsTheNetworkAndStopsTheOthers()
    {
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions());
        await network.StartAsync();

        await network.StorageNodes[0].StopAsync();
        await network.Completion.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal(NodeState.Faulted, network.State);
        Assert.Equal("ZgNodeFaulted", Assert.IsType<ZeroGException>(network.Failure).ErrorId);
        Assert.All(network.Nodes, node => Assert.Equal(NodeState.Stopped, node.State));
    }

    [Fact]
    public async Task Start_PortOfAPartIsInUse_StopsTheRest()
    {
        await using ZeroG.Nodes.DevNet.DevNet first = new(new DevNetOptions());
        await first.StartAsync();
        await using ZeroG.Nodes.DevNet.DevNet second = new(new DevNetOptions { StoragePort = first.StorageNodes[0].Uri!.Port });

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => second.StartAsync());

        Assert.Equal("ZgPortInUse", failure.ErrorId);
        Assert.All(second.Nodes, node => Assert.True(node.State is NodeState.Stopped or NodeState.Faulted));
    }

    private async Task<IReadOnlyList<UploadResult>> SendAsync(ZeroG.Nodes.DevNet.DevNet network, params TestFile[] files)
    {
        EthereumClient chain = await network.Network!.ConnectAsync();
        using ZeroG.Chain.JsonRpc.JsonRpcClient connection = chain.Rpc;
        using Wallet wallet = ZeroG.Nodes.DevNet.DevNet.OpenWallet();
        TransactionSender sender = new(chain, wallet, network.Network, nonces: new NonceTracker(folder: null));
        FlowClient flow = new(network.Network, chain, sender);
        using IndexerClient indexer = new(network.Network.IndexerUri!);
        int replicas = network.StorageNodes.Count / ShardsOf(network);
        using NodeSet nodes = await NodeSet.FromIndexerAsync(indexer, uri => new StorageNodeClient(uri), replicas);
        using SubmissionJournal journal = new(_folder["journal"], flow.ChainId, flow.Address);
        FileUpload upload = new(flow, nodes, journal);
        return await Task.WhenAll(files.Select(async file =>
        {
            using FileSource source = FileSource.FromBytes(file.Bytes);
            return await upload.SendAsync(source);
        }));
    }

    private async Task AssertReceivedAsync(ZeroG.Nodes.DevNet.DevNet network, TestFile file)
    {
        using IndexerClient indexer = new(network.Network!.IndexerUri!);
        using NodeSet holders = (await NodeSet.FromFileLocationsAsync(indexer, uri => new StorageNodeClient(uri), file.Root))!;
        Assert.Equal(network.StorageNodes.Count, holders.Nodes.Count);
        string target = _folder[file.Root.ToString()];
        await new FileDownload(holders).ReceiveAsync(file.Root, target);
        Assert.Equal(file.Bytes, await File.ReadAllBytesAsync(target));
    }

    private static async Task<IndexerNode> StartIndexerAsync(params Uri[] nodes)
    {
        IndexerNode indexer = new(new IndexerNodeOptions { Nodes = nodes });
        await indexer.StartAsync();
        return indexer;
    }

    private static async Task<IReadOnlyList<IndexedNode>?> LocateAsync(IndexerNode indexer, TestFile file)
    {
        using IndexerClient client = new(indexer.Uri!);
        return await client.GetFileLocationsAsync(file.Root);
    }

    private static int ShardsOf(ZeroG.Nodes.DevNet.DevNet network) => (int)network.StorageNodes[0].Shard.NumShard;

    private static async Task AssertSameFlowRootAsync(ZeroG.Nodes.DevNet.DevNet network)
    {
        EthereumClient chain = await network.Network!.ConnectAsync();
        using ZeroG.Chain.JsonRpc.JsonRpcClient connection = chain.Rpc;
        long last = network.StorageNodes[0].SubmissionCount - 1;
        object?[] root = await chain.CallAsync(StorageContracts.Flow, FlowContract.GetFlowRootByTxSeq, [last]);
        using StorageNodeClient client = new(network.StorageNodes[0].Uri!);
        Assert.Equal((Hash256)root[0]!, (await client.GetSectorProofAsync(0)).Lemma[^1]);
    }
}
