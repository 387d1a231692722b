namespace ZeroG.Storage.Transfer;

/// <summary>How a file is received.</summary>
public sealed record DownloadOptions
{
    /// <summary>
    /// True (the default) to check each segment with its proof as it comes, so that a node that lies is noticed at once and another one
    /// asked. Either way the root of the whole file is checked at the end.
    /// </summary>
    public bool WithProof { get; init; } = true;

    /// <summary>
    /// True to replace a file that has the target's name, or an unfinished download of another file under it; false by default.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>Segments in flight, 8 by default: 2 MiB of file, and as much again as text.</summary>
    public int ThrottleLimit { get; init; } = 8;

    /// <summary>These options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    internal DownloadOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ThrottleLimit, 1);
        return this;
    }
}
