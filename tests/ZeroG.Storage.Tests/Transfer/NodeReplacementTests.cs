using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Selection;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>Uploads to nodes that fail: what was asked for is met by others, or the upload says why not.</summary>
public sealed class NodeReplacementTests : IDisposable
{
    private static readonly ShardConfig Even = new(0, 2);
    private static readonly ShardConfig Odd = new(1, 2);

    private const string AnotherFile =
        "{\"tx\":{\"streamIds\":[],\"data\":[],\"dataMerkleRoot\":\"0x1111111111111111111111111111111111111111111111111111111111111111\","
        + "\"merkleNodes\":[],\"startEntryIndex\":1,\"size\":1,\"seq\":0},\"finalized\":true,\"isCached\":false,\"uploadedSegNum\":1}";

    private readonly List<ReplicaBench> _benches = [];

    public void Dispose() => _benches.ForEach(bench => bench.Dispose());

    [Fact]
    public async Task Send_TwoReplicasOfTwoShards_EachSegmentIsOnTwoNodes()
    {
        ReplicaBench bench = Bench(new("a0", Even), new("a1", Odd), new("b0", Even), new("b1", Odd), new("spare", Even));
        using NodeSet nodes = await bench.ChooseAsync(replicas: 2);

        UploadResult result = await bench.SendAsync(nodes);

        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal(["a0.test", "a1.test", "b0.test", "b1.test"], result.Node.Select(uri => uri.Host).Order());
        Assert.All(bench.Nodes[..4], node => Assert.Equal(node.Shard == Even ? [0, 2, 4] : [1, 3], node.SegmentsOf(0)));
        Assert.Empty(bench.Nodes[4].SegmentsOf(0));
    }

