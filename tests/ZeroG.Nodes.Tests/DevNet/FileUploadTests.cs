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

namespace ZeroG.Nodes.Tests.DevNet;

/// <summary>The client's uploads against a real chain and real nodes over HTTP.</summary>
public sealed class FileUploadTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public async Task Send_FilesOfManySizes_ArePaidExactlyAndComeBack(int nodeCount, int shardCount)
    {
        using TempFolder folder = new();
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions { StorageNodeCount = nodeCount, ShardCount = shardCount });
        await network.StartAsync();
        EthereumClient chain = await network.Network!.ConnectAsync();
        using JsonRpcClient connection = chain.Rpc;
        using Wallet wallet = ZeroG.Nodes.DevNet.DevNet.OpenWallet();
        FlowClient flow =
            new(network.Network, chain, new TransactionSender(chain, wallet, network.Network, nonces: new NonceTracker(null)));
        using SubmissionJournal journal = new(folder["state"], flow.ChainId, flow.Address);
        using IndexerClient indexer = new(network.Network.IndexerUri!);
        using NodeSet nodes = await NodeSet.FromIndexerAsync(indexer, uri => new StorageNodeClient(uri));
        FileUpload upload = new(flow, nodes, journal);
        int[] sizes = [1, 255, 256, 257, 513, 262_143, 262_144, 262_145, 700_001, (3 << 20) + 77];

        UploadResult[] results = await Task.WhenAll(sizes.Select(async size =>
        {
            using FileSource source = FileSource.FromBytes(BytesOf(size), $"{size}.bin");
            UploadResult result = await upload.SendAsync(source);
            StorageCost cost = new(source.Name, source.Path, source.Size, await flow.GetPricePerSectorAsync(), flow.Network);
            Assert.Equal(cost.Fee, result.Fee);
            return result;
        }));

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.State));
        Assert.Equal(Enumerable.Range(0, sizes.Length).Select(i => (long)i), results.Select(result => result.Sequence).Order());
        foreach (UploadResult result in results)
        {
            await new FileDownload(nodes).ReceiveAsync(result.Root, folder[result.Name]);
            Assert.Equal(BytesOf((int)result.Size), await File.ReadAllBytesAsync(folder[result.Name]));
        }

        TokenAmount before = await chain.GetBalanceAsync(wallet.Address);
        using FileSource again = FileSource.FromBytes(BytesOf(sizes[^1]));
        Assert.Equal(UploadState.AlreadyStored, (await upload.SendAsync(again)).State);
        Assert.Equal(before, await chain.GetBalanceAsync(wallet.Address));
    }

    private static byte[] BytesOf(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
