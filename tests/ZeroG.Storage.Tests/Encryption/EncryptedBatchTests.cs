using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Encryption;
using ZeroG.Storage.Files;
using ZeroG.Storage.Tests.Transfer;
using ZeroG.Storage.Tests.Vectors;
using ZeroG.Storage.Transfer;

namespace ZeroG.Storage.Tests.Encryption;

public sealed class EncryptedBatchTests : IDisposable
{
    private static readonly int[] Sizes = [1, 300, (4 * FlowPadding.SegmentSize) + 1000];

    private readonly BatchBench _bench = new();
    private readonly Wallet _wallet = Wallet.CreateRandom();

    public EncryptedBatchTests()
    {
        foreach (int size in Sizes)
        {
            File.WriteAllBytes(_bench.Folder[$"{size}.bin"], VectorInput.Generate("lcg32", size));
        }
    }

    public void Dispose()
    {
        _bench.Dispose();
        _wallet.Dispose();
    }

    [Theory]
    [InlineData(FlowPadding.SegmentSize)]
    [InlineData(2 * FlowPadding.SegmentSize)]
    [InlineData(1 << 30)]
    public async Task Send_Interrupted_IsFinishedByTheSameFilesAndPaidOnce(int fragmentSize)
    {
        UploadOptions options = new() { FragmentSize = fragmentSize };
        _bench.Node.Answering =
            (method, _) => method == "zgs_uploadSegmentsByTxSeq" ? ScriptedNode.Refusal(-32602, "Invalid params: no", "not now") : null;
        Assert.All(await _bench.SendAsync(Items(), options), result => Assert.NotNull(result.Failure));
        int paid = _bench.Flow.Payments;
        Assert.True(paid > 0);
        _bench.Node.Answering = (_, _) => null;

        List<BatchUploadResult> results = await _bench.SendAsync(Items(), options);

        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.Equal(paid, _bench.Flow.Payments);
        Assert.All(await _bench.SendAsync(Items(), options), result => Assert.Equal(UploadState.AlreadyStored, result.Result!.State));
        using NodeSet nodes = await NodeSet.FromNodesAsync([_bench.Node.Client]);
        foreach (UploadResult result in results.Select(result => result.Result!))
        {
            Assert.Equal($"Ecies:{_wallet.Address}", result.Encryption);
            FileDownload download = new(nodes, new DownloadOptions { Decryption = new DecryptionKeys(null, _wallet) });
            await download.ReceiveAsync(result.Roots, _bench.Folder[$"{result.Name}.back"]);
            Assert.Equal(
                await File.ReadAllBytesAsync(_bench.Folder[result.Name]),
                await File.ReadAllBytesAsync(_bench.Folder[$"{result.Name}.back"]));
        }
    }

    private IEnumerable<UploadItem> Items()
    {
        EncryptionKey key = EncryptionKey.ForWallet(_wallet);
        EncryptionRecords records = new(_bench.Folder["encrypted"]);
        return Sizes.Select(
            size => new UploadItem(size, new EncryptedFile(() => FileSource.Open(_bench.Folder[$"{size}.bin"]), key, records).Open));
    }
}
