using ZeroG.Chain;
using ZeroG.Storage.Submissions;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Submissions;

public sealed class SubmissionJournalTests : IDisposable
{
    private static readonly Address Flow = Address.Parse("0x22E03a6A89B950F1c82ec5e74F8eCa321a105296");
    private static readonly SubmittedFile Root = FileOf(1);
    private static readonly SubmittedFile Second = FileOf(2);
    private static readonly PendingSubmission Pending = Signed(0, Root);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_AfterANewStart_GivesWhatWasRemembered()
    {
        using (SubmissionJournal journal = new(_folder.Path, 16602, Flow))
        {
            Assert.Null(journal.Find(Root));
            journal.Remember(Pending);
        }

        using SubmissionJournal again = new(_folder.Path, 16602, Flow);
        PendingSubmission? found = again.Find(Root);
        Assert.Equal(Pending.Id, found!.Id);
        Assert.Equal(Pending.Files, found.Files);
        Assert.Equal(Pending.CreatedAt, found.CreatedAt);
        Assert.Equal(Pending.Signed[0].ToArray(), Assert.Single(found.Signed).ToArray());
    }

    [Fact]
    public async Task Remember_IsReadableByItsOwnerAlone()
    {
        using SubmissionJournal journal = new(Path.Combine(_folder.Path, "state"), 16602, Flow);
        using (await journal.EnterAsync(CancellationToken.None))
        {
            journal.Remember(Pending);
        }

        string[] files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories);
        Assert.Equal(3, files.Length);
        Assert.All(files, file => Assert.True(OwnerOnly.Is(file), file));
    }

    [Fact]
    public void Find_AnotherChainOrContract_KnowsNothing()
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        journal.Remember(Pending);

        using SubmissionJournal otherChain = new(_folder.Path, 16661, Flow);
        using SubmissionJournal otherContract = new(_folder.Path, 16602, Address.Zero);
        Assert.Null(otherChain.Find(Root));
        Assert.Null(otherContract.Find(Root));
    }

    [Fact]
    public void Find_ChainThatBeganAnewUnderTheSameId_KnowsNothing()
    {
        using SubmissionJournal yesterday = new(_folder.Path, 31337, Flow, Hash256.Keccak([8]));
        yesterday.Remember(Pending);

        using SubmissionJournal today = new(_folder.Path, 31337, Flow, Hash256.Keccak([9]));
        Assert.Null(today.Find(Root));
        using SubmissionJournal restarted = new(_folder.Path, 31337, Flow, Hash256.Keccak([8]));
        Assert.Equal(Pending.Transaction, restarted.Find(Root)?.Transaction);
    }

    [Fact]
    public void Forget_ANewerSubmissionStandsThere_IsKept()
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        PendingSubmission newer = Signed(3, Root);
        journal.Remember(Pending);
        journal.Remember(newer);

        journal.Forget(Pending);
        Assert.Equal(newer.Transaction, journal.Find(Root)?.Transaction);

        journal.Forget(newer);
        Assert.Null(journal.Find(Root));
    }

    [Fact]
    public void Remember_SeveralFiles_AreFoundAndForgottenOneByOne()
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        PendingSubmission batch = Signed(1, Root, Second, FileOf(3));
        journal.Remember(batch);

        journal.Forget(batch, Second, 7);

        using SubmissionJournal again = new(_folder.Path, 16602, Flow);
        Assert.All<SubmissionJournal>([journal, again], one =>
        {
            Assert.Equal(batch.Files, one.Find(Root)?.Files);
            Assert.Equal(batch.Id, one.Find(FileOf(3))?.Id);
            Assert.Null(one.Find(Second));
        });
    }

    [Fact]
    public void Forget_StoredFiles_KeepsTheNewestEntryForLaterRuns()
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        Assert.Equal(-1, journal.LastEntry);
        PendingSubmission batch = Signed(1, Root, Second);
        journal.Remember(batch);
        journal.Forget(batch, Second, 1_000_000_007);
        journal.Forget(batch, Root, 12);

        using SubmissionJournal again = new(_folder.Path, 16602, Flow);
        using SubmissionJournal elsewhere = new(_folder.Path, 16601, Flow);

        Assert.Equal((1_000_000_007, 1_000_000_007, -1), (journal.LastEntry, again.LastEntry, elsewhere.LastEntry));
    }

    [Fact]
    public void LastEntry_FileIsGarbage_CountsAsNone()
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        journal.Remember(Pending);
        File.WriteAllText(Directory.GetFiles(_folder.Path, "journal.jsonl", SearchOption.AllDirectories).Single() + ".last", "twelve");

        Assert.Equal(-1, journal.LastEntry);
    }

    [Fact]
    public void Remember_RaisedFee_KeepsAllVersionsUnderOneId()
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        PendingSubmission batch = Signed(1, Root, Second);
        journal.Remember(batch);
        journal.Forget(batch, Second, 7);

        journal.Remember(batch.Raised(new byte[] { 9 }));

        PendingSubmission found = journal.Find(Root)!;
        Assert.Equal(batch.Id, found.Id);
        Assert.Equal(Hash256.Keccak([9]), found.Transaction);
        Assert.Equal(2, found.Signed.Count);
        journal.Forget(batch);
        Assert.Null(journal.Find(Root));
    }

    [Fact]
    public void Find_FilesOfOneRootAndOtherSizes_AreDifferentFiles()
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        journal.Remember(Signed(1, Root with { Size = 1 }));

        Assert.Null(journal.Find(Root with { Size = 256 }));
        Assert.NotNull(journal.Find(Root with { Size = 1 }));
    }

    [Fact]
    public void Find_OtherProcessWroteMeanwhile_SeesIt()
    {
        using SubmissionJournal here = new(_folder.Path, 16602, Flow);
        using SubmissionJournal there = new(_folder.Path, 16602, Flow);
        Assert.Null(here.Find(Root));

        there.Remember(Pending);
        Assert.NotNull(here.Find(Root));
        there.Forget(Pending);
        Assert.Null(here.Find(Root));
        there.Remember(Signed(5, Second));

        Assert.NotNull(here.Find(Second));
    }

    [Fact]
    public void HasSettledSince_FileEndedInAnotherProcess_IsTrueAndForOthersFalse()
    {
        using SubmissionJournal here = new(_folder.Path, 16602, Flow);
        using SubmissionJournal there = new(_folder.Path, 16602, Flow);
        PendingSubmission batch = Signed(1, Root, Second);
        there.Remember(batch);
        long mark = here.Mark;

        there.Forget(batch, Root, 0);

        Assert.True(here.HasSettledSince(Root, mark));
        Assert.False(here.HasSettledSince(Second, mark));
        there.Forget(batch);
        Assert.True(here.HasSettledSince(Second, mark));
        Assert.False(here.HasSettledSince(Second, here.Mark));
    }

    [Fact]
    public void Find_KilledAtAnyByteOfARecord_KeepsWhatStoodBefore()
    {
        using (SubmissionJournal journal = new(_folder.Path, 16602, Flow))
        {
            journal.Remember(Pending);
            journal.Remember(Signed(1, Second));
        }

        string path = FileOnDisk();
        byte[] whole = File.ReadAllBytes(path);
        int first = Array.IndexOf(whole, (byte)'\n', 33) + 1;
        for (int length = first; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            using SubmissionJournal next = new(_folder.Path, 16602, Flow);
            Assert.NotNull(next.Find(Root));
            Assert.Null(next.Find(Second));

            next.Remember(Signed(2, FileOf(3)));
            using SubmissionJournal third = new(_folder.Path, 16602, Flow);
            Assert.NotNull(third.Find(Root));
            Assert.NotNull(third.Find(FileOf(3)));
        }
    }

    [Fact]
    public void Find_KilledWhileTheFileWasBegun_BeginsAnew()
    {
        foreach (int length in new[] { 0, 1, 32 })
        {
            using (SubmissionJournal journal = new(_folder.Path, 16602, Flow))
            {
                Assert.Null(journal.Find(Root));
            }

            File.WriteAllBytes(FileOnDisk(), File.ReadAllBytes(FileOnDisk())[..length]);
            using SubmissionJournal next = new(_folder.Path, 16602, Flow);
            next.Remember(Pending);
            Assert.NotNull(next.Find(Root));
            next.Forget(Pending);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public void Find_DamagedBeginning_LosesNoRecord(int position)
    {
        using (SubmissionJournal journal = new(_folder.Path, 16602, Flow))
        {
            journal.Remember(Pending);
        }

        byte[] whole = File.ReadAllBytes(FileOnDisk());
        whole[position] ^= 0x40;
        File.WriteAllBytes(FileOnDisk(), whole);

        using SubmissionJournal next = new(_folder.Path, 16602, Flow);
        Assert.Equal("ZgJournalDamaged", Assert.Throws<ZeroGException>(() => next.Find(Root)).ErrorId);
        Assert.Equal("ZgJournalDamaged", Assert.Throws<ZeroGException>(() => next.Remember(Signed(2, Second))).ErrorId);
        Assert.Equal(whole, File.ReadAllBytes(FileOnDisk()));
        File.WriteAllBytes(FileOnDisk(), new byte[40]);
        Assert.Null(next.Find(Root));
    }

    [Fact]
    public void Find_PowerLossLeftZerosInTheLastRecord_PassesOverIt()
    {
        using (SubmissionJournal journal = new(_folder.Path, 16602, Flow))
        {
            journal.Remember(Pending);
            journal.Remember(Signed(1, Second));
        }

        byte[] whole = File.ReadAllBytes(FileOnDisk());
        whole.AsSpan(whole.Length - 60, 40).Clear();
        File.WriteAllBytes(FileOnDisk(), whole);

        using SubmissionJournal next = new(_folder.Path, 16602, Flow);
        Assert.NotNull(next.Find(Root));
        Assert.Null(next.Find(Second));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"files\":[[1,2]],\"signed\":[\"0x01\"],\"createdAt\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{\"files\":[],\"signed\":[],\"createdAt\":\"2026-01-01T00:00:00Z\"}")]
    [InlineData("{\"ended\":[],\"of\":4}")]
    public void Find_DamagedRecord_DoesNotPassForNone(string damaged)
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        journal.Remember(Pending);
        string[] lines = File.ReadAllLines(FileOnDisk());
        File.WriteAllText(FileOnDisk(), $"{lines[0]}\n{damaged}\n{lines[1]}\n");
        using SubmissionJournal next = new(_folder.Path, 16602, Flow);

        for (int i = 0; i < 2; i++)
        {
            ZeroGException failure = Assert.Throws<ZeroGException>(() => next.Find(Second));
            Assert.Equal("ZgJournalDamaged", failure.ErrorId);
            Assert.Equal(FileOnDisk(), failure.Target);
        }

        File.Delete(FileOnDisk());
        Assert.Null(next.Find(Second));
    }

    [Fact]
    public void Forget_MostOfALargeFile_MakesItSmallAndKeepsTheRest()
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        using SubmissionJournal other = new(_folder.Path, 16602, Flow);
        byte[] large = new byte[3 << 20];
        PendingSubmission kept = Signed(7, Root, Second);
        journal.Remember(kept);
        journal.Forget(kept, Second, 0);
        Assert.NotNull(other.Find(Root));
        for (byte i = 10; i < 13; i++)
        {
            PendingSubmission passing = new([FileOf(i)], [large.AsMemory(i)], DateTimeOffset.UnixEpoch);
            journal.Remember(passing);
            journal.Forget(passing);
        }

        Assert.InRange(new FileInfo(FileOnDisk()).Length, 1, 4096);
        Assert.All<SubmissionJournal>([journal, other], one =>
        {
            Assert.Equal(kept.Id, one.Find(Root)?.Id);
            Assert.Null(one.Find(Second));
            Assert.Null(one.Find(FileOf(11)));
        });
        journal.Forget(kept, Root, 0);
        Assert.Null(other.Find(Root));
        Assert.Equal(33, new FileInfo(FileOnDisk()).Length);
    }

    [Fact]
    public async Task Remember_ManyAtOnceFromTwoJournals_AreAllThere()
    {
        using SubmissionJournal first = new(_folder.Path, 16602, Flow);
        using SubmissionJournal second = new(_folder.Path, 16602, Flow);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() =>
        {
            SubmissionJournal mine = i % 2 == 0 ? first : second;
            PendingSubmission pending = Signed((byte)i, FileOf((byte)(100 + i)), FileOf((byte)(200 + i)));
            mine.Remember(pending);
            mine.Forget(pending, pending.Files[1], 0);
        })));

        using SubmissionJournal third = new(_folder.Path, 16602, Flow);
        Assert.All(Enumerable.Range(0, 40), i =>
        {
            Assert.NotNull(third.Find(FileOf((byte)(100 + i))));
            Assert.Null(third.Find(FileOf((byte)(200 + i))));
        });
    }

    [Fact]
    public async Task Enter_TwoJournalsOfOneFolder_TakeTurns()
    {
        using SubmissionJournal first = new(_folder.Path, 16602, Flow);
        using SubmissionJournal second = new(_folder.Path, 16602, Flow);
        int inside = 0;

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            using (await (i % 2 == 0 ? first : second).EnterAsync(default))
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        })));
    }

    [Fact]
    public async Task Enter_CancelledWhileWaiting_LeavesTheTurnToOthers()
    {
        using SubmissionJournal first = new(_folder.Path, 16602, Flow);
        using SubmissionJournal second = new(_folder.Path, 16602, Flow);
        using CancellationTokenSource cancel = new();
        Task<IDisposable> waiting;
        using (await first.EnterAsync(default))
        {
            waiting = second.EnterAsync(cancel.Token);
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        using (await second.EnterAsync(default))
        {
            Assert.Null(second.Find(Root));
        }
    }

    [Fact]
    public async Task Enter_OtherProcessKeepsItsTurnForMinutes_SaysSo()
    {
        using SubmissionJournal first = new(_folder.Path, 16602, Flow);
        using SubmissionJournal second = new(_folder.Path, 16602, Flow, timeProvider: new HurriedClock());
        using (await first.EnterAsync(default))
        {
            Assert.Equal("ZgJournalBusy", (await Assert.ThrowsAsync<ZeroGException>(() => second.EnterAsync(default))).ErrorId);
        }

        (await second.EnterAsync(default)).Dispose();
    }

    [Fact]
    public async Task Enter_LockCannotBeMade_SaysSoInsteadOfWaitingForEver()
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        Directory.CreateDirectory(Path.Combine(Directory.GetDirectories(_folder.Path).Single(), "journal.lock"));

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => journal.EnterAsync(default));

        Assert.Equal(("ZgJournalUnwritable", ErrorKind.WriteError), (failure.ErrorId, failure.Kind));
    }

    [Fact]
    public void Open_FolderCannotBeMade_SaysWhichVariableMovesIt()
    {
        File.WriteAllText(_folder["taken"], "");

        ZeroGException failure = Assert.Throws<ZeroGException>(() => new SubmissionJournal(_folder["taken"], 16602, Flow));

        Assert.Equal("ZgJournalUnwritable", failure.ErrorId);
        Assert.Contains("ZEROG_HOME", failure.Message, StringComparison.Ordinal);
    }

    private static SubmittedFile FileOf(byte number) => new(Hash256.Keccak([number]), 1000 + number);

    private static PendingSubmission Signed(byte number, params SubmittedFile[] files) =>
        new(files, [new byte[] { 2, 1, number }], new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private string FileOnDisk() => Directory.GetFiles(_folder.Path, "journal*.jsonl", SearchOption.AllDirectories).Single();

    /// <summary>Six minutes pass between any two looks.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now += TimeSpan.FromMinutes(6).Ticks;
    }
}
