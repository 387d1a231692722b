namespace ZeroG.Nodes.Storage;

/// <summary>Which segments of an unfinished file are stored, and which are being written just now.</summary>
internal sealed class FileProgress(IEnumerable<long> stored, long needed)
{
    private readonly Lock _gate = new();
    private readonly HashSet<long> _stored = [.. stored];
    private readonly HashSet<long> _writing = [];

    /// <summary>Segments that are stored.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
            {
                return _stored.Count;
            }
        }
    }

    /// <summary>Claims a segment for one writer; false when it is stored or another writer has it.</summary>
    public bool TryBegin(long index)
    {
        lock (_gate)
        {
            return !_stored.Contains(index) && _writing.Add(index);
        }
    }

    /// <summary>Gives a claim back without a stored segment.</summary>
    public void Abandon(long index)
    {
        lock (_gate)
        {
            _writing.Remove(index);
        }
    }

    /// <summary>
    /// Runs the commit of claimed segments, one at a time for each file, and counts them as stored when it returns. The commit hears
    /// whether the file is then complete.
    /// </summary>
    public void Complete(IReadOnlyList<long> indices, Action<bool> commit)
    {
        lock (_gate)
        {
            int added = 0;
            foreach (long index in indices)
            {
                added += _stored.Contains(index) ? 0 : 1;
            }

            commit(_stored.Count + added == needed);
            foreach (long index in indices)
            {
                _stored.Add(index);
                _writing.Remove(index);
            }
        }
    }

    /// <summary>Runs the commit that removes a segment, and counts it as missing when it returns.</summary>
    public void Forget(long index, Action commit)
    {
        lock (_gate)
        {
            commit();
            _stored.Remove(index);
        }
    }
}
