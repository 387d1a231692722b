using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Http;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Compute.FineTuning;

/// <summary>Turns what can go wrong between a user and a provider into sentences.</summary>
internal static class ProviderFaults
{
    private const string Advice = "Try again later, or choose another provider.";

    /// <summary>No answer within the time given.</summary>
    public static ProviderFault TimedOut(Uri uri, TimeSpan limit) => new(
        "ZgProviderUnreachable", ErrorKind.OperationTimeout,
        $"Provider {MaskedUri.Of(uri)} does not answer: nothing came within {limit.TotalSeconds:0.###} s. Health: unknown. {Advice}",
        MaskedUri.Of(uri))
    {
        IsTransient = true,
        MayHaveArrived = true,
    };

    /// <summary>No connection, or one that broke.</summary>
    public static ProviderFault Unreachable(Uri uri, Exception cause) => new(
        "ZgProviderUnreachable", ErrorKind.ConnectionError,
        $"Provider {MaskedUri.Of(uri)} does not answer: {ConnectionFault.Explain(cause)}. Health: unknown. {Advice}",
        MaskedUri.Of(uri), cause)
    {
        // A certificate that does not fit today will not fit in a second.
        IsTransient = cause is not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError },
        MayHaveArrived = !ConnectionFault.IsBeforeSending(cause),
    };

    /// <summary>An answer that is a refusal.</summary>
    /// <param name="uri">The provider.</param>
    /// <param name="response">The answer.</param>
    /// <param name="body">What was read of its body.</param>
    /// <param name="now">The time, by which a Retry-After is read.</param>
    public static ProviderFault Refused(Uri uri, HttpResponseMessage response, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        string? words = ProviderErrorRecord.Find(body) is { Length: > 0 } text ? ForeignText.Clean(text) : null;
        TimeSpan? retryAfter = response.FindRetryAfter(now);
        bool isLimit = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        string said = words is null ? $"HTTP {status}" : $"{words} (HTTP {status})";
        string wait = retryAfter is { } asked ? $"retry after {asked.TotalSeconds:0} s" : "retry in a minute";
        return new ProviderFault(
            isLimit ? "ZgProviderBusy" : "ZgProviderRefused",
            isLimit ? ErrorKind.LimitsExceeded : KindOf(status),
            isLimit
                ? $"Provider {MaskedUri.Of(uri)} is limiting requests; {wait}."
                : $"Provider {MaskedUri.Of(uri)} refused: {said}. {(status >= 500 ? Advice : "Change what it names, then try again.")}",
            MaskedUri.Of(uri))
        {
            Status = status,
            Words = words,
            RetryAfter = retryAfter,
            IsTransient = isLimit || status is 408 or 500 or 502 or 504,
            MayHaveArrived = status is 408 or 500 or 502 or 504,
        };
    }

    /// <summary>An answer that breaks the protocol.</summary>
    public static ProviderFault Malformed(Uri uri, string what, Exception? cause = null) => new(
        "ZgProviderAnswerInvalid", ErrorKind.ProtocolError,
        $"Provider {MaskedUri.Of(uri)} answers with {what}. Check that its address is that of a fine-tuning provider, "
        + "or choose another one.", MaskedUri.Of(uri), cause)
    {
        MayHaveArrived = true,
    };

    private static ErrorKind KindOf(int status) => status switch
    {
        401 or 403 => ErrorKind.PermissionDenied,
        404 => ErrorKind.ObjectNotFound,
        >= 500 => ErrorKind.ResourceUnavailable,
        _ => ErrorKind.InvalidArgument,
    };
}
