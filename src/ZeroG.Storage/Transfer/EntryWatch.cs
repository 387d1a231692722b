namespace ZeroG.Storage.Transfer;

/// <summary>
/// Where in the log a unit is. A reorganisation may renumber its entry after the receipt was seen, or take it out of the chain; nodes then
/// know another file under its number, or none. Used by one task at a time.
/// </summary>
/// <param name="place">Where it was when this began.</param>
/// <param name="locate">Finds where it is now; null when nobody can tell.</param>
/// <param name="time">Clock.</param>
internal sealed class EntryWatch(LogPlace place, Func<LogPlace, Task<LogPlace?>> locate, TimeProvider time)
{
    // Nodes read a block with its confirmations sooner than that.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(15);

    private long _lookedAt = time.GetTimestamp();
    private long? _contradictedAt;

    /// <summary>Where it is, as far as is known.</summary>
    public LogPlace Place { get; private set; } = place;

    /// <summary>Looks where it is; true when that is elsewhere than before.</summary>
    public async Task<bool> HasMovedAsync()
    {
        LogPlace? now = await locate(Place);
        _lookedAt = time.GetTimestamp();
        if (now is null || now.Sequence == Place.Sequence)
        {
            return false;
        }

        Place = now;
        _contradictedAt = null;
        return true;
    }

    /// <summary>The same, where nothing speaks for it but the time that passes.</summary>
    public async Task<bool> HasMovedMeanwhileAsync() => time.GetElapsedTime(_lookedAt) >= Look && await HasMovedAsync();

    /// <summary>
    /// Nodes know another file under its number, and the chain does not: true while they may only have yet to leave a block that the chain
    /// has left.
    /// </summary>
    public bool MayBeContradictedByOldBlocks()
    {
        _contradictedAt ??= time.GetTimestamp();
        return time.GetElapsedTime(_contradictedAt.Value) < Look;
    }

    /// <summary>No node knows another file there.</summary>
    public void NoteAgreement() => _contradictedAt = null;
}
