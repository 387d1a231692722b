using ZeroG.Storage.Files;
using ZeroG.Storage.Nodes;
using ZeroG.Storage.Transfer;
using static ZeroG.Storage.Tests.Transfer.BatchBench;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>Small files that are with the nodes before the chain has their entry.</summary>
public sealed class FastPathTests
{
    [Fact]
    public async Task Send_SmallFiles_AreSentTogetherBeforeTheReceipt()
    {
        using BatchBench bench = new(new ScriptedNode { TakesEarly = true });
        TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bench.Node.Answering = (method, _) =>
        {
            if (method == "zgs_uploadSegments")
            {
                sent.TrySetResult();
            }

            return null;
        };
        bench.Flow.Mining = _ => sent.Task;

        List<BatchUploadResult> results = await bench.SendAsync(Enumerable.Range(0, 50).Select(i => ItemOf(i, 4096)));

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
        Assert.Single(bench.Node.Calls, call => call.Method == "zgs_uploadSegments");
        Assert.Empty(bench.Node.SentSegments);
        Assert.Equal(BytesOf(7, 4096), bench.Node.SegmentOf(results[7].Result!.Sequence, 0));
    }

    [Fact]
    public async Task Send_FileOfTwoMiB_IsSentEarlyAndALargerOneIsNot()
    {
        using BatchBench bench = new(new ScriptedNode { TakesEarly = true });

        await bench.SendAsync([ItemOf(1, 2 << 20), ItemOf(2, (2 << 20) + 1)], new UploadOptions { TaskSize = 3 });

        int early = bench.Node.Calls.Where(call => call.Method == "zgs_uploadSegments").Sum(call => call.Parameters[0].GetArrayLength());
        Assert.Equal(8, early);
        Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), bench.Node.SentSegments.Order());
    }

    [Fact]
    public async Task Send_NodesOfSeveralShards_GetOnlyFilesOfOneSegmentEarly()
    {
        using BatchBench bench = new(
            new ScriptedNode("even", new ShardConfig(0, 2)) { TakesEarly = true },
            new ScriptedNode("odd", new ShardConfig(1, 2)) { TakesEarly = true });

        List<BatchUploadResult> results =
            await bench.SendAsync([ItemOf(1, FlowPadding.SegmentSize), ItemOf(2, FlowPadding.SegmentSize + 1)]);

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
        Assert.All(
            bench.Nodes,
            node => Assert.Single(node.Calls, call => call.Method == "zgs_uploadSegments" && call.Parameters[0].GetArrayLength() == 1));
        Assert.Single(bench.Nodes.SelectMany(node => node.SegmentsOf(results[0].Result!.Sequence)));
        Assert.Equal([0L, 1L], bench.Nodes.SelectMany(node => node.SentSegments).Order());
    }

    [Fact]
    public async Task Send_NodeDoesNotTakeThemEarly_GetsThemAfterwards()
    {
        using BatchBench bench = new();

        List<BatchUploadResult> results = await bench.SendAsync(Enumerable.Range(0, 5).Select(i => ItemOf(i)));

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
        Assert.Contains(bench.Node.Calls, call => call.Method == "zgs_uploadSegments");
        Assert.Equal(5, bench.Node.SentSegments.Count());
    }

    [Fact]
    public async Task Send_NotFast_WaitsForTheEntry()
    {
        using BatchBench bench = new(new ScriptedNode { TakesEarly = true });

        await bench.SendAsync([ItemOf(1)], new UploadOptions { Fast = false });

        Assert.DoesNotContain(bench.Node.Calls, call => call.Method == "zgs_uploadSegments");
        Assert.Single(bench.Node.SentSegments);
    }

    [Fact]
    public async Task Send_FileChangesBeforeItIsSentEarly_StopsOnlyThatFile()
    {
        using BatchBench bench = new(new ScriptedNode { TakesEarly = true });
        string path = bench.Folder["changing.bin"];
        await File.WriteAllBytesAsync(path, BytesOf(1));
        bench.Flow.Sending = () => File.WriteAllBytes(path, BytesOf(2));

        List<BatchUploadResult> results = await bench.SendAsync([ItemOf(3), new("changing", () => FileSource.Open(path)), ItemOf(4)]);

        Assert.Equal(["", "ZgFileChanged", ""], results.Select(result => result.Failure?.ErrorId ?? ""));
        Assert.Equal(
            2, bench.Node.Calls.Where(call => call.Method == "zgs_uploadSegments").Sum(call => call.Parameters[0].GetArrayLength()));
    }
}
