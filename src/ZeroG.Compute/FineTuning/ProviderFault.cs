using ZeroG.Chain;

namespace ZeroG.Compute.FineTuning;

/// <summary>A request that a provider did not answer as it should, with what decides on a further attempt.</summary>
internal sealed class ProviderFault(string errorId, ErrorKind kind, string message, object? target, Exception? cause = null)
    : ZeroGException(errorId, kind, message, target, cause)
{
    /// <summary>HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>The provider's own words, fit to be shown; null for none.</summary>
    public string? Words { get; init; }

    /// <summary>The wait that the provider asked for; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may well succeed a little later.</summary>
    public bool IsTransient { get; init; }

    /// <summary>Whether the provider may have done what was asked all the same.</summary>
    public bool MayHaveArrived { get; init; }
}
