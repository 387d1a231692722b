namespace ZeroG.Nodes.DaEncoder;

/// <summary>
/// Bounds what an encoder has in hand: so many blobs are encoded at once, so many wait, and the next is turned away before its data is
/// read. Encoding takes all cores and half a gigabyte, so more at once would only make all of them late.
/// </summary>
/// <param name="concurrency">Blobs encoded at once, at least one.</param>
/// <param name="waiting">Blobs that may wait for their turn.</param>
internal sealed class EncoderQueue(int concurrency, int waiting) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(concurrency, concurrency);
    private int _inside;
    private int _encoding;

    /// <summary>Blobs that are being encoded.</summary>
    public int Encoding => Volatile.Read(ref _encoding);

    /// <summary>Blobs that wait, those whose data is still on its way among them.</summary>
    public int Waiting => Math.Max(0, Volatile.Read(ref _inside) - Encoding);

    /// <summary>Takes a place; false when all are taken. Whoever got one gives it back with <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= concurrency + waiting)
        {
            return true;
        }

        Interlocked.Decrement(ref _inside);
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Leave() => Interlocked.Decrement(ref _inside);

    /// <summary>Waits for a turn and works on the pool.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _encoding);
        try
        {
            return await Task.Run(work, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _encoding);
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
