using System.Diagnostics.CodeAnalysis;
using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain.Mining;

/// <summary>Places to go back to with <c>evm_revert</c>. Using one takes it and all later ones away.</summary>
internal sealed class SnapshotStore
{
    private readonly SortedDictionary<ulong, Snapshot> _snapshots = [];
    private ulong _last;

    /// <summary>The oldest position of the journal that a snapshot needs; null without snapshots.</summary>
    public long? OldestPosition => _snapshots.Count > 0 ? _snapshots.Values.First().StatePosition : null;

    public ulong Add(Snapshot snapshot)
    {
        _snapshots.Add(++_last, snapshot);
        return _last;
    }

    public bool TryTake(ulong id, [NotNullWhen(true)] out Snapshot? snapshot)
    {
        if (!_snapshots.TryGetValue(id, out snapshot))
        {
            return false;
        }

        foreach (ulong later in _snapshots.Keys.Where(other => other >= id).ToArray())
        {
            _snapshots.Remove(later);
        }

        return true;
    }

    /// <summary>What has to be put back beside the state.</summary>
    /// <param name="StatePosition">The journal's position.</param>
    /// <param name="Height">The latest block.</param>
    /// <param name="Waiting">The pool.</param>
    /// <param name="TimeOffset">Seconds that the chain ran ahead of the real clock.</param>
    internal sealed record Snapshot(long StatePosition, ulong Height, IReadOnlyList<ChainTransaction> Waiting, long TimeOffset);
}
