using System.Collections.Concurrent;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;
using static ZeroG.Storage.Tests.Transfer.BatchBench;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>Many files in one upload: order, bounds, and that one file never stops the others.</summary>
public sealed class BatchUploadTests : IDisposable
{
    private readonly BatchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Send_ManyFiles_ArePaidInFewTransactionsAndComeInInputOrder()
    {
        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 250).Select(i => ItemOf(i, 1 + i)));

        Assert.Equal(Enumerable.Range(0, 250), results.Select(result => (int)result.Item.Key));
        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
        Assert.Equal([100, 100, 50], _bench.Flow.Batches.Select(batch => batch.Count));
        Assert.Equal(250, results.Select(result => result.Result!.Sequence).Distinct().Count());
        Assert.All(results, result => Assert.Equal(
            TokenAmount.FromWei(new FlowPadding(result.Result!.Size).PaddedSectors * 1000), result.Result.Fee));
        Assert.Equal(TokenAmount.FromWei(3 * 21), results.Aggregate(TokenAmount.Zero, (sum, result) => sum + result.Result!.GasFee));
        BatchUploadResult one = results[123];
        Assert.Equal(await RootOfAsync(BytesOf(123, 124)), one.Result!.Root);
        Assert.Equal(one.Result.Root, Assert.Single(one.Result.Roots));
        Assert.Null(_bench.Journal.Find(new(one.Result.Root, 124)));
    }

    [Fact]
    public async Task Send_AgainAfterwards_SignsNothing()
    {
        await _bench.SendAsync(Enumerable.Range(0, 30).Select(i => ItemOf(i)));
        int signatures = _bench.Flow.Signatures;

        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 31).Select(i => ItemOf(i)));

        Assert.All(results.Take(30), result => Assert.Equal(UploadState.AlreadyStored, result.Result!.State));
        Assert.All(results.Take(30), result => Assert.True(result.Result!.Fee.IsZero));
        Assert.Equal(signatures + 1, _bench.Flow.Signatures);
        Assert.Single(_bench.Flow.Batches.Last());
    }

    [Fact]
    public async Task Send_SomeFilesFail_NeverStopTheOthers()
    {
        string changing = _bench.Folder["changing.bin"];
        string vanishing = _bench.Folder["vanishing.bin"];
        await File.WriteAllBytesAsync(changing, BytesOf(101));
        await File.WriteAllBytesAsync(vanishing, BytesOf(102));
        List<UploadItem> items = [.. Enumerable.Range(0, 12).Select(i => ItemOf(i))];
        items.Insert(2, new("missing", () => FileSource.Open(_bench.Folder["missing"])));
        items.Insert(4, new("empty", () => FileSource.FromBytes(default)));
        items.Insert(6, new("changing", () => FileSource.Open(changing)));
        items.Insert(8, ItemOf("expensive", BytesOf(103, 5000)));
        items.Insert(10, new("vanishing", () => FileSource.Open(vanishing)));
        _bench.Flow.Sending = () =>
        {
            File.WriteAllBytes(changing, BytesOf(104));
            File.Delete(vanishing);
        };

        List<BatchUploadResult> results = await _bench.SendAsync(items, new UploadOptions { MaxFee = TokenAmount.FromWei(5000) });

        Assert.Equal(items, results.Select(result => result.Item));
        Assert.Equal(12, results.Count(result => result.Result?.State == UploadState.Finalized));
        Assert.Equal(
            [
                "missing: ZgFileNotFound", "empty: ZgFileEmpty", "changing: ZgFileChanged", "expensive: ZgFeeTooHigh",
                "vanishing: ZgFileNotFound",
            ],
            results.Where(result => result.Failure is not null).Select(result => $"{result.Item.Key}: {result.Failure!.ErrorId}"));
        Assert.Single(_bench.Flow.Batches);
    }

    [Fact]
    public async Task Send_NodeRefusesOneFile_StoresTheOthers()
    {
        Hash256 poison = await RootOfAsync(BytesOf(5));
        _bench.Node.Answering = (method, parameters) =>
            method == "zgs_uploadSegmentsByTxSeq" && parameters[0][0].GetProperty("root").GetString() == poison.ToString()
                ? ScriptedNode.Refusal(-32602, "Invalid params: proof", "validation failed")
                : null;

        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 10).Select(i => ItemOf(i)));

        Assert.Equal([5], results.Where(result => result.Failure is not null).Select(result => (int)result.Item.Key));
        Assert.Equal("ZgNodeRefused", results[5].Failure!.ErrorId);
    }

    [Fact]
    public async Task Send_InputIsSlow_PaysForWhatIsThere()
    {
        TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        async IAsyncEnumerable<UploadItem> Items()
        {
            yield return ItemOf(1);
            await first.Task;
            yield return ItemOf(2);
        }

        int count = 0;
        await foreach (BatchUploadResult result in _bench.SendAsync(Items(), null))
        {
            Assert.Equal(UploadState.Finalized, result.Result!.State);
            Assert.Equal(++count, _bench.Flow.Payments);
            first.TrySetResult();
        }

        Assert.Equal(2, count);
    }

    [Fact]
    public async Task Send_MoreFilesThanAreWorkedOn_HoldsFewOpenAndReadsAheadOnlySoFar()
    {
        int read = 0;
        int given = 0;
        int open = 0;
        int mostOpen = 0;
        int mostAhead = 0;
        IEnumerable<UploadItem> Items()
        {
            for (int i = 0; i < 600; i++)
            {
                byte[] bytes = BytesOf(i, 100);
                mostAhead = Math.Max(mostAhead, ++read - Volatile.Read(ref given));
                yield return new UploadItem(i, () => new CountedSource(bytes, change =>
                {
                    int now = Interlocked.Add(ref open, change);
                    InterlockedMax(ref mostOpen, now);
                }));
            }
        }

        await foreach (BatchUploadResult result in _bench.SendAsync(Items().ToAsyncEnumerable(), new UploadOptions { BatchSize = 10 }))
        {
            Assert.Null(result.Failure);
            Interlocked.Increment(ref given);
        }

        Assert.Equal(600, given);
        Assert.InRange(mostAhead, 2, 50);
        Assert.InRange(mostOpen, 1, 50);
        Assert.Equal(0, open);
        Assert.All(_bench.Flow.Batches, batch => Assert.InRange(batch.Count, 1, 10));
    }

    [Fact]
    public async Task Send_EqualFilesInOneRun_ArePaidOnce()
    {
        byte[] same = BytesOf(100);

        List<BatchUploadResult> results = await _bench.SendAsync(
            Enumerable.Range(0, 9).Select(i => i % 3 == 0 ? ItemOf(i, same) : ItemOf(i)), new UploadOptions { SkipIfExists = false });

        Assert.All(results, result => Assert.NotNull(result.Result));
        Assert.Equal(7, Assert.Single(_bench.Flow.Batches).Count);
        UploadResult[] equal = [.. results.Where((_, i) => i % 3 == 0).Select(result => result.Result!)];
        Assert.Single(equal.Select(result => result.Sequence).Distinct());
        Assert.Single(equal, result => result.Transaction is not null);
        Assert.Equal(["0.bin", "3.bin", "6.bin"], equal.Select(result => result.Name));
    }

    [Fact]
    public async Task Send_FirstOfEqualFilesVanishes_TheOtherTakesOverAndPaysNothingMore()
    {
        string path = _bench.Folder["first.bin"];
        await File.WriteAllBytesAsync(path, BytesOf(1));
        _bench.Flow.Sending = () => File.Delete(path);
        using ManualResetEventSlim asked = new();
        _bench.Node.Answering = (method, _) =>
        {
            if (method == "zgs_getFileInfo")
            {
                asked.Set();
            }

            return null;
        };
        UploadItem second = new("second", () =>
        {
            asked.Wait(TimeSpan.FromSeconds(30));
            return FileSource.FromBytes(BytesOf(1), "second.bin");
        });

        List<BatchUploadResult> results = await _bench.SendAsync([new("first", () => FileSource.Open(path)), second]);

        Assert.Equal("ZgFileNotFound", results[0].Failure!.ErrorId);
        Assert.Equal(UploadState.Finalized, results[1].Result!.State);
        Assert.NotNull(results[1].Result!.Transaction);
        Assert.Equal(1, _bench.Flow.Signatures);
    }

    [Fact]
    public async Task Send_FilesOfOneRootAndOtherSizes_AreStoredEachByItself()
    {
        List<BatchUploadResult> results = await _bench.SendAsync([ItemOf("one", new byte[1]), ItemOf("many", new byte[256])]);

        Assert.Equal(results[0].Result!.Root, results[1].Result!.Root);
        Assert.NotEqual(results[0].Result!.Sequence, results[1].Result!.Sequence);
        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
    }

    [Fact]
    public async Task Send_NodesAreSlowToReadTheLog_AreAskedOnceForAllFilesAndNotForEach()
    {
        int looks = 0;
        string SlowStatus()
        {
            Interlocked.Increment(ref looks);
            return _bench.Node.StatusAt(0);
        }

        _bench.Node.Answering = (method, _) =>
            method == "zgs_getStatus" && Volatile.Read(ref looks) < 30 ? SlowStatus()
            : method == "zgs_getFileInfoByTxSeq" && Volatile.Read(ref looks) < 30 ? "null"
            : null;

        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 80).Select(i => ItemOf(i)));

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
        Assert.InRange(_bench.Node.Calls.Count(call => call.Method == "zgs_getStatus"), 30, 40);
        Assert.InRange(_bench.Node.Calls.Count(call => call.Method == "zgs_getFileInfoByTxSeq"), 80, 240);
    }

    [Fact]
    public async Task Send_NodeTellsNothingOfItsProgress_IsAskedForEachFile()
    {
        _bench.Node.Answering = (method, _) => method == "zgs_getStatus" ? _bench.Node.StatusAt(0) : null;

        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 5).Select(i => ItemOf(i)));

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
    }

    [Fact]
    public async Task Send_NodesHavePrunedTheFile_IsStoredAnew()
    {
        // The TypeScript client asks for entries whose data is gone as well, and takes such a file for stored.
        await _bench.SendAsync([ItemOf(1)]);
        _bench.Node.Answering = (method, parameters) => method == "zgs_getFileInfo" && parameters[1].GetBoolean() ? "null" : null;

        BatchUploadResult again = Assert.Single(await _bench.SendAsync([ItemOf(1)]));

        Assert.Equal(UploadState.Finalized, again.Result!.State);
        Assert.Equal(1, again.Result.Sequence);
        Assert.Equal(2, _bench.Flow.Payments);
    }

    [Fact]
    public async Task Send_LargeFile_IsCutIntoFragmentsThatAreRootsOfTheirOwn()
    {
        byte[] bytes = BytesOf(9, (4 * 2048) + 77);
        UploadOptions options = new() { FragmentSize = 1500 };

        List<BatchUploadResult> results = await _bench.SendAsync([ItemOf(1), ItemOf("large", bytes), ItemOf(2, 2048)], options);

        UploadResult large = results[1].Result!;
        Assert.Equal(7, Assert.Single(_bench.Flow.Batches).Count);
        Assert.Equal(5, large.Roots.Count);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(await RootOfAsync(bytes.AsMemory(i * 2048, Math.Min(2048, bytes.Length - (i * 2048)))), large.Roots[i]);
        }

        Assert.Equal(large.Roots[0], large.Root);
        Assert.Equal(bytes.Length, large.Size);
        Assert.Equal(UploadState.Finalized, large.State);
        Assert.Equal(TokenAmount.FromWei(((4 * 8) + 1) * 1000), large.Fee);
        Assert.Single(results[2].Result!.Roots);
        Assert.Equal(UploadState.AlreadyStored, Assert.Single(await _bench.SendAsync([ItemOf("again", bytes)], options)).Result!.State);
    }

    [Fact]
    public async Task Send_FragmentsOfAFileCostTooMuchTogether_SignsNothing()
    {
        UploadOptions options = new() { FragmentSize = 1024, MaxFee = TokenAmount.FromWei(19_999) };

        BatchUploadResult result = Assert.Single(await _bench.SendAsync([ItemOf("large", BytesOf(1, 5 * 1024))], options));

        Assert.Equal("ZgFeeTooHigh", result.Failure!.ErrorId);
        Assert.Equal(0, _bench.Flow.Signatures);
    }

    [Fact]
    public async Task Send_Progress_CountsAllFilesTogetherAndNeverFalls()
    {
        ConcurrentQueue<TransferProgress> reports = new();
        int total = Enumerable.Range(0, 20).Sum(i => 1000 + i);

        await _bench.SendAsync(
            Enumerable.Range(0, 20).Select(i => ItemOf(i, 1000 + i)).ToAsyncEnumerable(), null, null,
            new QueueProgress(reports)).ToListAsync();

        foreach (TransferPhase phase in new[] { TransferPhase.Hashing, TransferPhase.Sending })
        {
            TransferProgress[] of = [.. reports.Where(report => report.Phase == phase && report.Detail is null)];
            Assert.Equal(of.OrderBy(report => report.Bytes), of);
            Assert.Equal(total, of[^1].Bytes);
            Assert.Equal(total, of[^1].Total);
        }
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(1001, 4)]
    public void Options_OutOfRange_AreRefused(int batchSize, long fragmentSize) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchUpload(
            _bench.Flow, null!, _bench.Journal, new UploadOptions { BatchSize = batchSize, FragmentSize = fragmentSize }));

    private static void InterlockedMax(ref int place, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref place)) < value)
        {
            Interlocked.CompareExchange(ref place, value, seen);
        }
    }

    private sealed class QueueProgress(ConcurrentQueue<TransferProgress> reports) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => reports.Enqueue(value);
    }

    private sealed class CountedSource : FileSource
    {
        private readonly byte[] _bytes;
        private readonly Action<int> _count;

        public CountedSource(byte[] bytes, Action<int> count)
            : base("counted", null, bytes.Length)
        {
            _bytes = bytes;
            _count = count;
            count(1);
        }

        public override void ThrowIfChanged()
        {
        }

        protected override ValueTask FillAsync(long position, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            _bytes.AsMemory((int)position, buffer.Length).CopyTo(buffer);
            return default;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _count(-1);
            }

            base.Dispose(disposing);
        }
    }
}
