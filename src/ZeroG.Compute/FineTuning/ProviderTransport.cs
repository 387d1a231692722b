using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using ZeroG.Chain.Http;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// Requests to a provider over HTTP, within limits of size and time. What may be repeated is, after pauses that double; what makes
/// something new is sent once.
/// </summary>
internal sealed class ProviderTransport : IDisposable
{
    // Lists of tasks and logs of long trainings stay far below.
    private const int LargestAnswer = 32 << 20;

    private readonly HttpClient _http;
    private readonly FineTuningClientOptions _options;
    private readonly Func<CancellationToken, Task<string>>? _secret;

    /// <param name="uri">Where the provider is.</param>
    /// <param name="options">Limits.</param>
    /// <param name="handler">Transport for tests; null for HTTP.</param>
    /// <param name="secret">Gives the secret of a session token; null where signatures in the bodies are enough.</param>
    public ProviderTransport(
        Uri uri, FineTuningClientOptions options, HttpMessageHandler? handler, Func<CancellationToken, Task<string>>? secret = null)
    {
        _secret = secret;
        Uri = uri;
        _options = options;
        _http = new HttpClient(handler ?? CreateHandler(), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Where the provider is; set anew when it has moved.</summary>
    public Uri Uri { get; set; }

    public void Dispose() => _http.Dispose();

    /// <summary>Gets something, several times if need be.</summary>
    public Task<byte[]> GetAsync(string path, CancellationToken cancellationToken, Func<ProviderFault, bool>? isTransient = null) =>
        RepeatAsync(stopping => ExchangeAsync(HttpMethod.Get, path, null, _options.Timeout, stopping), isTransient, cancellationToken);

    /// <summary>Sends something once.</summary>
    public Task<byte[]> PostAsync(string path, byte[] json, CancellationToken cancellationToken) =>
        ExchangeAsync(HttpMethod.Post, path, JsonContent(json), _options.Timeout, cancellationToken);

    /// <summary>Sends something once.</summary>
    /// <param name="path">Begins with a slash.</param>
    /// <param name="content">The body; disposed.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<byte[]> PostAsync(string path, HttpContent content, TimeSpan timeout, CancellationToken cancellationToken) =>
        ExchangeAsync(HttpMethod.Post, path, content, timeout, cancellationToken);

    /// <summary>
    /// Sends something and gives the answer's body to a reader, without a limit of time: the token is the caller's watch.
    /// </summary>
    /// <exception cref="ProviderFault">The provider refused, or the connection broke before or while the body was read.</exception>
    public async Task ReadAsync(
        string path, byte[] json, long offset, Func<HttpResponseMessage, Task> read, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Address(path)) { Content = JsonContent(json) };
        request.Headers.Range = offset > 0 ? new RangeHeaderValue(offset, null) : null;
        try
        {
            using HttpResponseMessage response =
                await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await CheckAsync(response, cancellationToken);
            await read(response);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw ProviderFaults.Unreachable(Uri, e);
        }
    }

    /// <summary>Does something up to the number of attempts, as long as its faults may pass.</summary>
    public async Task<T> RepeatAsync<T>(
        Func<CancellationToken, Task<T>> attempt, Func<ProviderFault, bool>? isTransient, CancellationToken cancellationToken)
    {
        if (_options.Attempts < 2)
        {
            return await attempt(cancellationToken);
        }

        ResiliencePipelineBuilder builder = new() { TimeProvider = _options.TimeProvider };
        builder.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ProviderFault>(isTransient ?? (static fault => fault.IsTransient)),
            MaxRetryAttempts = _options.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = _options.FirstPause,
            DelayGenerator = static arguments =>
                ValueTask.FromResult(arguments.Outcome.Exception is ProviderFault { RetryAfter: { } asked } ? asked : (TimeSpan?)null),
        });
        return await builder.Build().ExecuteAsync(
            static async (Func<CancellationToken, Task<T>> body, CancellationToken stopping) => await body(stopping),
            attempt, cancellationToken);
    }

    private string Address(string path) => Uri.AbsoluteUri.TrimEnd('/') + path;

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Long enough to keep connections warm, short enough to notice that a name points elsewhere now.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private static ByteArrayContent JsonContent(byte[] json) => new(json)
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };

    private async Task<byte[]> ExchangeAsync(
        HttpMethod method, string path, HttpContent? content, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, Address(path)) { Content = content };
        using CancellationTokenSource limit = new(timeout, _options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            if (_secret is not null)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _secret(either.Token));
            }

            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await CheckAsync(response, either.Token);
            return await response.Content.ReadWholeAsync(LargestAnswer, either.Token)
                ?? throw ProviderFaults.Malformed(Uri, $"more than {LargestAnswer >> 20} MiB");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw ProviderFaults.TimedOut(Uri, timeout);
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw ProviderFaults.Unreachable(Uri, e);
        }
    }

    private async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            byte[] body = await response.Content.ReadRefusalAsync(cancellationToken);
            throw ProviderFaults.Refused(Uri, response, body, _options.TimeProvider.GetUtcNow());
        }
    }
}
