using System.Collections;

namespace ZeroG.DevChain.State;

/// <summary>
/// A set on the chain whose changes a revert takes back. Its order shows in results, so it is that of OpenZeppelin's EnumerableSet: items
/// stand as they came, and the last one takes the place of one that goes. Items must be immutable.
/// </summary>
public sealed class JournaledSet<T> : IReadOnlyList<T>
    where T : notnull
{
    private readonly JournaledMap<T, int> _places;
    private readonly JournaledMap<int, T> _items;

    /// <summary>An empty set.</summary>
    public JournaledSet(Journal journal)
    {
        _places = new JournaledMap<T, int>(journal);
        _items = new JournaledMap<int, T>(journal);
    }

    /// <inheritdoc/>
    public int Count => _places.Count;

    /// <summary>The item at a place.</summary>
    /// <exception cref="KeyNotFoundException">There are not so many.</exception>
    public T this[int index] => _items[index];

    /// <summary>Whether the item is in the set.</summary>
    public bool Contains(T item) => _places.TryGetValue(item, out _);

    /// <summary>Adds an item; nothing happens when it is there.</summary>
    public void Add(T item)
    {
        if (!Contains(item))
        {
            _items[Count] = item;
            _places[item] = Count;
        }
    }

    /// <summary>Takes an item out; nothing happens when it is not there.</summary>
    public void Remove(T item)
    {
        if (!_places.TryGetValue(item, out int place))
        {
            return;
        }

        int last = Count - 1;
        if (place != last)
        {
            T moved = _items[last];
            _items[place] = moved;
            _places[moved] = place;
        }

        _items.Remove(last);
        _places.Remove(item);
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
