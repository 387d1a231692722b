using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Transfer;

public sealed class FileUploadTests : IDisposable
{
    private readonly UploadBench _bench = new();

    private ScriptedNode Node => _bench.Node;

    private ScriptedFlow Flow => _bench.Flow;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Send_NewFile_PaysTheExactFeeAndEndsFinalized()
    {
        List<TransferProgress> reports = [];

        UploadResult result = await _bench.SendAsync(progress: new ListProgress<TransferProgress>(reports));

        FlowPadding padding = new(UploadBench.File.Length);
        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal(UploadBench.File.Length, result.Size);
        Assert.Equal(0, result.Sequence);
        Assert.Equal(5, result.Block);
        Assert.NotNull(result.Transaction);
        Assert.Equal(TokenAmount.FromWei(padding.PaddedSectors * 1000), result.Fee);
        Assert.Equal(TokenAmount.FromWei(21), result.GasFee);
        Assert.Equal([Node.Uri], result.Node);
        Assert.Equal(1, Flow.Payments);
        Assert.Equal([0, 1, 2, 3, 4], Node.SegmentsOf(0));
        Assert.Equal(1024, Node.SegmentOf(0, 4).Length);
        Assert.Equal(
            [
                TransferPhase.Hashing, TransferPhase.Asking, TransferPhase.Paying, TransferPhase.Confirming, TransferPhase.Sending,
                TransferPhase.Finalizing,
            ],
            reports.Select(report => report.Phase).Distinct());
        Assert.Equal(UploadBench.File.Length, reports.Last(report => report.Phase == TransferPhase.Sending).Bytes);
        Assert.Empty(_bench.Records);
    }

    [Fact]
    public async Task Send_NodeHasTheFile_SendsAndPaysNothing()
    {
        await _bench.SendAsync();
        int sent = Node.SentSegments.Count();

        UploadResult again = await _bench.SendAsync();

        Assert.Equal(UploadState.AlreadyStored, again.State);
        Assert.Equal(0, again.Sequence);
        Assert.Null(again.Transaction);
        Assert.True(again.Fee.IsZero);
        Assert.Equal(sent, Node.SentSegments.Count());
        Assert.Equal(1, Flow.Payments);
    }

    [Fact]
    public async Task Send_NodeHasTheFileButANewEntryIsWanted_PaysAgain()
    {
        await _bench.SendAsync();

        UploadResult again = await _bench.SendAsync(new UploadOptions { SkipIfExists = false });

        Assert.Equal(1, again.Sequence);
        Assert.Equal(2, Flow.Payments);
        Assert.Equal([0, 1, 2, 3, 4], Node.SegmentsOf(1));
    }

    [Fact]
    public async Task Send_NodeForgetsSegment_SendsItAgain()
    {
        bool forgotten = false;
        Node.Answering = (method, _) =>
        {
            if (method == "zgs_getFileInfoByTxSeq" && !forgotten && Node.SentSegments.Any())
            {
                forgotten = true;
                Node.Forget(0, 2);
            }

            return null;
        };

        UploadResult result = await _bench.SendAsync();

        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal(2, Node.SentSegments.Count(segment => segment == 2));
        Assert.Equal([0, 1, 2, 3, 4], Node.SegmentsOf(0));
    }

    [Fact]
    public async Task Send_NodeIsBusy_OffersTheSameAgain()
    {
        int refusals = 3;
        Node.Answering = (method, _) => method == "zgs_uploadSegmentsByTxSeq" && Interlocked.Decrement(ref refusals) >= 0
            ? ScriptedNode.Refusal(-32000, "too many data writing: 16")
            : null;

        UploadResult result = await _bench.SendAsync();

        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal(-1, refusals);
    }

    [Fact]
    public async Task Send_OlderNodeStopsAtADuplicate_SendsTheOthersSingly()
    {
        Node.Answering = (method, parameters) => method == "zgs_uploadSegmentsByTxSeq" && parameters[0].GetArrayLength() > 1
            ? ScriptedNode.Refusal(-32000, "segment has already been uploaded or is being uploaded")
            : null;

        UploadResult result = await _bench.SendAsync();

        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal([0, 1, 2, 3, 4], Node.SegmentsOf(0));
    }

    [Theory]
    [InlineData(-32602, "Invalid params: root", "already uploaded and finalized")]
    [InlineData(-32000, "segment has already been uploaded or is being uploaded", null)]
    public async Task Send_NodeSaysItHasTheSegment_CountsAsSent(int code, string message, string? data)
    {
        Node.Answering = (method, _) => method == "zgs_uploadSegmentsByTxSeq" ? ScriptedNode.Refusal(code, message, data) : null;

        UploadResult result = await _bench.SendAsync(new UploadOptions { Finality = FinalityLevel.TransactionPacked });

        Assert.Equal(UploadState.Packed, result.State);
    }

    [Fact]
    public async Task Send_NodeRefusesSegments_KeepsItsCodeAndWords()
    {
        Node.Answering = (method, _) =>
            method == "zgs_uploadSegmentsByTxSeq" ? ScriptedNode.Refusal(-32602, "Invalid params: proof", "validation failed") : null;

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _bench.SendAsync());
        StorageNodeException refusal = Assert.IsType<StorageNodeException>(failure.InnerException);

