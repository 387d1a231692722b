using System.Collections.Concurrent;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>The last answers by their ids, for as long as providers keep signatures; the oldest go when there are too many.</summary>
internal sealed class ServedReplies(TimeSpan life, TimeProvider time)
{
    // A reply takes about 500 bytes.
    private const int Limit = 20_000;

    private readonly ConcurrentDictionary<string, (ServedReply Reply, DateTimeOffset Until)> _replies = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Id, DateTimeOffset Until)> _order = new();

    /// <summary>Keeps an answer under an id.</summary>
    public void Keep(string id, ServedReply reply)
    {
        DateTimeOffset until = time.GetUtcNow() + life;
        _replies[id] = (reply, until);
        _order.Enqueue((id, until));
        while (_order.TryPeek(out (string Id, DateTimeOffset Until) oldest)
            && (oldest.Until <= time.GetUtcNow() || _order.Count > Limit)
            && _order.TryDequeue(out oldest))
        {
            if (_replies.TryGetValue(oldest.Id, out (ServedReply Reply, DateTimeOffset Until) kept) && kept.Until == oldest.Until)
            {
                _replies.TryRemove(oldest.Id, out _);
            }
        }
    }

    /// <summary>The answer of that id; null when it is too old or there was none.</summary>
    public ServedReply? Find(string id) =>
        _replies.TryGetValue(id, out (ServedReply Reply, DateTimeOffset Until) kept) && kept.Until > time.GetUtcNow() ? kept.Reply : null;
}
