namespace ZeroG.Storage.Transfer;

/// <summary>What may be in flight at once, shared by all files of an upload.</summary>
/// <param name="requests">Requests with segments.</param>
internal sealed class TransferLanes(int requests) : IDisposable
{
    // Questions are small; this many keep a node busy over a distance and bother nobody.
    private const int Questions = 16;

    private readonly SemaphoreSlim _requests = new(requests);
    private readonly SemaphoreSlim _questions = new(Math.Max(Questions, requests));
    private readonly SemaphoreSlim _hashing = new(Environment.ProcessorCount);

    /// <summary>Runs one request that carries segments.</summary>
    public Task<T> SendAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken) => InAsync(_requests, send, cancellationToken);

    /// <summary>Runs a question to all nodes.</summary>
    public Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken) => InAsync(_questions, ask, cancellationToken);

    /// <summary>Runs the hashing of one file.</summary>
    public Task<T> HashAsync<T>(Func<Task<T>> hash, CancellationToken cancellationToken) => InAsync(_hashing, hash, cancellationToken);

    public void Dispose()
    {
        _requests.Dispose();
        _questions.Dispose();
        _hashing.Dispose();
    }

    private static async Task<T> InAsync<T>(SemaphoreSlim lane, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        await lane.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            lane.Release();
        }
    }
}