        Assert.Equal("ZgNodeRefused", failure.ErrorId);
        Assert.Equal(-32602, refusal.Code);
        Assert.Equal("Invalid params: proof; data: validation failed", refusal.Words);
        Assert.Equal(Node.Uri, failure.Target);
        Assert.Equal(
            "Storage node http://node.test:5678 refused zgs_uploadSegmentsByTxSeq: Invalid params: proof; data: validation failed "
            + "(code -32602). Try another node, or look into the log of this one.",
            refusal.Message);
    }

    [Fact]
    public async Task Send_FailsAfterThePayment_NamesItAndSaysThatItIsNotLost()
    {
        Node.Answering = (method, _) => method == "zgs_uploadSegmentsByTxSeq" ? ScriptedNode.Refusal(-32000, "disk full") : null;

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _bench.SendAsync());
        Node.Answering = (_, _) => null;
        UploadResult result = await _bench.SendAsync();

        Assert.EndsWith(
            $"It is paid for in transaction {result.Transaction}: the same command goes on and does not pay again.", failure.Message,
            StringComparison.Ordinal);
        Assert.Equal(1, Flow.Payments);
    }

    [Fact]
    public async Task Send_NodeHasSomeSegments_SendsTheMissingOnes()
    {
        await _bench.SendAsync();
        Node.Forget(0, 1);
        Node.Forget(0, 4);
        int before = Node.SentSegments.Count();

        UploadResult result = await _bench.SendAsync(new UploadOptions { TaskSize = 2 });

        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal([1L, 4L], Node.SentSegments.Skip(before).Order());
        Assert.Equal(1, Flow.Payments);
    }

    [Fact]
    public async Task Send_NodesOfTwoShards_GetTheirOwnSegments()
    {
        using ScriptedNode even = new("even", new ShardConfig(0, 2));
        using ScriptedNode odd = new("odd", new ShardConfig(1, 2));
        using NodeSet nodes = await NodeSet.FromNodesAsync([even.Client, odd.Client]);

        UploadResult result = await _bench.SendAsync(flow: new ScriptedFlow(even, odd), nodes: nodes);

        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal([0, 2, 4], even.SegmentsOf(0));
        Assert.Equal([1, 3], odd.SegmentsOf(0));
    }

    [Fact]
    public async Task Send_FileChangesAfterHashing_SendsNoMixture()
    {
        string path = _bench.Folder["changing.bin"];
        await File.WriteAllBytesAsync(path, UploadBench.File);
        using FileSource source = FileSource.Open(path);
        Flow.Sending = () =>
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.Position = (3 * FlowPadding.SegmentSize) + 5;
            file.WriteByte((byte)~UploadBench.File[(3 * FlowPadding.SegmentSize) + 5]);
        };

        ZeroGException failure =
            await Assert.ThrowsAsync<ZeroGException>(() => _bench.SendAsync(new UploadOptions { TaskSize = 1 }, source: source));

        Assert.Equal("ZgFileChanged", failure.ErrorId);
        Assert.Equal(path, failure.Target);
        Assert.DoesNotContain(3, Node.SentSegments);
    }

    [Fact]
    public async Task Send_NodeOfAnotherChain_IsRefusedBeforePaying()
    {
        Node.ChainId = 16661;

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _bench.SendAsync());

        Assert.Equal("ZgNodeOnOtherNetwork", failure.ErrorId);
        Assert.Equal(Node.Uri, failure.Target);
        Assert.Equal(0, Flow.Signatures);
    }

    [Fact]
    public async Task Send_NodeAnswersForAnotherRoot_IsRefused()
    {
        const string Other = "0x1111111111111111111111111111111111111111111111111111111111111111";
        Node.Answering = (method, _) => method == "zgs_getFileInfo"
            ? "{\"tx\":{\"streamIds\":[],\"data\":[],\"dataMerkleRoot\":\"" + Other + "\",\"merkleNodes\":[],"
                + "\"startEntryIndex\":1,\"size\":1,\"seq\":3},"
                + "\"finalized\":true,\"isCached\":false,\"uploadedSegNum\":1}"
            : null;

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _bench.SendAsync());

        Assert.Equal("ZgNodeMismatch", failure.ErrorId);
        Assert.Equal(0, Flow.Signatures);
    }

    [Fact]
    public async Task Send_NodeNeverFinalizes_TimesOutAndCanGoOn()
    {
        Node.Answering = (method, _) => method == "zgs_uploadSegmentsByTxSeq" ? "null" : null;

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _bench.SendAsync());
        Node.Answering = (_, _) => null;
        UploadResult result = await _bench.SendAsync();

        Assert.Equal("ZgTransferTimeout", failure.ErrorId);
        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal(1, Flow.Payments);
    }

    [Fact]
    public async Task Send_TransactionPackedIsEnough_DoesNotWaitForFinality()
    {
        Node.Answering = (method, _) => method == "zgs_uploadSegmentsByTxSeq" ? "null" : null;

        UploadResult result = await _bench.SendAsync(new UploadOptions { Finality = FinalityLevel.TransactionPacked });

        Assert.Equal(UploadState.Packed, result.State);
    }
}
