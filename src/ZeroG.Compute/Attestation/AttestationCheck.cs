using ZeroG.Chain;

namespace ZeroG.Compute.Attestation;

/// <summary>One check of one report.</summary>
/// <param name="Name">Stable name, one of <see cref="CheckNames"/>.</param>
/// <param name="Report">The report that was checked.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was found, or why it was not made.</param>
/// <param name="IsApplicable">
/// False for what nobody can check here, or what the provider does not offer; true for what should pass before a provider is trusted.
/// </param>
public sealed record AttestationCheck(
    string Name, ReportKind Report, CheckOutcome Outcome, string Detail, bool IsApplicable = true)
{
    /// <summary>Whether it was made here and holds; false too for what was not checked.</summary>
    public bool Passed => Outcome == CheckOutcome.Passed;

    /// <summary>The provider.</summary>
    public Address Target { get; init; }

    /// <summary>A check that was made.</summary>
    internal static AttestationCheck Of(string name, ReportKind report, bool passed, string detail) =>
        new(name, report, passed ? CheckOutcome.Passed : CheckOutcome.Failed, detail);

    /// <summary>A check that could be made if the report were whole and of a known form.</summary>
    internal static AttestationCheck Skipped(string name, ReportKind report, string reason) =>
        new(name, report, CheckOutcome.NotCheckable, reason);

    /// <summary>A check that is not for this machine to make.</summary>
    internal static AttestationCheck Elsewhere(string name, ReportKind report, string reason) =>
        new(name, report, CheckOutcome.NotCheckable, reason, IsApplicable: false);
}
