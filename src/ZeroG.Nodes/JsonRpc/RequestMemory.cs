using ZeroG.Nodes.Hosting;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>
/// What one request, its body and its answer, takes of the memory that all requests share. Without a bound, some dozen clients that send a
/// large body slowly, or read a large answer slowly, would end the process.
/// </summary>
internal sealed class RequestMemory(FairShare share, ClientNetwork client) : IDisposable
{
    private const long LeastForAll = 512L << 20;

    private long _held;

    /// <summary>A quarter of the memory that this process may use, for all hosts of it.</summary>
    public static FairShare OfProcess { get; } =
        new(Math.Max(LeastForAll, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4));

    /// <summary>Takes so many more bytes, until it is disposed.</summary>
    /// <exception cref="RequestMemoryException">There are not enough just now.</exception>
    public void Take(long bytes)
    {
        if (!share.TryTake(client, bytes))
        {
            throw new RequestMemoryException();
        }

        _held += bytes;
    }

    public void Dispose()
    {
        share.Return(client, _held);
        _held = 0;
    }
}
