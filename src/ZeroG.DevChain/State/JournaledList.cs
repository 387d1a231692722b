using System.Collections;

namespace ZeroG.DevChain.State;

/// <summary>A growing list on the chain whose changes a revert takes back. Items must be immutable.</summary>
public sealed class JournaledList<T> : IReadOnlyList<T>
{
    private readonly Journal _journal;
    private readonly List<T> _items = [];

    /// <summary>A list with its items at genesis.</summary>
    public JournaledList(Journal journal, params ReadOnlySpan<T> initial)
    {
        _journal = journal;
        _items.AddRange(initial);
    }

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>An item; setting it is journaled.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public T this[int index]
    {
        get => _items[index];
        set
        {
            _journal.Append(new Replaced(this, index, _items[index], value));
            _items[index] = value;
        }
    }

    /// <summary>Appends an item.</summary>
    public void Add(T item)
    {
        _journal.Append(new Added(this, item));
        _items.Add(item);
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private sealed class Added(JournaledList<T> owner, T item) : IJournalEntry
    {
        public void Undo() => owner._items.RemoveAt(owner._items.Count - 1);

        public void Redo() => owner._items.Add(item);
    }

    private sealed class Replaced(JournaledList<T> owner, int index, T before, T after) : IJournalEntry
    {
        public void Undo() => owner._items[index] = before;

        public void Redo() => owner._items[index] = after;
    }
}
