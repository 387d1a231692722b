namespace ZeroG.DevChain.State;

/// <summary>
/// The undo log of everything that lives on the chain: accounts and the state of every system contract write through one journal, so a
/// revert is whole. Positions are also how snapshots, speculative execution and reads of past blocks work. Not thread safe: the chain's
/// lock guards it.
/// </summary>
public sealed class Journal
{
    private readonly List<IJournalEntry> _entries = [];
    private long _forgotten;

    /// <summary>The number of changes made so far; a place to return to with <see cref="RevertTo"/>.</summary>
    public long Position => _forgotten + _entries.Count;

    /// <summary>The oldest position that can still be returned to.</summary>
    public long Oldest => _forgotten;

    /// <summary>Takes back every change made after the position, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position lies in the future or was forgotten.</exception>
    public void RevertTo(long position)
    {
        int keep = IndexOf(position);
        for (int i = _entries.Count - 1; i >= keep; i--)
        {
            _entries[i].Undo();
        }

        _entries.RemoveRange(keep, _entries.Count - keep);
    }

    /// <summary>Gives up the way back to anything before the position, to free its memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The position lies in the future or was forgotten.</exception>
    public void Forget(long position)
    {
        _entries.RemoveRange(0, IndexOf(position));
        _forgotten = position;
    }

    /// <summary>
    /// Shows the state as it was at a position until the answer is disposed; changes made meanwhile are dropped then and the present
    /// returns.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The position lies in the future or was forgotten.</exception>
    public IDisposable ViewAt(long position)
    {
        int keep = IndexOf(position);
        IJournalEntry[] later = [.. _entries.Skip(keep)];
        RevertTo(position);
        return new PastView(this, position, later);
    }

    internal void Append(IJournalEntry entry) => _entries.Add(entry);

    private int IndexOf(long position)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(position, _forgotten);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position);
        return (int)(position - _forgotten);
    }

    private sealed class PastView(Journal journal, long position, IJournalEntry[] later) : IDisposable
    {
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            journal.RevertTo(position);
            foreach (IJournalEntry entry in later)
            {
                entry.Redo();
                journal._entries.Add(entry);
            }
        }
    }
}
