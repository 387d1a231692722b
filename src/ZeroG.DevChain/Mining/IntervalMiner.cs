namespace ZeroG.DevChain.Mining;

/// <summary>Mines on a timer. A tick that comes while the last block is still being made is left out.</summary>
internal sealed class IntervalMiner(TimeProvider time, Func<Task> mine) : IAsyncDisposable
{
    private ITimer? _timer;
    private Task _mining = Task.CompletedTask;

    /// <summary>Why mining ended by itself; null while all is well.</summary>
    public Exception? Failure => _mining.Exception?.InnerException;

    /// <summary>Sets the interval; null turns the timer off.</summary>
    public void Set(TimeSpan? interval)
    {
        _timer?.Dispose();
        _timer = interval is { } period ? time.CreateTimer(_ => Tick(), null, period, period) : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }

        await Task.WhenAny(_mining).ConfigureAwait(false);
    }

    private void Tick()
    {
        if (_mining.IsCompletedSuccessfully)
        {
            _mining = mine();
        }
    }
}
