using System.Net;
using Polly;
using Polly.Retry;
using ZeroG.Chain;
using ZeroG.Chain.Http;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Providers;

/// <summary>
/// Reads what providers show to everybody, within limits of size and time. A connection that breaks is tried again, redirections are not
/// followed.
/// </summary>
internal sealed class ProviderReader : IDisposable
{
    private readonly TimeSpan _timeout;
    private readonly int _maxSize;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _retry;

    /// <param name="timeout">Limit of one attempt, from connecting to the last byte.</param>
    /// <param name="attempts">How often to try at most.</param>
    /// <param name="maxSize">Largest answer that is read, in bytes, after decompression.</param>
    /// <param name="time">Clock for timeouts and waits.</param>
    /// <param name="handler">Sends the requests and stays the caller's; null for HTTP.</param>
    public ProviderReader(TimeSpan timeout, int attempts, int maxSize, TimeProvider time, HttpMessageHandler? handler)
    {
        (_timeout, _maxSize, _time) = (timeout, maxSize, time);
        _http = new HttpClient(handler ?? CreateHandler(), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        _retry = attempts == 1 ? ResiliencePipeline.Empty : CreateRetry(attempts, time);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Asks a provider.</summary>
    /// <param name="provider">Whom, for messages.</param>
    /// <param name="endpoint">Where it serves.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ZeroGException"><c>ZgProviderUnreachable</c>.</exception>
    public async Task<ProviderPage> GetAsync(
        Address provider, InferenceEndpoint endpoint, string path, CancellationToken cancellationToken) => await _retry.ExecuteAsync(
            async token => await SendAsync(provider, endpoint, endpoint.Below(path), token), cancellationToken);

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    private static ResiliencePipeline CreateRetry(int attempts, TimeProvider time) =>
        new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(300),
            UseJitter = true,
            // Whoever lets the whole time pass once will do so again.
            ShouldHandle = new PredicateBuilder().Handle<ZeroGException>(failure => failure.InnerException is not null),
        }).Build();

    private async Task<ProviderPage> SendAsync(
        Address provider, InferenceEndpoint endpoint, Uri uri, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(_timeout, _time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return new ProviderPage(response.StatusCode, await response.Content.ReadWholeAsync(_maxSize, either.Token), response.Headers);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(provider, endpoint, $"no answer within {_timeout.TotalSeconds:0.###} seconds", null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            throw Unreachable(provider, endpoint, ConnectionFault.Explain(failure), failure);
        }
    }

    private static ZeroGException Unreachable(Address provider, InferenceEndpoint endpoint, string reason, Exception? cause) => new(
        "ZgProviderUnreachable", ErrorKind.ConnectionError,
        $"Provider {endpoint} does not answer: {reason}. Try again later, or use another provider.", provider, cause);
}
