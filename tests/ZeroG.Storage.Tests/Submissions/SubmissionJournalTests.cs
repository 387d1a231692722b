using ZeroG.Chain;
using ZeroG.Storage.Submissions;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Submissions;

public sealed class SubmissionJournalTests : IDisposable
{
    private static readonly Address Flow = Address.Parse("0x22E03a6A89B950F1c82ec5e74F8eCa321a105296");
    private static readonly Hash256 Root = Hash256.Keccak([1]);
    private static readonly PendingSubmission Pending = new(Root, Hash256.Keccak([2]), new byte[] { 2, 1, 0 }, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

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
        Assert.Equal(Pending with { Raw = default }, found! with { Raw = default });
        Assert.Equal(Pending.Raw.ToArray(), found.Raw.ToArray());
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
        PendingSubmission newer = Pending with { Transaction = Hash256.Keccak([3]) };
        journal.Remember(Pending);
        journal.Remember(newer);

        journal.Forget(Pending);
        Assert.Equal(newer.Transaction, journal.Find(Root)?.Transaction);

        journal.Forget(newer);
        Assert.Null(journal.Find(Root));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"root\":1,\"transaction\":2,\"raw\":3,\"createdAt\":4}")]
    public void Find_DamagedRecord_DoesNotPassForNone(string damaged)
    {
        using SubmissionJournal journal = new(_folder.Path, 16602, Flow);
        journal.Remember(Pending);
        File.WriteAllText(Directory.GetFiles(_folder.Path, "*.json", SearchOption.AllDirectories).Single(), damaged);

        ZeroGException failure = Assert.Throws<ZeroGException>(() => journal.Find(Root));

        Assert.Equal("ZgJournalDamaged", failure.ErrorId);
        Assert.Equal(Root, failure.Target);
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

    /// <summary>Six minutes pass between any two looks.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now += TimeSpan.FromMinutes(6).Ticks;
    }
}
