using ZeroG.Chain;

namespace ZeroG.Compute.Attestation;

/// <summary>
/// The checks of one report that need nobody else (compute.md §3.3, §3.4). They show that its parts fit together and to the chain; that a
/// TEE made it is shown by Intel's signature alone, which is checked elsewhere.
/// </summary>
internal sealed class ReportExamination(AttestationSubject subject, DownloadedReport download, AttestationReport report)
{
    private readonly MeasurementChecks _measurements = new(download.Kind, report);

    /// <summary>The checks in order.</summary>
    public IEnumerable<AttestationCheck> Run()
    {
        if (report.IsDevelopment || subject.Verifier == AttestationSubject.Dstack)
        {
            yield return Production();
            yield return _measurements.Structure();
            foreach (AttestationCheck check in download.Kind == ReportKind.Llm ? Target() : Provider())
            {
                yield return check;
            }

            foreach (AttestationCheck check in _measurements.Run())
            {
                yield return check;
            }
        }
        else
        {
            yield return AttestationCheck.Skipped(
                CheckNames.Quote, download.Kind,
                $"Reports for the verifier '{ForeignText.Clean(subject.Verifier, 100)}' have a form that is not checked here. "
                + "Save the report and give it to that verifier.");
        }

        foreach (AttestationCheck check in BeyondThisMachine())
        {
            yield return check;
        }
    }

    private AttestationCheck Production()
    {
        if (report.IsDevelopment)
        {
            return Check(CheckNames.Production, false, "Development report: an ordinary process made it, and no TEE protects its key.");
        }

        return report.Quote is null
            ? Skip(CheckNames.Production, $"There is no quote to tell: {report.QuoteFault}.")
            : Check(CheckNames.Production, !report.Quote.IsDebug, report.Quote.IsDebug
                ? "The machine runs in debug mode, so that its host can read its memory."
                : "No development report, and the quote names no debug mode.");
    }

    private IEnumerable<AttestationCheck> Provider()
    {
        ReadOnlySpan<byte> quoted = report.Quote is null ? default : report.Quote.ReportData;
        yield return Agreement(quoted);

        // What the quote holds comes before what stands beside it.
        ReportData? data = null;
        bool isKnown = report.Quote is not null
            ? ReportData.TryParse(report.Quote.ReportData, out data)
            : report.ReportData is not null && ReportData.TryParse(report.ReportData, out data);
        yield return isKnown
            ? Check(CheckNames.Signer, data!.Signer == subject.Signer, data.Signer == subject.Signer
                ? $"The report data ({data.Layout}) names {data.Signer}, as the chain does."
                : $"The report data ({data.Layout}) names {data.Signer}, the chain {subject.Signer}.")
            : Check(CheckNames.Signer, false, "There is no report data of a known layout, so that it names no signer.");
        yield return Signature();
    }

    private AttestationCheck Agreement(ReadOnlySpan<byte> quoted)
    {
        if (report.Quote is null || report.ReportData is null)
        {
            return Skip(CheckNames.ReportData, report.Quote is null
                ? $"There is no quote to compare with: {report.QuoteFault}."
                : "The report has no report_data beside its quote.");
        }

        ReadOnlySpan<byte> given = report.ReportData;
        bool agrees = given.Length <= quoted.Length && quoted.StartsWith(given)
            && !quoted[Math.Min(given.Length, quoted.Length)..].ContainsAnyExcept((byte)0);
        return Check(CheckNames.ReportData, agrees, agrees
            ? "The report data beside the quote is that of the quote."
            : "The report data beside the quote is not that of the quote.");
    }

    private AttestationCheck Signature()
    {
        if (download.Signature is not { } header)
        {
            return AttestationCheck.Elsewhere(
                CheckNames.QuoteSignature, download.Kind, $"The provider sends no {QuoteSignature.Header}, as older providers do.");
        }

        return QuoteSignature.TryRecover(download.Body.Span, header, out Address signer)
            ? Check(CheckNames.QuoteSignature, signer == subject.Signer, signer == subject.Signer
                ? $"{signer} has signed the report as it came."
                : $"{signer} has signed the report, not {subject.Signer}: it was changed on its way, or comes from somebody else.")
            : Check(CheckNames.QuoteSignature, false, $"{QuoteSignature.Header} is no signature.");
    }

    private IEnumerable<AttestationCheck> Target()
    {
        string registered = subject.TargetSigner is { } signer ? $"{signer}" : "none";
        yield return report.SigningAddress is { } named && named != subject.TargetSigner
            ? Check(CheckNames.TargetSigner, false, $"The report names the signer {named}, the provider registered {registered}.")
            : AttestationCheck.Elsewhere(
                CheckNames.TargetSigner, download.Kind,
                $"That the machine behind the provider signs with the registered key ({registered}) does not follow from its report.");
    }

    private IEnumerable<AttestationCheck> BeyondThisMachine()
    {
        string advice = report.IsDevelopment
            ? "There is none in a development report."
            : "Save the report and give it to a dstack verifier of your own.";
        yield return AttestationCheck.Elsewhere(
            CheckNames.IntelSignature, download.Kind, $"Signature not checked: Intel's, from the quote up to its root. {advice}");
        yield return AttestationCheck.Elsewhere(
            CheckNames.TcbStatus, download.Kind, $"Revocation and security updates are known to Intel's servers alone. {advice}");
        yield return AttestationCheck.Elsewhere(CheckNames.Gpu, download.Kind, report.HasGpuEvidence
            ? "There is evidence of GPUs, which NVIDIA's service verifies and nothing here."
            : "The report has no evidence of GPUs.");
    }

    private AttestationCheck Check(string name, bool passed, string detail) => AttestationCheck.Of(name, download.Kind, passed, detail);

    private AttestationCheck Skip(string name, string reason) => AttestationCheck.Skipped(name, download.Kind, reason);
}
