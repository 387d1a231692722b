using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Retry;
using ZeroG.Chain.Http;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>
/// Stands between the client library and HTTP for every paid request: records what goes over the wire, refuses bodies that are too large,
/// and tries again what a provider refused before it worked on it. A request that may have been worked on is never sent twice.
/// </summary>
internal sealed class ProviderHandler : DelegatingHandler
{
    /// <summary>What brokers take as a body.</summary>
    public const int LargestRequest = 32 << 20;

    private static readonly ResiliencePropertyKey<long> Began = new("began");

    private static readonly ResiliencePropertyKey<TimeSpan> Pause = new("pause");

    private readonly InferenceClientOptions _options;
    private readonly ResiliencePipeline<HttpResponseMessage> _retry;

    public ProviderHandler(InferenceClientOptions options, HttpMessageHandler inner)
        : base(inner)
    {
        _options = options;
        _retry = Retry(options);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Exchange.Key, out Exchange? exchange))
        {
            return await TracedAsync(request, cancellationToken);
        }

        byte[] body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        if (body.Length > LargestRequest)
        {
            throw RefusalReport.TooLarge(exchange.Service, body.Length);
        }

        exchange.RequestHash = ResponseText.Hash(body);
        HttpResponseMessage response = await AttemptAsync(request, body, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw await RefusalAsync(response, cancellationToken);
            }
        }

        return await RecordAsync(exchange, response, request.RequestUri!, cancellationToken);
    }

    /// <summary>What a refusal says.</summary>
    internal async Task<BrokerRefusal> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string text = System.Text.Encoding.UTF8.GetString(await response.Content.ReadRefusalAsync(cancellationToken));
        return new BrokerRefusal(response.StatusCode, ProviderText.FindWords(text), RetryAfter(response));
    }

    private async Task<HttpResponseMessage> AttemptAsync(HttpRequestMessage request, byte[] body, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Began, _options.TimeProvider.GetTimestamp());
        try
        {
            return await _retry.ExecuteAsync(async run => await TracedAsync(Copy(request, body), run.CancellationToken), context);
        }
        catch (HttpRequestException silence)
        {
            throw new ProviderSilence(silence);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline<HttpResponseMessage> Retry(InferenceClientOptions options)
    {
        ResiliencePipelineBuilder<HttpResponseMessage> builder = new() { TimeProvider = options.TimeProvider };
        if (options.Attempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Attempts - 1,
                ShouldHandle = arguments => ValueTask.FromResult(IsUntouched(arguments.Outcome) && FindsTime(arguments)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(arguments.Context.Properties.GetValue(Pause, default)),
                OnRetry = arguments =>
                {
                    arguments.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            });
        }

        return builder.Build();
    }

    /// <summary>Whether the provider has not begun to work on the request: it refused it for want of room, or was not reached.</summary>
    private bool IsUntouched(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Result: { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable } response } =>
            !(RetryAfter(response) > _options.LongestPause),
        { Exception: HttpRequestException { HttpRequestError: var error } } =>
            error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
        _ => false,
    };

    /// <summary>
    /// Draws the next pause; whether the time for an answer lasts beyond it. It runs on while a request waits, and would end it as one that
    /// may be charged.
    /// </summary>
    private bool FindsTime(RetryPredicateArguments<HttpResponseMessage> failed)
    {
        TimeSpan pause = (failed.Outcome.Result is { } refusal ? RetryAfter(refusal) : null) ?? Backoff(failed.AttemptNumber);
        failed.Context.Properties.Set(Pause, pause);
        return _options.TimeProvider.GetElapsedTime(failed.Context.Properties.GetValue(Began, default)) + pause < _options.Timeout;
    }

    // FirstPause · 2^attempt, counted from 0, spread by 50 to 150 percent.
    private TimeSpan Backoff(int attempt)
    {
        double seconds = _options.FirstPause.TotalSeconds * Math.ScaleB(0.5 + Random.Shared.NextDouble(), attempt);
        return TimeSpan.FromSeconds(Math.Min(seconds, _options.LongestPause.TotalSeconds));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.FindRetryAfter(_options.TimeProvider.GetUtcNow());

    private async Task<HttpResponseMessage> TracedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_options.Trace is not { } trace)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        long start = Stopwatch.GetTimestamp();
        string outcome = "failed";
        try
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            outcome = $"{(int)response.StatusCode}";
            return response;
        }
        finally
        {
            trace($"{request.Method} {ProviderText.Of(request.RequestUri!)}: {outcome} in "
                + $"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
        }
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request, byte[] body)
    {
        HttpRequestMessage copy = new(request.Method, request.RequestUri) { Content = new ByteArrayContent(body) };
        Copy(request.Headers, copy.Headers);
        if (request.Content is { } content)
        {
            Copy(content.Headers, copy.Content.Headers);
        }

        return copy;
    }

    private static void Copy(HttpHeaders from, HttpHeaders to)
    {
        foreach ((string name, IEnumerable<string> values) in from)
        {
            to.TryAddWithoutValidation(name, values);
        }
    }

    private static async Task<HttpResponseMessage> RecordAsync(
        Exchange exchange, HttpResponseMessage response, Uri uri, CancellationToken cancellationToken)
    {
        exchange.ResponseKey = ChatId.OfHeader(response);
        bool isEventStream = response.Content.Headers.ContentType?.MediaType == "text/event-stream";
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        exchange.Body = new ExchangeStream(body, new Uri(uri.GetLeftPart(UriPartial.Authority)), isEventStream, response);
        HttpResponseMessage passed = new(response.StatusCode) { Content = new StreamContent(exchange.Body) };
        Copy(response.Headers, passed.Headers);
        Copy(response.Content.Headers, passed.Content.Headers);
        return passed;
    }
}
