namespace ZeroG.Compute.Attestation;

/// <summary>Limits and seams of an <see cref="AttestationClient"/>.</summary>
public sealed record AttestationClientOptions
{
    /// <summary>The defaults.</summary>
    public static AttestationClientOptions Default { get; } = new();

    /// <summary>Limit of one attempt, from connecting to the last byte; 30 seconds by default.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a report is asked for at most; 3 by default.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// Largest report that is read, in bytes, after decompression; 8,388,608 (8 MiB) by default. Reports have some hundred kilobytes, and
    /// evidence of eight GPUs about one more mebibyte.
    /// </summary>
    public int MaxReportSize { get; init; } = 8 << 20;

    /// <summary>Clock for timeouts and waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
