using System.Diagnostics.CodeAnalysis;

namespace ZeroG.Nodes;

/// <summary>
/// A map that forgets: each entry after a time, and the one that was used longest ago when it is full. Safe for any number of threads.
/// </summary>
internal sealed class ExpiringCache<TKey, TValue>(int capacity, TimeSpan lifetime, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];

    // The one used last comes first.
    private readonly LinkedList<Entry> _order = new();

    /// <summary>Entries, those that have expired unnoticed included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Finds a value that has not expired.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out LinkedListNode<Entry>? node) && time.GetElapsedTime(node.Value.Since) < lifetime)
            {
                _order.Remove(node);
                _order.AddFirst(node);
                value = node.Value.Value;
                return true;
            }

            Forget(node);
            value = default;
            return false;
        }
    }

    /// <summary>Keeps a value, which begins a new life.</summary>
    public void Set(TKey key, TValue value)
    {
        lock (_gate)
        {
            Forget(_entries.GetValueOrDefault(key));
            if (_entries.Count >= capacity)
            {
                Forget(_order.Last);
            }

            _entries[key] = _order.AddFirst(new Entry(key, value, time.GetTimestamp()));
        }
    }

    /// <summary>Forgets a value.</summary>
    public void Remove(TKey key)
    {
        lock (_gate)
        {
            Forget(_entries.GetValueOrDefault(key));
        }
    }

    private void Forget(LinkedListNode<Entry>? node)
    {
        if (node is not null)
        {
            _order.Remove(node);
            _entries.Remove(node.Value.Key);
        }
    }

    private readonly record struct Entry(TKey Key, TValue Value, long Since);
}
