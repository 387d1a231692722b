using System.Diagnostics.CodeAnalysis;

namespace ZeroG.DevChain.State;

/// <summary>A mapping on the chain whose changes a revert takes back. Keys and values must be immutable.</summary>
public sealed class JournaledMap<TKey, TValue>
    where TKey : notnull
{
    private readonly Journal _journal;
    private readonly Dictionary<TKey, TValue> _items = [];

    /// <summary>An empty mapping.</summary>
    public JournaledMap(Journal journal) => _journal = journal;

    /// <summary>The number of keys present.</summary>
    public int Count => _items.Count;

    /// <summary>The keys present, in no order.</summary>
    public IReadOnlyCollection<TKey> Keys => _items.Keys;

    /// <summary>Hears of every key whose value changes, is taken back or is put back.</summary>
    internal Action<TKey>? Changed { get; init; }

    /// <summary>The value of a key; setting it is journaled.</summary>
    /// <exception cref="KeyNotFoundException">Reading a key that is not present.</exception>
    public TValue this[TKey key]
    {
        get => _items[key];
        set => Put(key, value, present: true);
    }

    /// <summary>The value of a key, or what the caller gives for a key that is not present, as Solidity's mappings give zero.</summary>
    public TValue GetValueOrDefault(TKey key, TValue absent) => _items.TryGetValue(key, out TValue? value) ? value : absent;

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _items.TryGetValue(key, out value);

    /// <summary>Removes a key; nothing happens when it is not present.</summary>
    public void Remove(TKey key)
    {
        if (_items.ContainsKey(key))
        {
            Put(key, default, present: false);
        }
    }

    private void Put(TKey key, TValue? value, bool present)
    {
        bool existed = _items.TryGetValue(key, out TValue? before);
        _journal.Append(new Change(this, key, existed, before, present, value));
        Restore(key, present, value);
    }

    private void Restore(TKey key, bool present, TValue? value)
    {
        if (present)
        {
            _items[key] = value!;
        }
        else
        {
            _items.Remove(key);
        }

        Changed?.Invoke(key);
    }

    private sealed class Change(
        JournaledMap<TKey, TValue> owner, TKey key, bool existed, TValue? before, bool exists, TValue? after) : IJournalEntry
    {
        public void Undo() => owner.Restore(key, existed, before);

        public void Redo() => owner.Restore(key, exists, after);
    }
}
