using System.Net;
using ZeroG.Chain;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Providers;

namespace ZeroG.Compute.Attestation;

/// <summary>Fetches reports of providers, within limits of size and time (compute.md §3.1).</summary>
public sealed class AttestationClient : IDisposable
{
    private readonly AttestationClientOptions _options;
    private readonly ProviderReader _reader;

    /// <summary>Makes a client.</summary>
    /// <param name="options">Limits; the defaults when omitted.</param>
    /// <param name="handler">Sends the requests and stays the caller's; an own one when omitted.</param>
    public AttestationClient(AttestationClientOptions? options = null, HttpMessageHandler? handler = null)
    {
        _options = options ?? AttestationClientOptions.Default;
        _reader = new ProviderReader(
            _options.Timeout, _options.MaxAttempts, _options.MaxReportSize, _options.TimeProvider, handler);
    }

    public void Dispose() => _reader.Dispose();

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

    private async Task<DownloadedReport> GetAsync(
        AttestationSubject subject, string path, ReportKind kind, CancellationToken cancellationToken)
    {
        ProviderPage page = await _reader.GetAsync(subject.Provider, new InferenceEndpoint(subject.Url), path, cancellationToken);
        if (!page.IsSuccess)
        {
            throw new ZeroGException(
                "ZgReportUnavailable",
                page.Status == HttpStatusCode.NotImplemented ? ErrorKind.InvalidOperation : ErrorKind.ResourceUnavailable,
                $"Provider {subject.Provider} has no report for this (HTTP {(int)page.Status}). Try again later, or use another provider.",
                subject.Provider);
        }

        string? signature = page.Headers.TryGetValues(QuoteSignature.Header, out IEnumerable<string>? values)
            ? values.FirstOrDefault()
            : null;
        return page.Body is { } body
            ? new DownloadedReport(kind, body, signature)
            : throw new ZeroGException(
                "ZgReportTooLarge", ErrorKind.LimitsExceeded,
                $"Provider {subject.Provider} sent more than the {_options.MaxReportSize} bytes that are read as a report. "
                + "Use another provider.", subject.Provider);
    }
}
