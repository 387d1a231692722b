namespace ZeroG.DevChain.State;

/// <summary>One value on the chain whose changes a revert takes back. The value itself must be immutable.</summary>
public sealed class JournaledValue<T>
{
    private readonly Journal _journal;
    private T _value;

    /// <summary>A value with its content at genesis.</summary>
    public JournaledValue(Journal journal, T initial)
    {
        _journal = journal;
        _value = initial;
    }

    /// <summary>The present content; setting it is journaled.</summary>
    public T Value
    {
        get => _value;
        set
        {
            _journal.Append(new Change(this, _value, value));
            _value = value;
        }
    }

    public override string? ToString() => _value?.ToString();

    private sealed class Change(JournaledValue<T> owner, T before, T after) : IJournalEntry
    {
        public void Undo() => owner._value = before;

        public void Redo() => owner._value = after;
    }
}
