using Microsoft.Extensions.Time.Testing;

namespace ZeroG.Nodes.Tests;

public sealed class ExpiringCacheTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Full_ForgetsWhatWasUsedLongestAgo()
    {
        ExpiringCache<int, string> cache = new(2, TimeSpan.FromHours(1), _time);
        cache.Set(1, "one");
        cache.Set(2, "two");
        Assert.True(cache.TryGet(1, out _));

        cache.Set(3, "three");

        Assert.False(cache.TryGet(2, out _));
        Assert.True(cache.TryGet(1, out string? value));
        Assert.Equal(("one", 2), (value, cache.Count));
    }

    [Fact]
    public void Entry_IsForgottenAfterItsTime_AndLivesAnewWhenSet()
    {
        ExpiringCache<int, string> cache = new(2, TimeSpan.FromHours(1), _time);
        cache.Set(1, "one");
        cache.Set(2, "two");
        _time.Advance(TimeSpan.FromMinutes(40));
        cache.Set(2, "again");
        _time.Advance(TimeSpan.FromMinutes(20));

        Assert.False(cache.TryGet(1, out _));
        Assert.True(cache.TryGet(2, out string? value));
        Assert.Equal(("again", 1), (value, cache.Count));
        cache.Remove(2);
        Assert.False(cache.TryGet(2, out _));
    }
}