    [Theory]
    [InlineData(SelectionMethod.Min, "whole.test")]
    [InlineData(SelectionMethod.Max, "q0.test q1.test q2.test q3.test")]
    [InlineData("2", "h0.test h1.test")]
    public async Task Choose_Method_DecidesWhichShardsAreTaken(string method, string expected)
    {
        ReplicaBench bench = Bench(
            new("whole"), new("h0", Even), new("h1", Odd),
            new("q0", new(0, 4)), new("q1", new(1, 4)), new("q2", new(2, 4)), new("q3", new(3, 4)));
        using NodeSet nodes = await bench.ChooseAsync(method: method);
        UploadResult result = await bench.SendAsync(nodes);

        Assert.Equal(expected, string.Join(' ', result.Node.Select(uri => uri.Host).Order()));
        bench.MakeIndexerOld();
        using NodeSet chosenHere = await bench.ChooseAsync(method: method);
        Assert.Equal(nodes.Uris, chosenHere.Uris);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_NodeFailsMidUpload_ItsReplacementGetsItsSegments(bool isGone)
    {
        ReplicaBench bench = Bench(new("first", Even), new("odd", Odd), new("second", Even));
        int requests = 0;
        bench.Nodes[0].Answering = (method, _) => method != "zgs_uploadSegmentsByTxSeq" || ++requests < 2 ? null
            : isGone ? throw new HttpRequestException(HttpRequestError.ConnectionError, "gone")
            : ScriptedNode.Refusal(-32603, "Internal error", "no space left on device");
        if (isGone)
        {
            // Gone is gone: it does not answer how it is either.
            Func<string, System.Text.Json.JsonElement, string?> upload = bench.Nodes[0].Answering;
            bench.Nodes[0].Answering = (method, parameters) => requests >= 2
                ? throw new HttpRequestException(HttpRequestError.ConnectionError, "gone")
                : upload(method, parameters);
        }

        using NodeSet nodes = await bench.ChooseAsync();
        UploadResult result = await bench.SendAsync(nodes, new UploadOptions { TaskSize = 1, ThrottleLimit = 1 });

        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Equal(["odd.test", "second.test"], result.Node.Select(uri => uri.Host));
        Assert.Equal([0, 2, 4], bench.Nodes[2].SegmentsOf(0));
        Assert.Equal([1, 3], bench.Nodes[1].SegmentsOf(0));
        Assert.Equal(2, bench.Nodes[1].SentSegments.Count());
        Assert.Equal(1, bench.Flow.Signatures);
        Assert.Equal(["", "first.test"], bench.DroppedOfEachCall);
        Assert.Contains(
            bench.Reports, report => report.Detail?.StartsWith("Dropped storage node http://first.test", StringComparison.Ordinal) == true);
        DroppedNode dropped = Assert.Single(nodes.Dropped);
        Assert.Equal(isGone ? "ZgRpcUnreachable" : "ZgNodeRefused", dropped.Failure.ErrorId);
    }

    [Fact]
    public async Task Send_NodeFailsAndThereIsNoOther_NamesNodesAndReasons()
    {
        ReplicaBench bench = Bench(new("first", Even), new("odd", Odd), new("second", Even));
        bench.Nodes[0].Answering = Refusing("no space left on device");
        bench.Nodes[2].Answering = Refusing("database is read-only");
        using NodeSet nodes = await bench.ChooseAsync();

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => bench.SendAsync(nodes));

        Assert.Equal("ZgReplicasLost", failure.ErrorId);
        Assert.Contains("http://first.test:5678 (", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no space left on device", failure.Message, StringComparison.Ordinal);
        Assert.Contains("http://second.test:5678 (", failure.Message, StringComparison.Ordinal);
        Assert.Contains("database is read-only", failure.Message, StringComparison.Ordinal);
        bench.Nodes[2].Answering = (_, _) => null;
        using NodeSet later = await bench.ChooseAsync();
        bench.Nodes[0].Answering = (_, _) => null;
        Assert.Equal(UploadState.Finalized, (await bench.SendAsync(later)).State);
        Assert.Equal(1, bench.Flow.Signatures);
    }

    [Fact]
    public async Task Send_OneOfThreeNamedNodesFailsAndTwoReplicasAreEnough_GoesOnWithoutIt()
    {
        ReplicaBench bench = Bench(new("a"), new("b"), new("c"));
        bench.Nodes[1].Answering = Refusing("no space left on device");
        using NodeSet nodes = await bench.NameAsync(2, bench.Nodes);

        UploadResult result = await bench.SendAsync(nodes);

        Assert.Equal(["a.test", "c.test"], result.Node.Select(uri => uri.Host));
        bench.Nodes[2].Answering = Refusing("bad day");
        using FileSource source = FileSource.FromBytes(new byte[5]);
        ZeroGException failure =
            await Assert.ThrowsAsync<ZeroGException>(() => new FileUpload(bench.Flow, nodes, bench.Journal).SendAsync(source));
        Assert.Equal("ZgReplicasLost", failure.ErrorId);
        Assert.Contains("2 times", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_UnhealthyNodes_AreReplacedBeforeAnythingIsPaid()
    {
        ReplicaBench bench =
            Bench(new("foreign") { ChainId = 16661 }, new("lagging") { Height = 10 }, new("silent"), new("good") { Height = 2000 });
        bench.Flow.Height = 2000;
        bench.Nodes[2].Answering = (_, _) => throw new HttpRequestException(HttpRequestError.ConnectionError, "silent");
        using NodeSet nodes = await bench.ChooseAsync();

        UploadResult result = await bench.SendAsync(nodes);

        Assert.Equal(["good.test"], result.Node.Select(uri => uri.Host));
        Assert.Equal(
            ["foreign: ZgNodeOnOtherNetwork", "lagging: ZgNodeLagging", "silent: ZgRpcUnreachable"],
            nodes.Dropped.Select(dropped => $"{dropped.Node.Client.Uri.Host.Split('.')[0]}: {dropped.Failure.ErrorId}"));
        Assert.Equal(["", "foreign.test", "foreign.test lagging.test", "foreign.test lagging.test silent.test"], bench.DroppedOfEachCall);
        Assert.DoesNotContain(bench.Nodes[0].Calls, call => call.Method.StartsWith("zgs_upload", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_OnlyNodeLags_WaitsForItAndSaysSo()
    {
        ReplicaBench bench = Bench(new ScriptedNode("lagging") { Height = 10 });
        bench.Flow.Height = 2000;
        using NodeSet nodes = await bench.ChooseAsync();

        Assert.Equal(UploadState.Finalized, (await bench.SendAsync(nodes)).State);
        Assert.Contains(
            bench.Reports,
            report => report.Detail?.Contains("There is no other, so the upload waits for it.", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Send_OnlyNodeIsGoneForAWhile_GoesOnWithItWhenItIsBack()
    {
        ReplicaBench bench = Bench(new ScriptedNode("only"));
        int calls = 0;
        bench.Nodes[0].Answering = (method, _) => method.StartsWith("zgs_upload", StringComparison.Ordinal) || calls > 0
            ? ++calls is > 0 and < 6 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "starting anew") : null
            : null;
        using NodeSet nodes = await bench.NameAsync(1, bench.Nodes);

        UploadResult result = await bench.SendAsync(nodes, new UploadOptions { Fast = false });

        Assert.Equal(UploadState.Finalized, result.State);
        Assert.Contains(bench.Reports, report => report.Detail?.EndsWith("is back.", StringComparison.Ordinal) == true);
        Assert.Empty(nodes.Dropped);
    }

    [Fact]
    public async Task Send_NodeNeverFinalizes_IsReplacedAfterTheTimeout()
    {
        ReplicaBench bench = Bench(new("idle"), new("busy"));
        bench.Nodes[0].Answering = (method, _) => method == "zgs_uploadSegmentsByTxSeq" ? "null" : null;
        using NodeSet nodes = await bench.ChooseAsync();

        UploadResult result = await bench.SendAsync(nodes);

        Assert.Equal(["busy.test"], result.Node.Select(uri => uri.Host));
        Assert.Equal("ZgTransferTimeout", Assert.Single(nodes.Dropped).Failure.ErrorId);
    }

    [Fact]
    public async Task Send_LyingNode_IsReplaced()
    {
        ReplicaBench bench = Bench(new("liar"), new("honest"));
        bench.Nodes[0].Answering = (method, _) => method == "zgs_getFileInfoByTxSeq" ? AnotherFile : null;
        using NodeSet nodes = await bench.ChooseAsync();

        Assert.Equal(["honest.test"], (await bench.SendAsync(nodes)).Node.Select(uri => uri.Host));
        Assert.Equal("ZgNodeMismatch", Assert.Single(nodes.Dropped).Failure.ErrorId);
    }

    [Fact]
    public async Task Send_NodeHasYetToLeaveABlockThatTheChainHasLeft_IsWaitedFor()
    {
        ReplicaBench bench = Bench(new("behind"), new("other"));
        int asked = 0;
        bench.Nodes[0].Answering = (method, _) => method == "zgs_getFileInfoByTxSeq" && ++asked <= 5 ? AnotherFile : null;
        using NodeSet nodes = await bench.ChooseAsync();

        Assert.Equal(["behind.test"], (await bench.SendAsync(nodes)).Node.Select(uri => uri.Host));
        Assert.True(asked > 5);
        Assert.Empty(nodes.Dropped);
    }

    [Fact]
    public async Task SendMany_NodeDiesInTheMiddle_AllFilesEndOnTheOthers()
    {
        ReplicaBench bench = Bench(new("first", Even), new("odd", Odd), new("second", Even));
        int uploads = 0;
        bench.Nodes[0].Answering =
            (method, _) => method.StartsWith("zgs_upload", StringComparison.Ordinal) && Interlocked.Increment(ref uploads) > 20
            ? ScriptedNode.Refusal(-32603, "Internal error", "no space left on device")
            : null;
        using NodeSet nodes = await bench.ChooseAsync();
        BatchUpload upload =
            new(bench.Flow, nodes, bench.Journal, new UploadOptions { Fast = false }, new SkippingTimeProvider(TimeSpan.FromMinutes(1)));

        List<BatchUploadResult> results =
            await upload.SendAsync(Enumerable.Range(0, 60).Select(i => BatchBench.ItemOf(i)).ToAsyncEnumerable()).ToListAsync();

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
        string[] keepers = [.. results.Select(result => string.Join(' ', result.Result!.Node.Select(uri => uri.Host).Order()))];
        Assert.InRange(keepers.Count(names => names == "odd.test second.test"), 40, 60);
        Assert.All(keepers, names => Assert.True(names is "odd.test second.test" or "first.test odd.test", names));
        Assert.Single(nodes.Dropped);
        Assert.Equal(60, bench.Flow.Batches.SelectMany(batch => batch).Count());
        Assert.All(results.Where(result => result.Result!.Node.Any(uri => uri.Host == "second.test")), result =>
            Assert.Equal([0], bench.Nodes[2].SegmentsOf(result.Result!.Sequence)));
    }

    [Fact]
    public async Task Send_UnequalShards_LosesNoTrailingSegments()
    {
        // The TypeScript client stops after as many turns as the shortest list of tasks has.
        ReplicaBench bench = Bench(new("half", Even), new("quarter", new(1, 4)), new("other", new(3, 4)));
        using NodeSet nodes = await bench.ChooseAsync();

        await bench.SendAsync(nodes, new UploadOptions { TaskSize = 1 });

        Assert.Equal([0, 2, 4], bench.Nodes[0].SegmentsOf(0));
        Assert.Equal([1], bench.Nodes[1].SegmentsOf(0));
        Assert.Equal([3], bench.Nodes[2].SegmentsOf(0));
    }

    [Fact]
    public async Task Choose_TrustedNodesAreEnough_LeavesTheOthersOut()
    {
        ReplicaBench bench = Bench(new("discovered"), new("trusted"), new("second"));
        bench.Discovered.Add(bench.Nodes[0]);

        using NodeSet two = await bench.ChooseAsync(replicas: 2);
        using NodeSet three = await bench.ChooseAsync(replicas: 3);

        Assert.Equal(["trusted.test", "second.test"], two.Nodes.Select(node => node.Client.Uri.Host));
        Assert.Equal(3, three.Nodes.Count);
    }

    [Fact]
    public async Task Choose_IndexerCannotCover_SaysSo()
    {
        ReplicaBench bench = Bench(new("a", Even), new("b", Odd), new("c", Even));

        await Assert.ThrowsAnyAsync<ZeroGException>(() => bench.ChooseAsync(replicas: 2));
        bench.MakeIndexerOld();
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => bench.ChooseAsync(replicas: 2));

        Assert.Equal("ZgShardsIncomplete", failure.ErrorId);
        Assert.Equal("ZgShardsIncomplete", (await Assert.ThrowsAsync<ZeroGException>(() => bench.NameAsync(2, bench.Nodes))).ErrorId);
    }

    private static Func<string, System.Text.Json.JsonElement, string?> Refusing(string words) =>
        (method, _) => method == "zgs_uploadSegmentsByTxSeq" ? ScriptedNode.Refusal(-32603, "Internal error", words) : null;

    private ReplicaBench Bench(params ScriptedNode[] nodes)
    {
        ReplicaBench bench = new(nodes);
        _benches.Add(bench);
        return bench;
    }
}
