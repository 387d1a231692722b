using System.Net;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>
/// A provider's no, before it did any work: status, words, and the wait that it asked for. <see cref="RefusalReport"/> makes the user's
/// sentence of it.
/// </summary>
internal sealed class BrokerRefusal(HttpStatusCode status, string? words, TimeSpan? retryAfter) : Exception(words ?? $"HTTP {(int)status}")
{
    /// <summary>HTTP status.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>The provider's words, fit to be shown; null for none.</summary>
    public string? Words { get; } = words;

    /// <summary>The wait that it asked for; null for none.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>A limit of requests, which passes.</summary>
    public bool IsLimit => Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;

    /// <summary>The session token is no longer taken; a new one may be.</summary>
    public bool IsDeadToken => Says("session token") && (Says("expired") || Says("revoked") || Says("generation"));

    /// <summary>The sub-account has too little.</summary>
    public bool IsTooLow => Status == HttpStatusCode.PaymentRequired || Says("insufficient balance");

    /// <summary>Whether its words hold others; case does not count.</summary>
    public bool Says(string words) => Words?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}
