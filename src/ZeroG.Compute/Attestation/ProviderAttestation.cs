namespace ZeroG.Compute.Attestation;

/// <summary>All checks of a provider.</summary>
/// <param name="Subject">What the chain says of it.</param>
/// <param name="Checks">The checks in order.</param>
/// <param name="Reports">The reports as they came.</param>
public sealed record ProviderAttestation(
    AttestationSubject Subject, IReadOnlyList<AttestationCheck> Checks, IReadOnlyList<DownloadedReport> Reports)
{
    /// <summary>
    /// Failed when a check failed, passed when all passed, otherwise not checkable: what was skipped is never taken for verified.
    /// </summary>
    public CheckOutcome Outcome =>
        Checks.Any(check => check.Outcome == CheckOutcome.Failed) ? CheckOutcome.Failed
        : Checks.Count > 0 && Checks.All(check => check.Outcome == CheckOutcome.Passed) ? CheckOutcome.Passed
        : CheckOutcome.NotCheckable;

    /// <summary>
    /// Whether everything passed that can be checked here and that the provider offers. That is less than verified: who made the quote is
    /// for others to check.
    /// </summary>
    public bool IsSound => Checks.Count > 0 && Checks.All(check => check.Outcome == CheckOutcome.Passed || !check.IsApplicable);
}
