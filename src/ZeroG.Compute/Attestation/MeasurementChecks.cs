using ZeroG.Chain;

namespace ZeroG.Compute.Attestation;

/// <summary>The checks of what a machine says that it runs: quote, event log and compose file against each other.</summary>
internal sealed class MeasurementChecks(ReportKind kind, AttestationReport report)
{
    private const string ComposeEvent = "compose-hash";

    /// <summary>The check of the quote's structure.</summary>
    public AttestationCheck Structure() => AttestationCheck.Of(CheckNames.Quote, kind, report.Quote is not null, report.Quote is null
        ? $"The quote is none of TDX, version 4: {report.QuoteFault}."
        : "The quote has the structure of TDX, version 4.");

    /// <summary>All other checks in order.</summary>
    public IEnumerable<AttestationCheck> Run()
    {
        yield return ComposeHash();
        yield return ComposeInQuote();
        yield return EventDigests();
        yield return Replay();
        yield return BootReplay();
        yield return Images();
    }

    private AttestationCheck ComposeHash()
    {
        if (report.Compose is null || report.Events is null)
        {
            return Skip(CheckNames.ComposeHash, report.Compose is null
                ? $"The compose file is not known: {report.ComposeFault}."
                : $"The event log is not known: {report.EventsFault}.");
        }

        string hash = Convert.ToHexStringLower(report.Compose.Hash);
        if (report.Events.FindBootEvent(ComposeEvent) is not { } measured)
        {
            return Check(
                CheckNames.ComposeHash, false, $"The event log has no {ComposeEvent} from the boot; the compose file hashes to {hash}.");
        }

        bool equal = measured.Payload.AsSpan().SequenceEqual(report.Compose.Hash);
        return Check(CheckNames.ComposeHash, equal, equal
            ? $"The event log has the hash of the compose file, {hash}."
            : $"The compose file hashes to {hash}, the event log has {Shown(measured.Payload)}.");
    }

    private AttestationCheck ComposeInQuote()
    {
        if (report.Quote is null || report.Compose is null)
        {
            return Skip(CheckNames.ComposeInQuote, report.Quote is null
                ? $"There is no quote to compare with: {report.QuoteFault}."
                : $"The compose file is not known: {report.ComposeFault}.");
        }

        if (report.Quote.ComposeHash.IsEmpty)
        {
            return AttestationCheck.Elsewhere(
                CheckNames.ComposeInQuote, kind,
                "The quote holds no compose hash in MRCONFIGID, as those of older machines; RTMR3 is what counts.");
        }

        bool equal = report.Quote.ComposeHash.SequenceEqual(report.Compose.Hash);
        return Check(CheckNames.ComposeInQuote, equal, equal
            ? "MRCONFIGID of the quote holds the hash of the compose file."
            : $"The compose file is another: MRCONFIGID of the quote holds {Convert.ToHexStringLower(report.Quote.ComposeHash)}.");
    }

    /// <summary>
    /// A replay of digests says nothing of names and payloads. They count only as far as the digests follow from them.
    /// </summary>
    private AttestationCheck EventDigests()
    {
        if (report.Events is not { } log)
        {
            return Skip(CheckNames.EventDigests, $"The event log is not known: {report.EventsFault}.");
        }

        TeeEvent[] given = [.. log.Runtime.Where(entry => entry.Digest.Length > 0)];
        TeeEvent[] wrong = [.. given.Where(entry => !entry.Digest.AsSpan().SequenceEqual(entry.ComputeDigest()))];
        if (!log.IsOrderly)
        {
            return Check(
                CheckNames.EventDigests, false,
                "Runtime events are elsewhere than in RTMR3, or others are in it, as in no log of dstack's.");
        }

        if (wrong.Length == 0)
        {
            int count = log.Runtime.Count();
            return Check(CheckNames.EventDigests, true, $"Events whose digest follows from name and payload: {count} of {count}.");
        }

        return wrong.Length == given.Length && given.Length == log.Runtime.Count()
            ? Skip(
                CheckNames.EventDigests,
                "Event digest form unknown: no digest follows from its event, so that names and payloads prove nothing.")
            : Check(
                CheckNames.EventDigests, false,
                $"The digest does not follow from the event '{ForeignText.Clean(wrong[0].Name, 100)}': it was changed.");
    }

    private AttestationCheck Replay()
    {
        if (Missing() is { } missing)
        {
            return Skip(CheckNames.EventLog, missing);
        }

        bool equal = Replays(EventLog.RuntimeRegister);
        return Check(CheckNames.EventLog, equal, equal
            ? $"The events replay to RTMR3 of the quote: {report.Events!.Runtime.Count()}."
            : "The events do not replay to RTMR3 of the quote: the log is not that of the machine.");
    }

    private AttestationCheck BootReplay()
    {
        if (Missing() is { } missing)
        {
            return Skip(CheckNames.BootLog, missing);
        }

        if (report.Events!.Events.All(entry => entry.Register == EventLog.RuntimeRegister))
        {
            return AttestationCheck.Elsewhere(CheckNames.BootLog, kind, "The event log says nothing of the boot.");
        }

        int[] wrong = [.. Enumerable.Range(0, EventLog.RuntimeRegister).Where(register => !Replays(register))];
        return Check(CheckNames.BootLog, wrong.Length == 0, wrong.Length == 0
            ? "The events of the boot replay to RTMR0, RTMR1 and RTMR2 of the quote."
            : $"The events of the boot do not replay to {string.Join(" and ", wrong.Select(register => $"RTMR{register}"))} of the quote.");
    }

    private AttestationCheck Images()
    {
        if (report.Compose is not { ImagesFault: null } compose)
        {
            return Skip(CheckNames.Images, $"The images are not known: {report.Compose?.ImagesFault ?? report.ComposeFault}.");
        }

        string[] loose = [.. compose.Images.Where(image => !image.Contains("@sha256:", StringComparison.Ordinal))];
        string warning = loose.Length == 0 ? "" : $" Not pinned by digest, so that they may change: {List(loose)}.";
        return AttestationCheck.Elsewhere(
            CheckNames.Images, kind, $"Compare them with the releases that you trust: {List(compose.Images)}.{warning}");
    }

    private string? Missing() => report.Quote is null ? $"There is no quote to compare with: {report.QuoteFault}."
        : report.Events is null ? $"The event log is not known: {report.EventsFault}."
        : null;

    private bool Replays(int register) => report.Events!.Replay(register).AsSpan().SequenceEqual(report.Quote!.Register(register));

    private AttestationCheck Check(string name, bool passed, string detail) => AttestationCheck.Of(name, kind, passed, detail);

    private AttestationCheck Skip(string name, string reason) => AttestationCheck.Skipped(name, kind, reason);

    private static string Shown(byte[] payload) => ForeignText.Clean(Convert.ToHexStringLower(payload), 100);

    private static string List(IEnumerable<string> images) => string.Join(", ", images.Select(image => ForeignText.Clean(image, 300)));
}
