namespace ZeroG.Compute.Inference;

/// <summary>How an <see cref="InferenceClient"/> waits and tries again.</summary>
public sealed record InferenceClientOptions
{
    /// <summary>The usual ones.</summary>
    public static InferenceClientOptions Default { get; } = new();

    /// <summary>How long an answer may take to begin, and each part of it after that.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a request is made that the provider refused before it worked on it, or that costs nothing.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause before the second attempt where the provider names none; it doubles.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that a provider may ask for; when it asks for more, its refusal is reported at once.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Transport for tests; null for HTTP.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Hears of each request: method, address without keys, and outcome. Never a header or a body.</summary>
    public Action<string>? Trace { get; init; }
}
