namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>
/// Things that a process has once, however many use them at the same time: the first who asks makes it, the others wait for the same, and
/// when the last lets go it is disposed. Making it stops when nobody waits any more; if it fails, it fails for all who wait, and the next
/// one tries anew.
/// </summary>
internal sealed class SharedCache<T>
    where T : class, IDisposable
{
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>Gets the thing of a name.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="make">Makes it on another thread, if there is none.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<Lease> AcquireAsync(string key, Func<CancellationToken, Task<T>> make, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out entry))
            {
                CancellationTokenSource stop = new();
                entry = new(key, stop, Task.Run(() => make(stop.Token), CancellationToken.None));
                _entries.Add(key, entry);
            }

            entry.Holders++;
        }

        try
        {
            return new(this, entry, await entry.Value.WaitAsync(cancellationToken));
        }
        catch
        {
            Release(entry);
            throw;
        }
    }

    private void Release(Entry entry)
    {
        lock (_entries)
        {
            entry.Holders--;
            if (entry.Holders > 0 && !entry.Value.IsFaulted && !entry.Value.IsCanceled)
            {
                return;
            }

            if (_entries.TryGetValue(entry.Key, out Entry? current) && current == entry)
            {
                _entries.Remove(entry.Key);
            }

            if (entry.Holders > 0)
            {
                return;
            }
        }

        entry.Stop.Cancel();
        entry.Value.ContinueWith(
            made =>
            {
                entry.Stop.Dispose();
                if (made.IsCompletedSuccessfully)
                {
                    made.Result.Dispose();
                }

                // A failure after which nobody waits any more is nobody's.
                _ = made.Exception;
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>A hold on a thing, until it is disposed.</summary>
    public sealed class Lease : IDisposable
    {
        private readonly SharedCache<T> _cache;
        private Entry? _entry;

        internal Lease(SharedCache<T> cache, Entry entry, T value)
        {
            _cache = cache;
            _entry = entry;
            Value = value;
        }

        public T Value { get; }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _entry, null) is Entry entry)
            {
                _cache.Release(entry);
            }
        }
    }

    internal sealed class Entry(string key, CancellationTokenSource stop, Task<T> value)
    {
        public string Key => key;

        public CancellationTokenSource Stop => stop;

        public Task<T> Value => value;

        public int Holders { get; set; }
    }
}
