namespace ZeroG.Testing;

/// <summary>
/// A clock that never makes a test wait: a timer that is due within <paramref name="patience"/> moves the clock there and fires at once, a
/// later one (a limit of time that should not be reached) never fires.
/// </summary>
public sealed class SkippingTimeProvider(TimeSpan patience) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _waits = [];
    private TimeSpan _now;

    /// <summary>The waits that were skipped, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
            {
                return [.. _waits];
            }
        }
    }

    /// <summary>How far somebody has set the time of day ahead.</summary>
    public TimeSpan SetAhead { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + _now + SetAhead;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        SkippedTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private bool Skip(TimeSpan wait)
    {
        lock (_lock)
        {
            if (wait < TimeSpan.Zero || wait > patience)
            {
                return false;
            }

            _waits.Add(wait);
            _now += wait;
            return true;
        }
    }

    private sealed class SkippedTimer(SkippingTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private volatile bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (clock.Skip(dueTime))
            {
                // Elsewhere, because whoever makes a timer has not stored it yet.
                ThreadPool.QueueUserWorkItem(_ => Fire());
            }

            return true;
        }

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Fire()
        {
            if (!_disposed)
            {
                callback(state);
            }
        }
    }
}
