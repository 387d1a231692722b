namespace ZeroG.Storage.Transfer;

/// <summary>
/// Counts the bytes of one phase, from any number of threads and files, and passes the sum on in rising order. The total grows as files
/// come in.
/// </summary>
internal sealed class ByteProgress(IProgress<TransferProgress>? progress, TransferPhase phase, long total = 0) : IProgress<long>
{
    private readonly Lock _reporting = new();
    private long _total = total;
    private long _done;

    /// <summary>Adds bytes that were done.</summary>
    public void Add(long bytes)
    {
        lock (_reporting)
        {
            _done += bytes;
            progress?.Report(new TransferProgress(phase, _done, _total));
        }
    }

    /// <summary>Sets the bytes done so far.</summary>
    public void Report(long value)
    {
        lock (_reporting)
        {
            _done = Math.Max(_done, value);
            progress?.Report(new TransferProgress(phase, _done, _total));
        }
    }

    /// <summary>Adds bytes that are to be done.</summary>
    public void Expect(long bytes)
    {
        lock (_reporting)
        {
            _total += bytes;
        }
    }

    /// <summary>Counts one file among others.</summary>
    /// <returns>Receives the bytes of that file that are done so far.</returns>
    public IProgress<long> OfOneFile() => new Part(this);

    private sealed class Part(ByteProgress whole) : IProgress<long>
    {
        private long _done;

        public void Report(long value) => whole.Add(value - Interlocked.Exchange(ref _done, value));
    }
}
