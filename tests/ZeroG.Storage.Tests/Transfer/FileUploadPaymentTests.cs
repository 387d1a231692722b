using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Tests.Nodes;
using ZeroG.Storage.Transfer;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>Where money could be lost: each story counts what reached the chain.</summary>
public sealed class FileUploadPaymentTests : IDisposable
{
    private readonly UploadBench _bench = new();

    private ScriptedNode Node => _bench.Node;

    private ScriptedFlow Flow => _bench.Flow;

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Send_CrashBetweenSigningAndSending_NextRunSendsTheSameTransaction()
    {
        Flow.Sending = () => throw new IOException("power cut");
        await Assert.ThrowsAsync<IOException>(() => _bench.SendAsync());
        Assert.Equal(0, Flow.Payments);
        Assert.Single(_bench.Records);
        Flow.Sending = () => { };

        UploadResult result = await _bench.SendAsync();

        Assert.Equal(1, Flow.Signatures);
        Assert.Equal(1, Flow.Payments);
        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Empty(_bench.Records);
    }

    [Fact]
    public async Task Send_NodeHasNotReadTheLastPayment_WaitsForItAndPaysNothing()
    {
        await _bench.SendAsync();
        int looks = 0;
        NodeStatus behind = new(0, 0, default, 0, new NetworkIdentity(16602, ScriptedNode.Flow, PeerProtocolVersion.Current));
        Node.Answering = (method, _) => method switch
        {
            "zgs_getStatus" when looks++ < 3 => WireText.Of(behind.Write),
            "zgs_getFileInfo" when looks <= 3 => "null",
            _ => null,
        };

        UploadResult again = await _bench.SendAsync();

        Assert.Equal((UploadState.AlreadyStored, 1), (again.State, Flow.Payments));
        Assert.Equal(4, looks);
    }

    [Fact]
    public async Task Send_LastPaymentHasLeftTheChain_IsNotWaitedFor()
    {
        await _bench.SendAsync();
        using ScriptedNode node = new("anew");
        ScriptedFlow flow = new(node);
        using NodeSet nodes = await NodeSet.FromNodesAsync([node.Client]);

        UploadResult again = await _bench.SendAsync(flow: flow, nodes: nodes);

        Assert.Equal((UploadState.Finalized, 1), (again.State, flow.Payments));
    }

    [Fact]
    public async Task Send_CancelledBeforeTheNodesReadTheChain_NextRunPaysNothing()
    {
        using CancellationTokenSource cancel = new();
        Node.Answering = (method, _) =>
        {
            if (method == "zgs_getFileInfoByTxSeq")
            {
                cancel.Cancel();
            }

            return method.StartsWith("zgs_getFileInfo", StringComparison.Ordinal) ? "null" : null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.SendAsync(cancellationToken: cancel.Token));
        Node.Answering = (method, _) => method == "zgs_getFileInfo" ? "null" : null;

        UploadResult result = await _bench.SendAsync();

        Assert.Equal(1, Flow.Signatures);
        Assert.Equal(1, Flow.Payments);
        Assert.NotNull(result.Transaction);
    }

    [Fact]
    public async Task Send_CancelledWhileSending_StopsAndTheNextRunPaysNothing()
    {
        using CancellationTokenSource cancel = new();
        Node.Answering = (method, _) =>
        {
            if (method == "zgs_uploadSegmentsByTxSeq")
            {
                cancel.Cancel();
            }

            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.SendAsync(cancellationToken: cancel.Token));
        Node.Answering = (_, _) => null;

        UploadResult result = await _bench.SendAsync();

        Assert.Equal(UploadState.Finalized, result.State);
        Assert.NotNull(result.Transaction);
        Assert.Equal(1, Flow.Payments);
        Assert.Empty(_bench.Records);
    }

    [Fact]
    public async Task Send_ChainRefusesTheTransaction_IsForgottenBecauseNothingWasSent()
    {
        Flow.Sending = () => throw new ZeroGException("ZgInsufficientFunds", ErrorKind.LimitsExceeded, "1 0G is missing. Send money.");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _bench.SendAsync());

        Assert.Equal("ZgInsufficientFunds", failure.ErrorId);
        Assert.Empty(_bench.Records);
    }

    [Fact]
    public async Task Send_SubmissionWasReplaced_PaysAnew()
    {
        Flow.Fate = pending => pending.Signed[0].Span[0] == 1 ? SubmissionFate.Replaced : null;

        UploadResult result = await _bench.SendAsync();

        Assert.Equal(2, Flow.Signatures);
        Assert.Equal(1, Flow.Payments);
        Assert.Equal(UploadState.Finalized, result.State);
    }

    [Fact]
    public async Task Send_SubmissionReverts_SaysWhyAndForgetsIt()
    {
        Flow.Fate = _ => SubmissionFate.Reverted;

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => _bench.SendAsync());

        Assert.Equal("ZgSubmissionReverted", failure.ErrorId);
        Assert.Contains("Invalid submission", failure.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Records);
    }

    [Fact]
    public async Task Send_SameFileSeveralTimesAtOnce_PaysOnce()
    {
        using SubmissionJournal ofAnotherProcess = new(_bench.Folder.Path, 16602, ScriptedNode.Flow);

        UploadResult[] results =
            await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _bench.SendAsync(journal: i % 2 == 0 ? null : ofAnotherProcess)));

        Assert.Equal(1, Flow.Signatures);
        Assert.Equal(1, Flow.Payments);
        Assert.All(results, result => Assert.Equal(0, result.Sequence));
    }

    [Fact]
    public async Task Send_FeeAboveTheLimit_SignsNothing()
    {
        ZeroGException failure =
            await Assert.ThrowsAsync<ZeroGException>(() => _bench.SendAsync(new UploadOptions { MaxFee = TokenAmount.FromWei(1000) }));

        Assert.Equal("ZgFeeTooHigh", failure.ErrorId);
        Assert.Equal(0, Flow.Signatures);
    }

    [Fact]
    public async Task StorageCost_File_IsWhatTheUploadPays()
    {
        StorageCost cost = new("five.bin", null, UploadBench.File.Length, await Flow.GetPricePerSectorAsync(default), Flow.Network);
        UploadResult result = await _bench.SendAsync();

        Assert.Equal(result.Fee, cost.Fee);
        Assert.Equal("five.bin", cost.Name);
        Assert.Equal(5, cost.Segments);
    }
}
