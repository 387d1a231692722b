using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using static ZeroG.Storage.Tests.Transfer.BatchBench;

namespace ZeroG.Storage.Tests.Transfer;

/// <summary>Where the money of many files could be lost: each story counts what reached the chain.</summary>
public sealed class BatchUploadPaymentTests : IDisposable
{
    private readonly BatchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Send_MoreThanFitsIntoOneTransaction_HalvesAndRemembersIt()
    {
        _bench.Flow.MostInOne = 7;

        List<BatchUploadResult> results =
            await _bench.SendAsync(Enumerable.Range(0, 100).Select(i => ItemOf(i)), new UploadOptions { BatchSize = 40 });

        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.All(_bench.Flow.Batches, batch => Assert.InRange(batch.Count, 1, 7));
        Assert.InRange(_bench.Flow.Batches.Count, 15, 24);
        Assert.Equal(100, _bench.Flow.Batches.SelectMany(batch => batch).Distinct().Count());
    }

    [Fact]
    public async Task Send_ContractMindsOneSubmission_PaysForTheOthers()
    {
        Hash256 poison = await RootOfAsync(BytesOf(13));
        RevertException revert = await RevertAsync("Invalid submission");
        _bench.Flow.Refusing = batch => batch.Any(submission => submission.FileRoot == poison) ? revert : null;

        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 32).Select(i => ItemOf(i)));

        Assert.Equal([13], results.Where(result => result.Failure is not null).Select(result => (int)result.Item.Key));
        Assert.Equal("ZgCallReverted", results[13].Failure!.ErrorId);
        Assert.InRange(_bench.Flow.Signatures, 1, 6);
    }

    [Fact]
    public async Task Send_ContractIsPaused_AsksOnceForTheWholeWindow()
    {
        RevertException revert = await RevertAsync("EnforcedPause()");
        int asked = 0;
        _bench.Flow.Refusing = _ =>
        {
            asked++;
            return revert;
        };

        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 50).Select(i => ItemOf(i)));

        Assert.All(results, result => Assert.Equal("ZgCallReverted", result.Failure!.ErrorId));
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Send_MoneyForSome_PaysForAsManyAsItCan()
    {
        int left = 21;
        int asked = 0;
        _bench.Flow.Refusing = batch =>
        {
            asked++;
            if (batch.Count > left)
            {
                return new ZeroGException("ZgInsufficientFunds", ErrorKind.LimitsExceeded, "1 0G is missing. Send money.");
            }

            left -= batch.Count;
            return null;
        };

        List<BatchUploadResult> results =
            await _bench.SendAsync(Enumerable.Range(0, 100).Select(i => ItemOf(i)), new UploadOptions { BatchSize = 50 });

        Assert.Equal(21, results.Count(result => result.Failure is null));
        Assert.All(
            results.Where(result => result.Failure is not null), result => Assert.Equal("ZgInsufficientFunds", result.Failure!.ErrorId));
        Assert.InRange(asked, 2, 25);
        Assert.All(results.Where(result => result.Failure is not null), result => Assert.Null(_bench.Journal.Find(
            new SubmittedFile(RootOfAsync(BytesOf((int)result.Item.Key)).Result, 300))));
    }

    [Fact]
    public async Task Send_KilledAfterSigningTheSecondBatch_NextRunSendsTheSameAndPaysNothingTwice()
    {
        int sending = 0;
        _bench.Flow.Sending = () =>
        {
            if (++sending == 2)
            {
                throw new IOException("power cut");
            }
        };
        UploadItem[] items = [.. Enumerable.Range(0, 40).Select(i => ItemOf(i))];
        await Assert.ThrowsAsync<IOException>(() => _bench.SendAsync(items, new UploadOptions { BatchSize = 10 }));
        _bench.Flow.Sending = () => { };

        List<BatchUploadResult> results = await _bench.SendAsync(items, new UploadOptions { BatchSize = 10 });

        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.Equal(40, _bench.Flow.Batches.SelectMany(batch => batch).Count());
        Assert.Equal(40, _bench.Flow.Batches.SelectMany(batch => batch).Distinct().Count());
        Assert.All(results, result => Assert.Null(_bench.Journal.Find(new SubmittedFile(result.Result!.Root, 300))));
    }

    [Fact]
    public async Task Send_CancelledWhileWaitingForTheReceipt_NextRunPaysNothing()
    {
        using CancellationTokenSource cancel = new();
        TaskCompletionSource never = new();
        _bench.Flow.Mining = _ =>
        {
            cancel.Cancel();
            return never.Task;
        };
        UploadItem[] items = [.. Enumerable.Range(0, 25).Select(i => ItemOf(i))];
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.SendAsync(items, cancellationToken: cancel.Token));
        _bench.Flow.Mining = _ => Task.CompletedTask;

        // Another selection and order of the same files, as a folder gives them the next day.
        List<BatchUploadResult> results =
            await _bench.SendAsync([.. items.Reverse().Take(20), ItemOf(99)], new UploadOptions { BatchSize = 7 });

        Assert.All(results, result => Assert.Null(result.Failure));
        Assert.Equal(26, _bench.Flow.Batches.SelectMany(batch => batch).Count());
        Assert.Equal(2, _bench.Flow.Signatures);
        Assert.NotNull(results[0].Result!.Transaction);
    }

    [Fact]
    public async Task Send_OtherProcessSendsTheSameFiles_EachIsPaidOnce()
    {
        using SubmissionJournal ofAnotherProcess = new(_bench.Folder.Path, 16602, ScriptedNode.Flow);
        UploadItem[] items = [.. Enumerable.Range(0, 60).Select(i => ItemOf(i))];

        List<BatchUploadResult>[] results = await Task.WhenAll(
            _bench.SendAsync(items, new UploadOptions { BatchSize = 7 }),
            _bench.SendAsync(items.Reverse(), new UploadOptions { BatchSize = 11 }, ofAnotherProcess));

        Assert.All(results.SelectMany(run => run), result => Assert.Null(result.Failure));
        Assert.Equal(60, _bench.Flow.Batches.SelectMany(batch => batch).Count());
    }

    [Fact]
    public async Task Send_BatchWasReplaced_PaysAnew()
    {
        _bench.Flow.Fate = pending => pending.Signed[0].Span[0] == 1 ? SubmissionFate.Replaced : null;

        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 12).Select(i => ItemOf(i)));

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
        Assert.Equal(2, _bench.Flow.Signatures);
        Assert.Equal(12, Assert.Single(_bench.Flow.Batches).Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_ReplacedByAVersionThatAnotherProcessSigned_WaitsForThatOne(bool otherHasStoredSome)
    {
        using SubmissionJournal ofAnotherProcess = new(_bench.Folder.Path, 16602, ScriptedNode.Flow);
        int looks = 0;
        _bench.Flow.Mining = pending =>
        {
            if (looks++ == 0)
            {
                ofAnotherProcess.Remember(pending.Raised(new byte[] { 77 }));
                if (otherHasStoredSome)
                {
                    ofAnotherProcess.Forget(pending, pending.Files[0], 0);
                }
            }

            return Task.CompletedTask;
        };
        _bench.Flow.Fate = pending => pending.Signed.Count == 1 && looks > 0 ? SubmissionFate.Replaced : null;

        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 3).Select(i => ItemOf(i)));

        Assert.All(results, result => Assert.Equal(UploadState.Finalized, result.Result!.State));
        Assert.Equal(1, _bench.Flow.Signatures);
        Assert.Equal(2, looks);
    }

    [Fact]
    public async Task Send_BatchReverts_SaysWhyAndForgetsIt()
    {
        _bench.Flow.Fate = _ => SubmissionFate.Reverted;

        List<BatchUploadResult> results = await _bench.SendAsync(Enumerable.Range(0, 5).Select(i => ItemOf(i)));

        Assert.All(results, result => Assert.Equal("ZgSubmissionReverted", result.Failure!.ErrorId));
        Assert.Null(_bench.Journal.Find(new SubmittedFile(await RootOfAsync(BytesOf(1)), 300)));
    }

    [Fact]
    public async Task Send_TagsAndSubmitter_GoWithEverySubmission()
    {
        Address submitter = Address.Parse("0x00A9E9604b0538e06b268Fb297Df333337f9593b");
        List<byte[]> tags = [];
        _bench.Flow.Refusing = batch =>
        {
            tags.AddRange(batch.Select(submission => submission.Tags.ToArray()));
            return null;
        };

        await _bench.SendAsync([ItemOf(1), ItemOf(2)], new UploadOptions { Tags = new byte[] { 1, 2 }, Submitter = submitter });

        Assert.Equal([submitter], _bench.Flow.Submitters);
        Assert.Equal([[1, 2], [1, 2]], tags);
    }
}
