using ZeroG.Chain.Transactions;

namespace ZeroG.DevChain.Filters;

/// <summary>A filter of <c>eth_newFilter</c> and its siblings: what has gathered since it was last asked.</summary>
/// <param name="logs">The logs it wants; null for a filter of hashes.</param>
internal sealed class PolledFilter(LogQuery? logs)
{
    /// <summary>Most hashes or logs that gather; a filter that nobody asks loses the oldest.</summary>
    public const int Capacity = 10_000;

    private Queue<object> _gathered = new();

    /// <summary>The logs it wants; null for a filter of hashes.</summary>
    public LogQuery? Logs { get; } = logs;

    /// <summary>When it was last asked, for forgetting filters that nobody asks.</summary>
    public DateTimeOffset LastAsked { get; set; }

    /// <summary>Adds a hash (<see cref="ZeroG.Chain.Hash256"/>) or a <see cref="LogEntry"/>.</summary>
    public void Add(object item)
    {
        if (_gathered.Count == Capacity)
        {
            _gathered.Dequeue();
        }

        _gathered.Enqueue(item);
    }

    /// <summary>Hands over what has gathered and begins anew.</summary>
    public IReadOnlyCollection<object> Take()
    {
        Queue<object> taken = _gathered;
        _gathered = new Queue<object>();
        return taken;
    }
}
