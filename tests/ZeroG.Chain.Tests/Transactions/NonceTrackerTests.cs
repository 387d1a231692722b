using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

public sealed class NonceTrackerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SkippingTimeProvider _clock = new(TimeSpan.FromMinutes(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Lease_NodeLags_GoesOnFromWhatWasUsed()
    {
        NonceTracker tracker = new(null, _clock);
        Assert.Equal(7UL, await Use(tracker, counted: 7));
        Assert.Equal(8UL, await Use(tracker, counted: 7));
        Assert.Equal(20UL, await Use(tracker, counted: 20));
    }

    [Fact]
    public async Task Lease_NotCommitted_GivesTheSameNonceAgain()
    {
        NonceTracker tracker = new(null, _clock);
        Assert.Equal(7UL, await Use(tracker, counted: 7, commit: false));
        Assert.Equal(7UL, await Use(tracker, counted: 7));
    }

    [Fact]
    public async Task Lease_AnotherTrackerOnTheSameFolder_Remembers()
    {
        await Use(new NonceTracker(_folder.Path, _clock), counted: 7);
        Assert.Equal(8UL, await Use(new NonceTracker(_folder.Path, _clock), counted: 7));
    }

    [Fact]
    public async Task Lease_AnotherChainOrAccount_IsSeparate()
    {
        NonceTracker tracker = new(_folder.Path, _clock);
        await Use(tracker, counted: 7);
        Assert.Equal(0UL, await Use(tracker, counted: 0, chainId: 2));
        Assert.Equal(0UL, await Use(tracker, counted: 0, account: new Address([.. Enumerable.Repeat((byte)1, 20)])));
    }

    [Fact]
    public async Task Lease_TwoMinutesLater_BelievesTheNode()
    {
        NonceTracker tracker = new(_folder.Path, _clock);
        await Use(tracker, counted: 7);
        for (int i = 0; i < 3; i++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), _clock);
        }

        Assert.Equal(5UL, await Use(tracker, counted: 5));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task Lease_TimeOfDayJumpsByAnHour_StillKnowsWhatThisProcessUsed(int hours)
    {
        JumpingClock clock = new();
        NonceTracker tracker = new(_folder.Path, clock);
        await Use(tracker, counted: 7);
        clock.Jump = TimeSpan.FromHours(hours);
        Assert.Equal(8UL, await Use(tracker, counted: 7));
    }

    [Fact]
    public async Task Lease_NodeOfThisMachineStartedAnew_BelievesTheNode()
    {
        NonceTracker tracker = new(_folder.Path, _clock);
        await Use(tracker, counted: 7);
        Assert.Equal(0UL, await Use(tracker, counted: 0, trustNode: true));
    }

    [Fact]
    public async Task Lease_HeldByAnotherProcess_WaitsForItsEnd()
    {
        FileStream held = OpenAsAnotherProcess();
        Task<ulong> waiting = Use(new NonceTracker(_folder.Path), counted: 7);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();
        Assert.Equal(7UL, await waiting);
    }

    [Fact]
    public async Task Lease_HeldByAnotherProcessForMinutes_GivesUp()
    {
        using FileStream held = OpenAsAnotherProcess();
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => Use(new NonceTracker(_folder.Path, _clock), counted: 7));
        Assert.Equal(("ZgNonceBusy", Address.Zero), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task Lease_FolderCannotBeMade_NamesTheFile()
    {
        File.WriteAllText(_folder["file"], "");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(
            () => Use(new NonceTracker(Path.Combine(_folder["file"], "nonces"), _clock), counted: 0));
        Assert.Equal("ZgNonceFileFailed", error.ErrorId);
    }

    [Fact]
    public async Task Lease_NodeDoesNotAnswer_LetsTheNextOneIn()
    {
        NonceTracker tracker = new(_folder.Path, _clock);
        await Assert.ThrowsAsync<TimeoutException>(() => tracker.LeaseAsync(1, Address.Zero, _ => throw new TimeoutException()));
        Assert.Equal(7UL, await Use(tracker, counted: 7));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("ffffffffffffffffffffffffffffffff")]
    public async Task Lease_DamagedFile_BelievesTheNode(string content)
    {
        File.WriteAllText(_folder[$"1-{Address.Zero.ToLowerString()}"], content);
        Assert.Equal(7UL, await Use(new NonceTracker(_folder.Path, _clock), counted: 7));
    }

    private static async Task<ulong> Use(
        NonceTracker tracker, ulong counted, bool commit = true, ulong chainId = 1, Address account = default, bool trustNode = false)
    {
        using NonceLease lease = await tracker.LeaseAsync(chainId, account, _ => Task.FromResult(counted), trustNode);
        if (commit)
        {
            lease.Commit();
        }

        return lease.Nonce;
    }

    /// <summary>A time of day that is set while the machine runs; what measures durations goes on.</summary>
    private sealed class JumpingClock : TimeProvider
    {
        public TimeSpan Jump { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;
    }

    private FileStream OpenAsAnotherProcess() =>
        new(_folder[$"1-{Address.Zero.ToLowerString()}"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
