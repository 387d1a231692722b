using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.Storage;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;
using StorageNode = ZeroG.Nodes.Storage.StorageNode;

namespace ZeroG.Interop.Tests.Evm;

/// <summary>Our client and our storage node with the official contracts on a real EVM.</summary>
public sealed class OfficialFlowTests(NodePackages packages, HardhatNode hardhat) : IClassFixture<HardhatNode>
{
    private const ulong ChainId = 31337;
    private const ulong BlocksPerEpoch = 100;
    private static readonly BigInteger Price = 30_733_644_962;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SdkPackage.Current)]
    [InlineData(SdkPackage.Legacy)]
    public async Task Upload_ToTheOfficialContracts_PaysExactlyAndComesBack(string package)
    {
        OfficialContracts contracts = await DeployAsync(package);
        using TempFolder folder = new();
        await using StorageNode node = await FollowAsync(contracts);
        using Wallet wallet = DevelopmentAccounts.Open(1);
        FlowClient flow = ClientOf(contracts, wallet);
        using SubmissionJournal journal = await flow.OpenJournalAsync(folder["journal"], Cancel);
        using StorageNodeClient client = new(node.Uri!);
        using NodeSet nodes = await NodeSet.FromNodesAsync([client], cancellationToken: Cancel);
        FileUpload upload = new(flow, nodes, journal);
        EthereumClient chain = new(hardhat.Rpc);
        BigInteger paid = 0;

        foreach (int size in (int[])[1, 257, 700_001])
        {
            byte[] content = BytesOf(size);
            using FileSource source = FileSource.FromBytes(content, $"{size}.bin");

            UploadResult result = await upload.SendAsync(source, cancellationToken: Cancel);

            Assert.Equal(UploadState.Finalized, result.State);
            Assert.Equal(new FlowPadding(size).PaddedSectors * Price, result.Fee.Wei);
            TransactionReceipt receipt = (await chain.GetReceiptAsync(result.Transaction!.Value, Cancel))!;
            LogEntry entry = Assert.Single(receipt.Logs, log => log.Address == contracts.Flow);
            SubmitLog log = SubmitLog.Decode(entry.Topics, entry.Data.Span)!;
            Assert.Equal((wallet.Address, result.Sequence, result.Root), (log.Sender, log.Sequence, log.Submission.FileRoot));
            Assert.Equal(receipt.Fee, result.GasFee);
            paid += result.Fee.Wei;
            Assert.Equal(paid, (await chain.GetBalanceAsync(contracts.Reward, cancellationToken: Cancel)).Wei);

            await new FileDownload(nodes).ReceiveAsync(result.Root, folder[result.Name], cancellationToken: Cancel);
            Assert.Equal(content, await File.ReadAllBytesAsync(folder[result.Name], Cancel));
            Assert.Equal(UploadState.AlreadyStored, (await upload.SendAsync(source, cancellationToken: Cancel)).State);
        }

        Assert.Equal(paid, (await chain.GetBalanceAsync(contracts.Reward, cancellationToken: Cancel)).Wei);
    }

    [Theory]
    [InlineData(SdkPackage.Current)]
    [InlineData(SdkPackage.Legacy)]
    public async Task Upload_ManyFilesToTheOfficialContracts_IsOneTransaction(string package)
    {
        OfficialContracts contracts = await DeployAsync(package);
        using TempFolder folder = new();
        await using StorageNode node = await FollowAsync(contracts);
        using Wallet wallet = DevelopmentAccounts.Open(4);
        FlowClient flow = ClientOf(contracts, wallet);
        using SubmissionJournal journal = await flow.OpenJournalAsync(folder["journal"], Cancel);
        using StorageNodeClient client = new(node.Uri!);
        using NodeSet nodes = await NodeSet.FromNodesAsync([client], cancellationToken: Cancel);
        int[] sizes = [1, 256, 257, 5_000, 262_145];
        UploadItem[] items = [.. sizes.Select(size => new UploadItem(size, () => FileSource.FromBytes(BytesOf(size), $"{size}.bin")))];

        List<UploadResult> results = [];
        await foreach (BatchUploadResult end in new BatchUpload(flow, nodes, journal).SendAsync(items.ToAsyncEnumerable(), null, Cancel))
        {
            results.Add(end.Failure is null ? end.Result! : throw end.Failure);
        }

        Assert.Equal(sizes, results.Select(result => (int)result.Size));
        Assert.Single(results.Select(result => result.Transaction).Distinct());
        BigInteger due = sizes.Aggregate(BigInteger.Zero, (sum, size) => sum + (new FlowPadding(size).PaddedSectors * Price));
        Assert.Equal(due, (await new EthereumClient(hardhat.Rpc).GetBalanceAsync(contracts.Reward, cancellationToken: Cancel)).Wei);
        foreach (UploadResult result in results)
        {
            await new FileDownload(nodes).ReceiveAsync(result.Root, folder[result.Name], cancellationToken: Cancel);
            Assert.Equal(BytesOf((int)result.Size), await File.ReadAllBytesAsync(folder[result.Name], Cancel));
        }
    }

    [Theory]
    [InlineData(SdkPackage.Current, "EnforcedPause")]
    [InlineData(SdkPackage.Legacy, "Pausable: paused")]
    public async Task Upload_WhileTheOfficialContractIsPaused_SaysSoAndPaysNothing(string package, string words)
    {
        OfficialContracts contracts = await DeployAsync(package);
        using TempFolder folder = new();
        await using StorageNode node = await FollowAsync(contracts);
        using Wallet wallet = DevelopmentAccounts.Open(2);
        FlowClient flow = ClientOf(contracts, wallet);
        using SubmissionJournal journal = await flow.OpenJournalAsync(folder["journal"], Cancel);
        using StorageNodeClient client = new(node.Uri!);
        using NodeSet nodes = await NodeSet.FromNodesAsync([client], cancellationToken: Cancel);
        FileUpload upload = new(flow, nodes, journal);
        using FileSource source = FileSource.FromBytes(BytesOf(1000), "paused.bin");
        await OwnerCallsAsync(contracts, FlowContract.Pause.EncodeCall());

        ZeroGException refused = await Assert.ThrowsAnyAsync<ZeroGException>(() => upload.SendAsync(source, cancellationToken: Cancel));

        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        await OwnerCallsAsync(contracts, FlowContract.Unpause.EncodeCall());
        UploadResult result = await upload.SendAsync(source, cancellationToken: Cancel);
        TokenAmount kept = await new EthereumClient(hardhat.Rpc).GetBalanceAsync(contracts.Reward, cancellationToken: Cancel);
        Assert.Equal(result.Fee, kept);
    }

    [Theory]
    [InlineData(SdkPackage.Current)]
    [InlineData(SdkPackage.Legacy)]
    public async Task Submit_WithTooLittle_IsRefusedWithTheContractsFigures(string package)
    {
        OfficialContracts contracts = await DeployAsync(package);
        using FileSource source = FileSource.FromBytes(BytesOf(1000), "short.bin");
        Submission submission = Submission.Create(await FileTree.BuildAsync(source, null, Cancel));
        CallMessage message = new()
        {
            From = DevelopmentAccounts.Addresses[3],
            To = contracts.Flow,
            Value = submission.Fee(Price).Wei - 1,
            Data = SubmissionAbi.EncodeSubmit(submission, DevelopmentAccounts.Addresses[3], legacy: package == SdkPackage.Legacy),
        };

        RevertException revert = await Assert.ThrowsAsync<RevertException>(
            () => new EthereumClient(hardhat.Rpc).CallAsync(message, BlockId.Latest, FlowContract.Errors, Cancel));

        Assert.Equal(FlowContract.NotEnoughFee, revert.Reason.Definition);
        Assert.Equal([Price, submission.Sectors, message.Value], revert.Reason.Arguments);
    }

    private async Task<OfficialContracts> DeployAsync(string package) =>
        await OfficialContracts.DeployAsync(packages, hardhat, package, BlocksPerEpoch, delay: 0, Price);

    private async Task<StorageNode> FollowAsync(OfficialContracts contracts)
    {
        StorageNode node = new(new StorageNodeOptions
        {
            Name = $"official-{Guid.NewGuid():N}",
            ChainUri = hardhat.Uri,
            FlowAddress = contracts.Flow,
            Confirmations = 0,
            PollInterval = TimeSpan.FromMilliseconds(20),
        });
        await node.StartAsync(Cancel);
        await node.CaughtUp;
        return node;
    }

    private FlowClient ClientOf(OfficialContracts contracts, Wallet wallet)
    {
        Network network = new() { Name = "hardhat", ChainId = ChainId, RpcUri = hardhat.Uri, FlowAddress = contracts.Flow };
        EthereumClient chain = new(hardhat.Rpc);
        return new FlowClient(network, chain, new TransactionSender(chain, wallet, network, nonces: new NonceTracker(null)));
    }

    private async Task OwnerCallsAsync(OfficialContracts contracts, byte[] data)
    {
        Dictionary<string, object?> message = new()
        {
            ["from"] = DevelopmentAccounts.Addresses[0], ["to"] = contracts.Flow, ["data"] = data,
        };
        await hardhat.Rpc.CallAsync("eth_sendTransaction", [message], Cancel);
    }

    private static byte[] BytesOf(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
