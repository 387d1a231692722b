using ZeroG.Chain;

namespace ZeroG.Compute.Attestation;

/// <summary>Fetches the reports of a provider and makes all checks: the story of <c>Test-ZgProvider</c>.</summary>
public sealed class ProviderExamination(AttestationClient client)
{
    /// <summary>Examines a provider. A report that does not come is a check that failed, not an error.</summary>
    /// <param name="subject">What the chain says of it.</param>
    /// <param name="layout">Which of its quotes to ask for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProviderAttestation> RunAsync(AttestationSubject subject, QuoteLayout layout, CancellationToken cancellationToken)
    {
        ReportKind own = subject.IsFineTuning ? ReportKind.FineTuning : ReportKind.Broker;
        List<DownloadedReport> reports = [];
        List<AttestationCheck> checks =
        [
            AttestationCheck.Of(CheckNames.Approved, own, subject.IsApproved, subject.IsApproved
                ? $"The network operator has approved the signer {subject.Signer}."
                : "The network operator has not approved this provider's TEE signer. Use another provider."),
        ];
        checks.AddRange(await ExamineAsync(
            subject, own, reports, () => client.GetReportAsync(subject, layout, cancellationToken)));
        if (subject is { HasTarget: true, IsFineTuning: false })
        {
            checks.AddRange(await ExamineAsync(
                subject, ReportKind.Llm, reports, () => client.GetTargetReportAsync(subject, cancellationToken)));
        }

        return new ProviderAttestation(subject, [.. checks.Select(check => check with { Target = subject.Provider })], reports);
    }

    private static async Task<IReadOnlyList<AttestationCheck>> ExamineAsync(
        AttestationSubject subject, ReportKind kind, List<DownloadedReport> reports, Func<Task<DownloadedReport>> download)
    {
        try
        {
            DownloadedReport downloaded = await download();
            reports.Add(downloaded);
            AttestationReport report = AttestationReport.Parse(downloaded.Body);
            string arrived = $"The report arrived, {downloaded.Body.Length} bytes.";
            return
            [
                AttestationCheck.Of(CheckNames.Report, kind, passed: true, arrived),
                .. new ReportExamination(subject, downloaded, report).Run(),
            ];
        }
        catch (ZeroGException failure) when (failure is { ErrorId: "ZgReportUnavailable", Kind: ErrorKind.InvalidOperation })
        {
            return
            [
                AttestationCheck.Skipped(
                    CheckNames.Report, kind, "The provider passes requests on and has no report of its own to give (HTTP 501)."),
            ];
        }
        catch (ZeroGException failure)
        {
            return [AttestationCheck.Of(CheckNames.Report, kind, false, failure.Message)];
        }
    }
}
