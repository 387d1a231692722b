using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace ZeroG.Nodes.Compute.Backends;

/// <summary>
/// Asks the backend. It hears only what a backend needs of the user's headers: nothing of session, address or payment goes past the
/// provider.
/// </summary>
internal sealed class BackendClient : IDisposable
{
    private const string Step = "call the backend";

    private static readonly string[] Forwarded = ["Accept", "anthropic-version", "anthropic-beta"];

    private readonly HttpClient _http;
    private readonly string? _root;
    private readonly BackendKey? _key;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <param name="options">Where the backend is; the built-in echo when it says nothing.</param>
    public BackendClient(ComputeProviderOptions options)
    {
        _root = options.BackendUri?.AbsoluteUri.TrimEnd('/') ?? "http://echo.invalid";
        _key = options.BackendKey;
        _timeout = options.BackendTimeout;
        _time = options.TimeProvider;

        // A redirect would take the key and the user's words to a place that nobody chose.
        HttpMessageHandler handler = options.BackendUri is null
            ? new EchoBackend(options.Model, options.TimeProvider)
            : new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a request and returns when the head of the reply is there.</summary>
    /// <exception cref="ProviderRefusal">502: the backend cannot be reached. 504: it does not answer in time.</exception>
    public async Task<HttpResponseMessage> SendAsync(BackendRequest request, IHeaderDictionary headers, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, $"{_root}/{request.Path}");
        message.Content = new ByteArrayContent(request.Body);
        if (request.ContentType is not null)
        {
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        foreach (string name in Forwarded)
        {
            if (headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values))
            {
                message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        if (_key is not null)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key.Reveal());
            if (request.Path == ProxyPath.Messages)
            {
                message.Headers.TryAddWithoutValidation("x-api-key", _key.Reveal());
            }
        }

        return await WithinAsync(
            token => _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the next bytes of a reply; 0 at its end.</summary>
    /// <exception cref="ProviderRefusal">502: the connection broke. 504: nothing came in time.</exception>
    public Task<int> ReadAsync(Stream reply, Memory<byte> buffer, CancellationToken cancellationToken) =>
        WithinAsync(token => reply.ReadAsync(buffer, token).AsTask(), cancellationToken);

    /// <summary>Reads a whole reply.</summary>
    /// <exception cref="ProviderRefusal">502: the connection broke, or the reply is too long. 504: nothing came in time.</exception>
    public async Task<byte[]> ReadAllAsync(HttpResponseMessage reply, int limit, CancellationToken cancellationToken)
    {
        Stream stream = await reply.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream body = new();
            byte[] buffer = new byte[64 << 10];
            int read;
            while ((read = await ReadAsync(stream, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > limit)
                {
                    throw Failed(HttpStatusCode.BadGateway, $"the backend's reply is longer than {limit} bytes");
                }

                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>A failure that is the backend's.</summary>
    public static ProviderRefusal Failed(HttpStatusCode status, string message) =>
        new((int)status, $"{ProviderRefusal.ProxyContext}, {Step}", message) { FailureSource = "upstream" };

    private async Task<T> WithinAsync<T>(Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await action(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failed(HttpStatusCode.GatewayTimeout, $"the backend was silent for {_timeout.TotalSeconds:0.###} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            // Its address is the provider's business, so only what kind of failure it was.
            throw Failed(
                HttpStatusCode.BadGateway,
                failure is HttpRequestException { HttpRequestError: var error and not HttpRequestError.Unknown }
                    ? $"the backend cannot be reached ({error})"
                    : "the connection to the backend broke");
        }
    }
}
