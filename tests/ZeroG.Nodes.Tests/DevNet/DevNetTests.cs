using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Nodes.DevNet;
using ZeroG.Nodes.Storage;
using ZeroG.Nodes.Tests.Storage;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;
using Network = ZeroG.Chain.Networks.Network;
using StorageNode = ZeroG.Nodes.Storage.StorageNode;

namespace ZeroG.Nodes.Tests.DevNet;

public sealed class DevNetTests
{
    [Fact]
    public async Task Network_FilesOfManySizes_AreStoredAndReceived()
    {
        using TempFolder folder = new();
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions { StorageNodeCount = 2 });
        await network.StartAsync();
        TestFile[] files = [.. ((int[])[1, 256, 257, 262_144, 262_145, (5 << 20) + 1]).Select((size, i) => TestFile.Create(size, i))];

        long[] sequences = await SubmitAsync(network.Network!, files);
        await Task.WhenAll(files.Select((file, i) => UploadAsync(network, file, sequences[i])));

        using IndexerClient indexer = new(network.Network!.IndexerUri!);
        await Task.WhenAll(files.Select(async file =>
        {
            using NodeSet holders = (await NodeSet.FromFileLocationsAsync(indexer, uri => new StorageNodeClient(uri), file.Root))!;
            Assert.Equal(2, holders.Nodes.Count);
            string target = folder[file.Root.ToString()];
            await new FileDownload(holders).ReceiveAsync(file.Root, target);
            Assert.Equal(file.Bytes, await File.ReadAllBytesAsync(target));
        }));
        await AssertSameFlowRootAsync(network, sequences[^1]);
    }

    [Fact]
    public async Task Start_OverTheFolderOfAnEarlierNetwork_HasChainAndFiles()
    {
        using TempFolder folder = new();
        TestFile file = TestFile.Create(300_000);
        DevNetOptions options = new() { DataPath = folder.Path, StorageNodeCount = 2, ShardCount = 2 };
        await using (ZeroG.Nodes.DevNet.DevNet first = new(options))
        {
            await first.StartAsync();
            await UploadAsync(first, file, (await SubmitAsync(first.Network!, file))[0]);
        }

        await using ZeroG.Nodes.DevNet.DevNet second = new(options);
        await second.StartAsync();

        Assert.All(second.StorageNodes, node => Assert.Equal(1, node.SubmissionCount));
        Assert.Equal([0L, 1L], second.StorageNodes.Select(node => node.Shard.ShardId));
        using IndexerClient indexer = new(second.Network!.IndexerUri!);
        using NodeSet holders = (await NodeSet.FromFileLocationsAsync(indexer, uri => new StorageNodeClient(uri), file.Root))!;
        await new FileDownload(holders).ReceiveAsync(file.Root, folder["copy"]);
        Assert.Equal(file.Bytes, await File.ReadAllBytesAsync(folder["copy"]));
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

    // One batch, so that the places of all files come from one transaction.
    private static async Task<long[]> SubmitAsync(Network network, params TestFile[] files)
    {
        using JsonRpcClient rpc = new(network.RpcUri);
        EthereumClient chain = new(rpc);
        using Wallet wallet = ZeroG.Nodes.DevNet.DevNet.OpenWallet();
        BigInteger price = (BigInteger)(await chain.CallAsync(StorageContracts.Market, MarketContract.PricePerSector, []))[0]!;
        byte[] call = SubmissionAbi.EncodeBatchSubmit([.. files.Select(file => file.Submission)], wallet.Address);
        Transaction transaction = new()
        {
            Type = TransactionType.DynamicFee,
            ChainId = network.ChainId,
            Nonce = await chain.GetTransactionCountAsync(wallet.Address),
            GasLimit = 10_000_000,
            To = network.FlowAddress,
            Value = files.Aggregate(BigInteger.Zero, (sum, file) => sum + file.Submission.Fee(price).Wei),
            Data = call,
            MaxFeePerGas = 10_000_000_000,
            MaxPriorityFeePerGas = 2_000_000_000,
        };
        Hash256 hash = await chain.SendRawTransactionAsync(wallet.Sign(transaction).Raw);
        TransactionReceipt receipt = (await chain.GetReceiptAsync(hash))!;
        return [.. receipt.Logs.Select(log => SubmitLog.Decode(log.Topics, log.Data.Span)).OfType<SubmitLog>().Select(log => log.Sequence)];
    }

    private static async Task UploadAsync(ZeroG.Nodes.DevNet.DevNet network, TestFile file, long sequence)
    {
        foreach (StorageNode node in network.StorageNodes)
        {
            using StorageNodeClient client = new(node.Uri!);
            while (await client.GetFileInfoBySequenceAsync(sequence) is null)
            {
                await Task.Delay(10);
            }

            await client.UploadSegmentsBySequenceAsync(
                [.. Enumerable.Range(0, (int)file.SegmentCount).Select(i => file.Segment(i))], sequence);
        }
    }

    private static async Task AssertSameFlowRootAsync(ZeroG.Nodes.DevNet.DevNet network, long sequence)
    {
        using JsonRpcClient rpc = new(network.Network!.RpcUri);
        object?[] root = await new EthereumClient(rpc).CallAsync(StorageContracts.Flow, FlowContract.GetFlowRootByTxSeq, [sequence]);
        using StorageNodeClient client = new(network.StorageNodes[0].Uri!);
        Assert.Equal((Hash256)root[0]!, (await client.GetSectorProofAsync(1)).Lemma[^1]);
    }
}
