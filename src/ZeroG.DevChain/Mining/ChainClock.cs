namespace ZeroG.DevChain.Mining;

/// <summary>
/// The time that the next block gets: the real one and an offset, or one that was set by hand, but never before the parent. Blocks within
/// one second share its number, as on 0G.
/// </summary>
internal sealed class ChainClock(TimeProvider time)
{
    private ulong? _next;

    /// <summary>Seconds that the chain runs ahead of the real clock, or behind it.</summary>
    public long Offset { get; set; }

    /// <summary>The present second on the chain.</summary>
    public ulong Now => (ulong)Math.Max(0, time.GetUtcNow().ToUnixTimeSeconds() + Offset);

    /// <summary>Sets the time of the next block; later blocks go on from there.</summary>
    public void SetNext(ulong timestamp)
    {
        _next = timestamp;
        Offset = (long)timestamp - time.GetUtcNow().ToUnixTimeSeconds();
    }

    /// <summary>The time of a block on top of this parent.</summary>
    public ulong Next(ulong parent) => Math.Max(parent, _next ?? Now);

    /// <summary>Says that a block was sealed: a time that was set has been used.</summary>
    public void Advance() => _next = null;
}
