using ZeroG.Nodes.DaEncoder;

namespace ZeroG.Nodes.Tests.DaEncoder;

public sealed class EncoderQueueTests
{
    [Fact]
    public void TryEnter_AllPlacesTaken_TurnsAwayUntilOneIsGivenBack()
    {
        using EncoderQueue queue = new(concurrency: 1, waiting: 2);

        Assert.True(queue.TryEnter());
        Assert.True(queue.TryEnter());
        Assert.True(queue.TryEnter());
        Assert.False(queue.TryEnter());
        Assert.Equal(3, queue.Waiting);

        queue.Leave();
        Assert.True(queue.TryEnter());
    }

    [Fact]
    public async Task Run_MoreThanMayAtOnce_WorksOnThatManyOnly()
    {
        using EncoderQueue queue = new(concurrency: 2, waiting: 10);
        using SemaphoreSlim release = new(0);
        int most = 0;
        int now = 0;

        Task<int>[] runs = [.. Enumerable.Range(0, 8).Select(number => queue.RunAsync(
            () =>
            {
                int inside = Interlocked.Increment(ref now);
                InterlockedMax(ref most, inside);
                release.Wait();
                Interlocked.Decrement(ref now);
                return number;
            },
            default))];
        release.Release(runs.Length);

        Assert.Equal(Enumerable.Range(0, 8), await Task.WhenAll(runs));
        Assert.InRange(most, 1, 2);
        Assert.Equal(0, queue.Encoding);
    }

    [Fact]
    public async Task Run_CancelledWhileItWaits_NeverWorksAndHoldsNobodyUp()
    {
        using EncoderQueue queue = new(concurrency: 1, waiting: 10);
        using CancellationTokenSource gone = new();
        using ManualResetEventSlim release = new();
        bool worked = false;
        Task<int> first = queue.RunAsync(
            () =>
            {
                release.Wait();
                return 1;
            },
            default);
        Task<int> second = queue.RunAsync(
            () =>
            {
                worked = true;
                return 2;
            },
            gone.Token);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        release.Set();

        Assert.Equal(1, await first);
        Assert.Equal(3, await queue.RunAsync(() => 3, default));
        Assert.False(worked);
    }

    [Fact]
    public async Task Run_WorkFails_GivesItsTurnBack()
    {
        using EncoderQueue queue = new(concurrency: 1, waiting: 0);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => queue.RunAsync<int>(() => throw new InvalidOperationException(), default));

        Assert.Equal((0, 5), (queue.Encoding, await queue.RunAsync(() => 5, default)));
    }

    private static void InterlockedMax(ref int place, int value)
    {
        for (int seen = Volatile.Read(ref place); value > seen; seen = Volatile.Read(ref place))
        {
            if (Interlocked.CompareExchange(ref place, value, seen) == seen)
            {
                return;
            }
        }
    }
}
