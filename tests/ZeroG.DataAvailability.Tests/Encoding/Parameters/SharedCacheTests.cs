using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

public sealed class SharedCacheTests
{
    private readonly SharedCache<Thing> _cache = new();
    private int _made;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AcquireAsync_ManyOfOneName_MakesOneThatGoesWithTheLast()
    {
        SharedCache<Thing>.Lease[] leases = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => _cache.AcquireAsync("a", MakeAsync, Cancel)));
        Thing thing = leases[0].Value;
        Assert.All(leases, lease => Assert.Same(thing, lease.Value));
        foreach (SharedCache<Thing>.Lease lease in leases.Skip(1))
        {
            lease.Dispose();
            lease.Dispose();
        }

        Assert.False(thing.IsDisposed);
        leases[0].Dispose();
        Assert.True(thing.IsDisposed);
        using SharedCache<Thing>.Lease anew = await _cache.AcquireAsync("a", MakeAsync, Cancel);
        Assert.NotSame(thing, anew.Value);
        Assert.Equal(2, _made);
    }

    [Fact]
    public async Task AcquireAsync_FirstGivesUp_TheOthersStillGetIt()
    {
        TaskCompletionSource<Thing> making = new();
        using CancellationTokenSource impatience = new();
        Task<SharedCache<Thing>.Lease> first = _cache.AcquireAsync("a", _ => making.Task, impatience.Token);
        Task<SharedCache<Thing>.Lease> second = _cache.AcquireAsync("a", MakeAsync, Cancel);
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Thing thing = new();
        making.SetResult(thing);

        using SharedCache<Thing>.Lease lease = await second;
        Assert.Same(thing, lease.Value);
        Assert.False(thing.IsDisposed);
        Assert.Equal(0, _made);
    }

    [Fact]
    public async Task AcquireAsync_AllGiveUp_StopsTheWorkAndDisposesWhatStillComesOfIt()
    {
        TaskCompletionSource<CancellationToken> started = new();
        TaskCompletionSource<Thing> making = new();
        using CancellationTokenSource impatience = new();
        Task<SharedCache<Thing>.Lease> only = _cache.AcquireAsync(
            "a",
            stop =>
            {
                started.SetResult(stop);
                return making.Task;
            },
            impatience.Token);
        CancellationToken stop = await started.Task;
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => only);

        Assert.True(stop.IsCancellationRequested);
        Thing late = new();
        making.SetResult(late);
        await late.Disposal;
        using SharedCache<Thing>.Lease anew = await _cache.AcquireAsync("a", MakeAsync, Cancel);
        Assert.NotSame(late, anew.Value);
    }

    [Fact]
    public async Task AcquireAsync_MakingFails_FailsForAllWhoWaitAndIsTriedAnew()
    {
        TaskCompletionSource<Thing> making = new();
        Task<SharedCache<Thing>.Lease>[] waiting =
            [.. Enumerable.Range(0, 3).Select(_ => _cache.AcquireAsync("a", _ => making.Task, Cancel))];
        making.SetException(new InvalidOperationException("no"));
        foreach (Task<SharedCache<Thing>.Lease> each in waiting)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => each);
        }

        using SharedCache<Thing>.Lease anew = await _cache.AcquireAsync("a", MakeAsync, Cancel);
        Assert.False(anew.Value.IsDisposed);
    }

    [Fact]
    public async Task AcquireAsync_OtherNames_AreOtherThings()
    {
        using SharedCache<Thing>.Lease a = await _cache.AcquireAsync("a", MakeAsync, Cancel);
        using SharedCache<Thing>.Lease b = await _cache.AcquireAsync("b", MakeAsync, Cancel);
        Assert.NotSame(a.Value, b.Value);
    }

    private Task<Thing> MakeAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _made);
        return Task.FromResult(new Thing());
    }

    private sealed class Thing : IDisposable
    {
        private readonly TaskCompletionSource _disposal = new();

        public Task Disposal => _disposal.Task;

        public bool IsDisposed => _disposal.Task.IsCompleted;

        public void Dispose() => _disposal.SetResult();
    }
}
