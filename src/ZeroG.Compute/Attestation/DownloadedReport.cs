namespace ZeroG.Compute.Attestation;

/// <summary>A report byte for byte, as its signature covers it and as it is saved.</summary>
/// <param name="Kind">Whose report it is.</param>
/// <param name="Body">The answer.</param>
/// <param name="Signature">The header <see cref="QuoteSignature.Header"/>; null when the provider sent none.</param>
public sealed record DownloadedReport(ReportKind Kind, ReadOnlyMemory<byte> Body, string? Signature)
{
    /// <summary>The name under which the official client saves such a report.</summary>
    /// <param name="hasTarget">Whether another report of the provider's target is saved beside it.</param>
    public string FileName(bool hasTarget) => Kind switch
    {
        ReportKind.FineTuning => "fine_tuning_attestation_report.json",
        ReportKind.Llm => "llm_attestation_report.json",
        _ => hasTarget ? "broker_attestation_report.json" : "attestation_report.json",
    };
}
