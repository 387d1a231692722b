using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// Why a provider does not serve a request: a status and the body <c>{"error":"context: message"}</c> that clients of brokers read.
/// </summary>
/// <param name="status">The HTTP status.</param>
/// <param name="context">What was being done, in the words of brokers.</param>
/// <param name="message">What is wrong; never a secret.</param>
internal sealed class ProviderRefusal(int status, string context, string message) : Exception($"{context}: {message}")
{
    /// <summary>What all routes under <c>/v1/proxy</c> begin their errors with.</summary>
    public const string ProxyContext = "Provider proxy: handle proxied service";

    /// <summary>Who is to blame (0g-serving-broker, docs/design/failure-attribution-contract.md): client, broker or upstream.</summary>
    public const string SourceHeader = "ZG-Failure-Source";

    /// <summary>The HTTP status.</summary>
    public int Status => status;

    /// <summary>client, broker or upstream; by the status when nothing else is said.</summary>
    public string FailureSource { get; init; } = status < StatusCodes.Status500InternalServerError ? "client" : "broker";

    /// <summary>When to try again; null when that would not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A refusal of a proxied request, with a word about the step at which it failed.</summary>
    public static ProviderRefusal OfProxy(int status, string step, string message) => new(status, $"{ProxyContext}, {step}", message);

    /// <summary>Writes it as the answer.</summary>
    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers[SourceHeader] = FailureSource;
        if (RetryAfter is { } pause)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString("D", null);
        }

        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(new { error = Message })).ConfigureAwait(false);
    }
}
