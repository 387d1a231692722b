namespace ZeroG.Storage.Transfer;

/// <summary>Counts the bytes of one phase, from any number of threads, and passes the sum on in rising order.</summary>
internal sealed class ByteProgress(IProgress<TransferProgress>? progress, TransferPhase phase, long total) : IProgress<long>
{
    private readonly Lock _reporting = new();
    private long _done;

    /// <summary>Adds bytes that were done.</summary>
    public void Add(long bytes)
    {
        lock (_reporting)
        {
            _done += bytes;
            progress?.Report(new TransferProgress(phase, _done, total));
        }
    }

    /// <summary>Sets the bytes done so far.</summary>
    public void Report(long value)
    {
        lock (_reporting)
        {
            _done = Math.Max(_done, value);
            progress?.Report(new TransferProgress(phase, _done, total));
        }
    }
}
