using System.Net;
using System.Text;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Attestation;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Attestation;

/// <summary>Fetching reports, and what becomes of a provider that does not give one.</summary>
public sealed class AttestationClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Examination_OfASeparatedProvider_FetchesBothReports()
    {
        List<string> asked = [];
        using AttestationClient client = Client(request =>
        {
            asked.Add(request.RequestUri!.PathAndQuery);
            return Answer(new TestReport().ToJson());
        });
        AttestationSubject subject = Examined.Subject("http://provider.example/") with
        {
            HasTarget = true, TargetSigner = DevelopmentAccounts.Addresses[5],
        };

        ProviderAttestation result = await new ProviderExamination(client).RunAsync(subject, QuoteLayout.V1, None);

        Assert.Equal(["/v1/quote?legacy=false", "/v1/proxy/attestation/report?model=test%20model"], asked);
        Assert.Equal([ReportKind.Broker, ReportKind.Llm], result.Reports.Select(report => report.Kind));
        Assert.Equal(
            ["broker_attestation_report.json", "llm_attestation_report.json"],
            result.Reports.Select(report => report.FileName(hasTarget: true)));
        Assert.Equal(CheckOutcome.NotCheckable, result.Outcome);
    }

    [Fact]
    public async Task Examination_OfAFineTuningProvider_FetchesItsReport()
    {
        using AttestationClient client = Client(_ => Answer(new TestReport().ToJson()));

        ProviderAttestation result = await new ProviderExamination(client)
            .RunAsync(Examined.Subject() with { IsFineTuning = true, HasTarget = true, IsApproved = false }, QuoteLayout.Legacy, None);

        DownloadedReport report = Assert.Single(result.Reports);
        Assert.Equal("fine_tuning_attestation_report.json", report.FileName(hasTarget: false));
        Assert.Equal(CheckNames.Approved, result.Checks[0].Name);
        Assert.Equal(
            (CheckOutcome.Failed, "The network operator has not approved this provider's TEE signer. Use another provider."),
            (result.Checks[0].Outcome, result.Checks[0].Detail));
        Assert.Equal(CheckOutcome.Failed, result.Outcome);
    }

    [Fact]
    public async Task Examination_WhereTheProviderForwards_HasNoReportOfTheTarget()
    {
        using AttestationClient client = Client(request => request.RequestUri!.AbsolutePath == "/v1/quote"
            ? Answer(new TestReport().ToJson())
            : new HttpResponseMessage(HttpStatusCode.NotImplemented));

        ProviderAttestation result = await new ProviderExamination(client)
            .RunAsync(Examined.Subject() with { HasTarget = true }, QuoteLayout.Legacy, None);

        AttestationCheck check = result.Checks.Single(check => check is { Name: CheckNames.Report, Report: ReportKind.Llm });
        Assert.Equal(CheckOutcome.NotCheckable, check.Outcome);
        Assert.False(result.IsSound);
    }

    [Fact]
    public async Task Examination_OfAnAnswerThatIsNoReport_IsAFailedCheck()
    {
        using AttestationClient client = Client(_ => Answer("<html>"));

        ProviderAttestation result = await new ProviderExamination(client).RunAsync(Examined.Subject(), QuoteLayout.Legacy, None);

        Assert.Equal(CheckOutcome.Failed, result.Checks.Single(check => check.Name == CheckNames.Report).Outcome);
        Assert.Single(result.Reports);
    }

    [Fact]
    public async Task Provider_ThatIsDown_IsAskedAgainAndThenNamed()
    {
        int requests = 0;
        SkippingTimeProvider clock = new(TimeSpan.FromSeconds(10));
        using AttestationClient client = Client(
            _ =>
            {
                requests++;
                throw new HttpRequestException(HttpRequestError.ConnectionError, "cut http://user:secret@host");
            },
            new AttestationClientOptions { TimeProvider = clock });

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => client.GetReportAsync(Examined.Subject("http://provider.example/?key=secret"), QuoteLayout.Legacy, None));

        Assert.Equal(("ZgProviderUnreachable", 3), (failure.ErrorId, requests));
        Assert.Contains("http://provider.example does not answer", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provider_ThatDoesNotAnswer_IsNotWaitedForLongerThanTheLimit()
    {
        SkippingTimeProvider clock = new(TimeSpan.FromMinutes(1));
        int requests = 0;
        using ScriptedHandler handler = new(async (_, token) =>
        {
            requests++;
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return null!;
        });
        using AttestationClient client = new(new AttestationClientOptions { TimeProvider = clock }, handler);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => client.GetReportAsync(Examined.Subject(), QuoteLayout.Legacy, None));

        Assert.Equal(("ZgProviderUnreachable", 1), (failure.ErrorId, requests));
        Assert.Contains("no answer within 30 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_LargerThanTheLimit_IsNotReadToItsEnd()
    {
        long served = 0;
        using AttestationClient client = Client(
            _ => new HttpResponseMessage { Content = new StreamContent(new EndlessStream(count => served += count)) },
            new AttestationClientOptions { MaxReportSize = 1 << 16 });

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => client.GetReportAsync(Examined.Subject(), QuoteLayout.Legacy, None));

        Assert.Equal("ZgReportTooLarge", failure.ErrorId);
        Assert.InRange(served, 1 << 16, 1 << 18);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Redirect)]
    public async Task Provider_ThatRefuses_IsNotAskedAgain(HttpStatusCode status)
    {
        int requests = 0;
        using AttestationClient client = Client(_ =>
        {
            requests++;
            return new HttpResponseMessage(status);
        });

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => client.GetReportAsync(Examined.Subject(), QuoteLayout.Legacy, None));

        Assert.Equal(("ZgReportUnavailable", 1), (failure.ErrorId, requests));
        Assert.Contains($"HTTP {(int)status}", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("file:///etc/passwd")]
    [InlineData("provider.example")]
    public async Task Provider_WithoutAnHttpAddress_IsNotAsked(string url)
    {
        using AttestationClient client = Client(_ => throw new InvalidOperationException());

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => client.GetReportAsync(Examined.Subject(url), QuoteLayout.Legacy, None));

        Assert.Equal("ZgProviderUrlInvalid", failure.ErrorId);
    }

    private static AttestationClient Client(
        Func<HttpRequestMessage, HttpResponseMessage> answer, AttestationClientOptions? options = null) => new(
        options, new ScriptedHandler((request, _) => Task.FromResult(answer(request))));

    private static HttpResponseMessage Answer(string body) =>
        new() { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private sealed class ScriptedHandler(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            answer(request, cancellationToken);
    }

    private sealed class EndlessStream(Action<int> read) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            read(count);
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
