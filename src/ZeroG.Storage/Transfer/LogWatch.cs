using ZeroG.Chain;
using ZeroG.Storage.Nodes;

namespace ZeroG.Storage.Transfer;

/// <summary>
/// Follows how far all nodes have read the log, once for all units that wait for it: a transaction of a hundred files would otherwise have
/// the nodes asked for each of them again and again. It only saves questions; whoever has waited here still asks for the entry itself.
/// </summary>
/// <param name="nodes">The nodes.</param>
/// <param name="lanes">Requests in flight.</param>
/// <param name="time">Clock for waits.</param>
internal sealed class LogWatch(UploadNodes nodes, TransferLanes lanes, TimeProvider time) : IDisposable
{
    // Longer than nodes take to read a block with its confirmations. One that has not got so far by then is the unit's own business.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly Patience _patience = new(time, LongestWait);
    private readonly SemaphoreSlim _turn = new(1);
    private long _next;
    private volatile bool _isOver;

    /// <summary>Waits until all nodes have read an entry, or until there is no use in waiting here.</summary>
    public async Task WaitAsync(long sequence, CancellationToken cancellationToken)
    {
        if (_isOver || Volatile.Read(ref _next) > sequence)
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (!_isOver && Volatile.Read(ref _next) <= sequence)
            {
                await _patience.UntilAsync(
                    async _ => await LookAsync(cancellationToken) > sequence, "the log", sequence, cancellationToken);
            }
        }
        catch (ZeroGException)
        {
            // A node that does not answer or does not read on: each unit meets that for itself and has it replaced.
            _isOver = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>The entry that the slowest node will read next.</summary>
    private async Task<long> LookAsync(CancellationToken cancellationToken)
    {
        NodeStatus[] all = await lanes.AskAsync(
            () => Task.WhenAll(nodes.Current.Select(node => node.Client.GetStatusAsync(cancellationToken))), cancellationToken);
        long next = all.Min(status => status.NextSequence);
        Volatile.Write(ref _next, next);
        return next;
    }
}
