using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Nodes.DevNet;
using ZeroG.Nodes.Indexer;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;
using StorageNode = ZeroG.Nodes.Storage.StorageNode;

namespace ZeroG.Nodes.Tests.DevNet;

/// <summary>Uploads of many files against a real chain and real nodes over HTTP.</summary>
public sealed class BatchUploadTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Send_ManyFilesToTwoReplicasOfTwoShardsWithSmallBlocks_ArePaidExactlyAndComeBack()
    {
        // Blocks with room for a few submissions: the first window is halved until it fits.
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions
        {
            StorageNodeCount = 4, ShardCount = 2, Chain = new DevChainOptions { BlockGasLimit = 6_000_000 },
        });
        await network.StartAsync();
        await using UploadSession session =
            await UploadSession.OpenAsync(network, network.Network!.IndexerUri!, _folder["state"], replicas: 2);
        int[] sizes = [.. Enumerable.Range(0, 60).Select(i => 1 + (i * 97)), 262_145, 700_001, (1 << 20) + 5, (2 << 20) + 1];
        UploadItem[] items = [.. sizes.Select(ItemOf)];
        TokenAmount before = await session.Chain.GetBalanceAsync(session.Flow.Payer);

        List<BatchUploadResult> results = await session.SendAsync(items, new UploadOptions { FragmentSize = 1 << 20 });

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
        Assert.All(results, result => Assert.Equal(4, result.Result!.Node.Count));
        TokenAmount paid = results.Aggregate(TokenAmount.Zero, (sum, result) => sum + result.Result!.Fee + result.Result.GasFee);
        Assert.Equal(before - paid, await session.Chain.GetBalanceAsync(session.Flow.Payer));
        Assert.InRange(results.Select(result => result.Result!.Transaction).Distinct().Count(), 2, 60);
        Assert.Equal([1, 1, 2, 3], results.TakeLast(4).Select(result => result.Result!.Roots.Count));
        await AssertComesBackAsync(session, results);
    }

    [Fact]
    public async Task Send_InterruptedAgainAndAgain_PaysForEachFileOnce()
    {
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions());
        await network.StartAsync();
        UploadItem[] items = [.. Enumerable.Range(0, 80).Select(i => ItemOf(100 + i))];
        Random random = new(1);
        for (int run = 0; run < 8; run++)
        {
            await using UploadSession interrupted = await UploadSession.OpenAsync(network, network.Network!.IndexerUri!, _folder["state"]);
            using CancellationTokenSource cancel = new();
            int moment = random.Next(40);
            PhaseProgress progress = new(() =>
            {
                if (Interlocked.Decrement(ref moment) < 0)
                {
                    cancel.Cancel();
                }
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => interrupted.SendAsync(items, new UploadOptions { BatchSize = 7 }, progress, cancel.Token));
        }

        await using UploadSession session = await UploadSession.OpenAsync(network, network.Network!.IndexerUri!, _folder["state"]);
        List<BatchUploadResult> results = await session.SendAsync(items, new UploadOptions { BatchSize = 7 });

        Assert.All(results, result => Assert.NotNull(result.Result));
        Assert.Equal(items.Length, network.StorageNodes[0].SubmissionCount);
        await AssertComesBackAsync(session, results.Take(3));
    }

    [Fact]
    public async Task Send_NodeIsStoppedInTheMiddle_FilesEndOnTheNodesThatAreLeft()
    {
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions());
        await network.StartAsync();
        await using StorageNode doomed = new(NodeOf(network, "doomed"));
        await using StorageNode spare = new(NodeOf(network, "spare"));
        await doomed.StartAsync();
        await spare.StartAsync();
        await using IndexerNode indexer = new(new IndexerNodeOptions { Nodes = [doomed.Uri!, spare.Uri!] });
        await indexer.StartAsync();
        await using UploadSession session = await UploadSession.OpenAsync(network, indexer.Uri!, _folder["state"]);
        async IAsyncEnumerable<UploadItem> Items()
        {
            Task? stopping = null;
            for (int i = 0; i < 80; i++)
            {
                stopping ??= i == 30 ? doomed.StopAsync() : null;
                await (i == 70 ? stopping! : Task.CompletedTask);
                yield return ItemOf(300_000 + i);
            }
        }

        List<BatchUploadResult> results =
            await session.SendAsync(Items(), new UploadOptions { BatchSize = 20 }, null, default).ToListAsync();

        Assert.All(results, result => Assert.True(result.Failure is null, result.Failure?.Message));
        Assert.Equal([spare.Uri!], results[^1].Result!.Node);
        Assert.Equal(doomed.Uri!.Port, Assert.Single(session.Nodes.Dropped).Node.Client.Uri.Port);
        Assert.Equal(80, spare.SubmissionCount);
        await AssertComesBackAsync(session, results.Where(result => result.Result!.Node[0] == spare.Uri));
    }

    [Fact]
    public async Task Send_BaseFeeRisesAboveTheOffer_IsOfferedMoreAtTheSameNonce()
    {
        await using ZeroG.Nodes.DevNet.DevNet network = new(new DevNetOptions
        {
            Chain = new DevChainOptions { Automine = false }, ComputeServices = [],
        });
        await network.StartAsync();
        await using UploadSession session = await UploadSession.OpenAsync(
            network, network.Network!.IndexerUri!, _folder["state"], clock: new SkippingTimeProvider(TimeSpan.FromSeconds(29)));
        List<string> raised = [];
        TransferDetails progress = new(detail =>
        {
            if (detail.StartsWith("Waiting for transaction", StringComparison.Ordinal))
            {
                // The offer is out, and the next block asks for a thousand times as much.
                Mine(network, TokenAmount.FromGwei(1000)).GetAwaiter().GetResult();
            }
            else if (detail.StartsWith("The fee was too low", StringComparison.Ordinal))
            {
                raised.Add(detail);
                _ = MineSoonAsync(network, session);
            }
        });

        BatchUploadResult result = Assert.Single(await session.SendAsync(
            [ItemOf(5000)], new UploadOptions { MaxGasPrice = TokenAmount.FromGwei(9000) }, progress));

        Assert.Equal(UploadState.Finalized, result.Result!.State);
        Assert.Contains(result.Result.Transaction!.Value.ToString(), Assert.Single(raised), StringComparison.Ordinal);
        Assert.Equal(1UL, await session.Chain.GetTransactionCountAsync(session.Flow.Payer));
        Assert.Equal(1, network.StorageNodes[0].SubmissionCount);
    }

    private static async Task Mine(ZeroG.Nodes.DevNet.DevNet network, TokenAmount baseFee)
    {
        using ZeroG.Chain.JsonRpc.JsonRpcClient control = new(network.Network!.RpcUri);
        await control.CallAsync("hardhat_setNextBlockBaseFeePerGas", [Hex.ToQuantity(baseFee.Wei)]);
        await control.CallAsync("evm_mine", []);
    }

    /// <summary>Mines until the account has sent its transaction.</summary>
    private static async Task MineSoonAsync(ZeroG.Nodes.DevNet.DevNet network, UploadSession session)
    {
        using ZeroG.Chain.JsonRpc.JsonRpcClient control = new(network.Network!.RpcUri);
        while (await session.Chain.GetTransactionCountAsync(session.Flow.Payer) == 0)
        {
            await control.CallAsync("evm_mine", []);
        }
    }

    private static StorageNodeOptions NodeOf(ZeroG.Nodes.DevNet.DevNet network, string name) => new()
    {
        Name = name, ChainUri = network.ChainNode.Uri!, FlowAddress = StorageContracts.Flow, Confirmations = 0,
        PollInterval = TimeSpan.FromMilliseconds(50), Durable = false,
    };

    private static UploadItem ItemOf(int size) => new(size, () => FileSource.FromBytes(BytesOf(size), $"{size}.bin"));

    private static byte[] BytesOf(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private async Task AssertComesBackAsync(UploadSession session, IEnumerable<BatchUploadResult> results)
    {
        foreach (UploadResult result in results.Select(result => result.Result!))
        {
            List<byte> bytes = [];
            foreach (Hash256 root in result.Roots)
            {
                await new FileDownload(session.Nodes).ReceiveAsync(root, _folder[$"{root}"]);
                bytes.AddRange(await File.ReadAllBytesAsync(_folder[$"{root}"]));
            }

            Assert.Equal(BytesOf((int)result.Size), bytes);
        }
    }

    private sealed class PhaseProgress(Action step) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.Detail is not null)
            {
                step();
            }
        }
    }

    private sealed class TransferDetails(Action<string> hear) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            if (value.Detail is { } detail)
            {
                hear(detail);
            }
        }
    }
}
