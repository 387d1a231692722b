using System.Net;
using Polly;
using Polly.Retry;
using ZeroG.Chain;
using ZeroG.Compute.Inference;

namespace ZeroG.Compute.Attestation;

/// <summary>Fetches reports of providers, within limits of size and time (compute.md §3.1).</summary>
public sealed class AttestationClient : IDisposable
{
    private readonly AttestationClientOptions _options;
    private readonly HttpClient _http;
    private readonly ResiliencePipeline _retry;

    /// <summary>Makes a client.</summary>
    /// <param name="options">Limits; the defaults when omitted.</param>
    /// <param name="handler">Sends the requests and stays the caller's; an own one when omitted.</param>
    public AttestationClient(AttestationClientOptions? options = null, HttpMessageHandler? handler = null)
    {
        _options = options ?? AttestationClientOptions.Default;
        _http = new HttpClient(handler ?? CreateHandler(), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        _retry = _options.MaxAttempts == 1 ? ResiliencePipeline.Empty : CreateRetry(_options);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The report of the provider itself.</summary>
    /// <param name="subject">The provider.</param>
    /// <param name="layout">Which of its quotes; providers that have one alone send that.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgProviderUrlInvalid</c>, <c>ZgProviderUnreachable</c>, <c>ZgReportUnavailable</c>, <c>ZgReportTooLarge</c>.
    /// </exception>
    public Task<DownloadedReport> GetReportAsync(AttestationSubject subject, QuoteLayout layout, CancellationToken cancellationToken)
    {
        string path = layout == QuoteLayout.Legacy ? "/v1/quote" : "/v1/quote?legacy=false";
        return GetAsync(subject, path, subject.IsFineTuning ? ReportKind.FineTuning : ReportKind.Broker, cancellationToken);
    }

    /// <summary>The report of the machine behind the provider, which the provider passes on.</summary>
    /// <inheritdoc cref="GetReportAsync"/>
    public Task<DownloadedReport> GetTargetReportAsync(AttestationSubject subject, CancellationToken cancellationToken) => GetAsync(
        subject, "/v1/proxy/attestation/report?model=" + Uri.EscapeDataString(subject.Model), ReportKind.Llm, cancellationToken);

    private static SocketsHttpHandler CreateHandler() => new()
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    private static ResiliencePipeline CreateRetry(AttestationClientOptions options) =>
        new ResiliencePipelineBuilder { TimeProvider = options.TimeProvider }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = options.MaxAttempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(300),
            UseJitter = true,
            // Whoever lets the whole time pass once will do so again.
            ShouldHandle = new PredicateBuilder().Handle<ZeroGException>(
                failure => failure is { ErrorId: "ZgProviderUnreachable", InnerException: not null }),
        }).Build();

    private async Task<DownloadedReport> GetAsync(
        AttestationSubject subject, string path, ReportKind kind, CancellationToken cancellationToken)
    {
        Uri uri = new InferenceEndpoint(subject.Url).Below(path);
        return await _retry.ExecuteAsync(async token => await SendAsync(subject, uri, kind, token), cancellationToken);
    }

    private async Task<DownloadedReport> SendAsync(
        AttestationSubject subject, Uri uri, ReportKind kind, CancellationToken cancellationToken)
    {
        using CancellationTokenSource timeout = new(_options.Timeout, _options.TimeProvider);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw Unavailable(subject, response.StatusCode);
            }

            byte[] body = await ReadAsync(subject, response.Content, either.Token);
            string? signature = response.Headers.TryGetValues(QuoteSignature.Header, out IEnumerable<string>? values)
                ? values.FirstOrDefault()
                : null;
            return new DownloadedReport(kind, body, signature);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(subject, $"no answer within {_options.Timeout.TotalSeconds:0.###} seconds", null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            string reason = failure is HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error }
                ? $"{error}"
                : "the connection was lost";
            throw Unreachable(subject, reason, failure);
        }
    }

    private async Task<byte[]> ReadAsync(AttestationSubject subject, HttpContent content, CancellationToken cancellationToken)
    {
        await using Stream stream = await content.ReadAsStreamAsync(cancellationToken);
        using MemoryStream body = new();
        byte[] buffer = new byte[1 << 14];
        while (await stream.ReadAsync(buffer, cancellationToken) is int read and > 0)
        {
            if (body.Length + read > _options.MaxReportSize)
            {
                throw new ZeroGException(
                    "ZgReportTooLarge", ErrorKind.LimitsExceeded,
                    $"Provider {subject.Provider} sent more than the {_options.MaxReportSize} bytes that are read as a report. "
                    + "Use another provider.", subject.Provider);
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static ZeroGException Unreachable(AttestationSubject subject, string reason, Exception? cause) => new(
        "ZgProviderUnreachable", ErrorKind.ConnectionError,
        $"Provider {new InferenceEndpoint(subject.Url)} does not answer: {reason}. Try again later, or use another provider.",
        subject.Provider, cause);

    private static ZeroGException Unavailable(AttestationSubject subject, HttpStatusCode status) => new(
        "ZgReportUnavailable", status == HttpStatusCode.NotImplemented ? ErrorKind.InvalidOperation : ErrorKind.ResourceUnavailable,
        $"Provider {subject.Provider} has no report for this (HTTP {(int)status}). Try again later, or use another provider.",
        subject.Provider);
}
