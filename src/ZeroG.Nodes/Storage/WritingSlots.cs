using ZeroG.Chain;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// Bounds the calls that write at the same time, of one file and of all. A call that waits for its file holds up no other file.
/// </summary>
internal sealed class WritingSlots(UploadLimits limits) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Hash256, Window> _windows = [];
    private readonly SemaphoreSlim _all = new(limits.Writings);

    /// <summary>Runs work when it is its turn.</summary>
    /// <exception cref="ZeroG.Chain.JsonRpc.JsonRpcException"><c>too many data writing</c>: the turn did not come in time.</exception>
    public async Task RunAsync(Hash256 root, Action work, CancellationToken cancellationToken)
    {
        Window window = Enter(root);
        try
        {
            await TakeAsync(window.Slots, limits.FileWritings, cancellationToken).ConfigureAwait(false);
            try
            {
                await TakeAsync(_all, limits.Writings, cancellationToken).ConfigureAwait(false);
                try
                {
                    work();
                }
                finally
                {
                    _all.Release();
                }
            }
            finally
            {
                window.Slots.Release();
            }
        }
        finally
        {
            Leave(root, window);
        }
    }

    public void Dispose() => _all.Dispose();

    private async Task TakeAsync(SemaphoreSlim slots, int count, CancellationToken cancellationToken)
    {
        if (!await slots.WaitAsync(limits.WritingPatience, cancellationToken).ConfigureAwait(false))
        {
            throw StorageRefusal.Other($"{StorageRefusal.TooManyWriting}: {count}");
        }
    }

    private Window Enter(Hash256 root)
    {
        lock (_gate)
        {
            if (!_windows.TryGetValue(root, out Window? window))
            {
                _windows.Add(root, window = new Window(limits.FileWritings));
            }

            window.Users++;
            return window;
        }
    }

    private void Leave(Hash256 root, Window window)
    {
        lock (_gate)
        {
            if (--window.Users == 0)
            {
                _windows.Remove(root);
                window.Slots.Dispose();
            }
        }
    }

    private sealed class Window(int size)
    {
        public SemaphoreSlim Slots { get; } = new(size);

        public int Users { get; set; }
    }
}
