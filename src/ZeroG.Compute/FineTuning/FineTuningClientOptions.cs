namespace ZeroG.Compute.FineTuning;

/// <summary>Limits of a <see cref="FineTuningClient"/>; the defaults are those of the official client.</summary>
public sealed record FineTuningClientOptions
{
    /// <summary>The most bytes of a dataset that a provider takes: 100 MiB.</summary>
    public const long LargestDataset = 100L << 20;

    /// <summary>How long an answer may take; 30 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the download of a model may stand still; 60 seconds by default. There is no limit for the whole.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Attempts of what may be repeated; 3 by default.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>The pause after the first attempt, which doubles with each further one; 2 seconds by default.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Clock for signed times, pauses and limits; the system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long a dataset of a size may be on its way: 60 seconds, and 30 more for each 10 MiB begun.</summary>
    public static TimeSpan UploadTimeout(long size)
    {
        const long step = 10L << 20;
        return TimeSpan.FromSeconds(60 + (30 * ((size + step - 1) / step)));
    }
}
