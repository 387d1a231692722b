using ZeroG.Storage.Indexers;

namespace ZeroG.Nodes.Indexer;

/// <summary>The nodes that have a file, each with the time when it said so, in the order in which they were found.</summary>
internal sealed class HolderList(TimeProvider time, TimeSpan lifetime)
{
    private readonly Lock _gate = new();
    private readonly List<Holder> _holders = [];

    /// <summary>Number of nodes.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _holders.Count;
            }
        }
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<IndexedNode> Nodes
    {
        get
        {
            lock (_gate)
            {
                return [.. _holders.Select(holder => holder.Node)];
            }
        }
    }

    /// <summary>Those whose word is too old to count.</summary>
    public IReadOnlyList<Uri> Outdated
    {
        get
        {
            lock (_gate)
            {
                return [.. _holders.Where(holder => time.GetElapsedTime(holder.Since) >= lifetime).Select(holder => holder.Uri)];
            }
        }
    }

    /// <summary>Whether a node is in it.</summary>
    public bool Has(Uri uri)
    {
        lock (_gate)
        {
            return _holders.Exists(holder => holder.Uri == uri);
        }
    }

    /// <summary>Adds a node that was not in it; null adds nothing.</summary>
    public void Note(Uri uri, IndexedNode? node)
    {
        lock (_gate)
        {
            if (node is not null && !_holders.Exists(holder => holder.Uri == uri))
            {
                _holders.Add(new Holder(uri, node, time.GetTimestamp()));
            }
        }
    }

    /// <summary>Puts a new word in the place of an old one; null takes the node out.</summary>
    public void Replace(Uri uri, IndexedNode? node)
    {
        lock (_gate)
        {
            int place = _holders.FindIndex(holder => holder.Uri == uri);
            if (place >= 0 && node is not null)
            {
                _holders[place] = new Holder(uri, node, time.GetTimestamp());
            }
            else if (place >= 0)
            {
                _holders.RemoveAt(place);
            }
        }
    }

    private sealed record Holder(Uri Uri, IndexedNode Node, long Since);
}
