using System.Text;
using System.Text.Json;
using ZeroG.Chain;

namespace ZeroG.Compute.Attestation;

/// <summary>
/// A report as a provider sends it, taken apart (compute.md §3.1). What is missing is null, and what is malformed too, with the reason
/// beside it: a report is judged by its checks, not refused for one member.
/// </summary>
public sealed class AttestationReport
{
    // What the official server says where it has no TEE (its hardhat mode).
    private const string MockQuote = "mock";

    private AttestationReport()
    {
    }

    /// <summary>Whether the report itself says that no TEE stands behind it.</summary>
    public bool IsDevelopment { get; private init; }

    /// <summary>The quote; null when <see cref="QuoteFault"/> says why.</summary>
    public TdxQuote? Quote { get; private init; }

    /// <summary>What is wrong with the quote; empty for nothing.</summary>
    public string QuoteFault { get; private init; } = "";

    /// <summary>The report data as the report says it; null when it does not.</summary>
    public byte[]? ReportData { get; private init; }

    /// <summary>The event log; null when <see cref="EventsFault"/> says why.</summary>
    public EventLog? Events { get; private init; }

    /// <summary>What is wrong with the event log; empty for nothing.</summary>
    public string EventsFault { get; private init; } = "";

    /// <summary>What the machine was told to run; null when <see cref="ComposeFault"/> says why.</summary>
    public AppCompose? Compose { get; private init; }

    /// <summary>Why it is not known what the machine runs; empty for nothing.</summary>
    public string ComposeFault { get; private init; } = "";

    /// <summary>Whether there is evidence of GPUs, for NVIDIA to verify.</summary>
    public bool HasGpuEvidence { get; private init; }

    /// <summary>The address that a report of a target names; proven by nothing in it. Null when it names none.</summary>
    public Address? SigningAddress { get; private init; }

    /// <summary>Takes a report apart.</summary>
    /// <param name="body">The answer of the provider.</param>
    /// <exception cref="ZeroGException"><c>ZgReportInvalid</c>: it is no report at all.</exception>
    public static AttestationReport Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span.Trim(" \r\n\t"u8).SequenceEqual(Encoding.ASCII.GetBytes(MockQuote)))
        {
            const string fault = "the report is a mock";
            return new AttestationReport { IsDevelopment = true, QuoteFault = fault, EventsFault = fault, ComposeFault = fault };
        }

        try
        {
            using JsonDocument json = ReportJson.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? Read(json.RootElement)
                : throw new FormatException("it is no JSON object");
        }
        catch (FormatException failure)
        {
            throw new ZeroGException(
                "ZgReportInvalid", ErrorKind.InvalidData,
                $"The provider sent something that is no attestation report: {failure.Message}. Ask the provider, or use another one.",
                innerException: failure);
        }
    }

    private static AttestationReport Read(JsonElement json)
    {
        string quoteText = ReportJson.Text(json, "quote") ?? ReportJson.Text(json, "intel_quote") ?? "";
        (TdxQuote? quote, string quoteFault) = ReadQuote(quoteText);
        (EventLog? events, string eventsFault) = ReadEvents(json);
        (AppCompose? compose, string composeFault) = ReadCompose(json);
        string? signing = ReportJson.Text(json, "signing_address");
        return new AttestationReport
        {
            IsDevelopment = quoteText == MockQuote
                || (json.TryGetProperty("mode", out JsonElement mode) && mode.ValueKind == JsonValueKind.String
                    && mode.ValueEquals("development"u8)),
            Quote = quote,
            QuoteFault = quoteFault,
            ReportData = ReadBase64(ReportJson.Text(json, "report_data")),
            Events = events,
            EventsFault = eventsFault,
            Compose = compose,
            ComposeFault = composeFault,
            HasGpuEvidence = json.TryGetProperty("nvidia_payload", out JsonElement gpu) && gpu.ValueKind != JsonValueKind.Null,
            SigningAddress = Address.TryParse(signing, out Address address) ? address : null,
        };
    }

    private static (TdxQuote? Quote, string Fault) ReadQuote(string text)
    {
        if (text.Length == 0)
        {
            return (null, "the report has none");
        }

        if (text == MockQuote)
        {
            return (null, "it is a mock");
        }

        return Hex.TryParseBytes(text, out byte[]? bytes)
            ? (TdxQuote.TryParse(bytes, out TdxQuote? quote, out string fault) ? quote : null, fault)
            : (null, "it is no hex");
    }

    private static (EventLog? Events, string Fault) ReadEvents(JsonElement json)
    {
        try
        {
            return json.TryGetProperty("event_log", out JsonElement log) && log.ValueKind != JsonValueKind.Null
                ? (EventLog.Parse(log), "")
                : (null, "the report has none");
        }
        catch (FormatException failure)
        {
            return (null, failure.Message);
        }
    }

    private static byte[]? ReadBase64(string? text)
    {
        byte[] bytes = new byte[text is null ? 0 : (text.Length / 4 * 3) + 3];
        return text is not null && Convert.TryFromBase64String(text, bytes, out int written) ? bytes[..written] : null;
    }

    private static (AppCompose? Compose, string Fault) ReadCompose(JsonElement json)
    {
        try
        {
            return ComposeText(json) is { } text
                ? (AppCompose.Parse(text), "")
                : (null, "the report has no tcb_info with an app_compose");
        }
        catch (FormatException failure)
        {
            return (null, $"tcb_info cannot be read: {failure.Message}");
        }
    }

    /// <summary>
    /// The text of <c>app_compose</c>; <c>tcb_info</c> is an object or text that holds one, and may lie under <c>info</c>.
    /// </summary>
    private static string? ComposeText(JsonElement json)
    {
        if (!json.TryGetProperty("tcb_info", out JsonElement info)
            && !(json.TryGetProperty("info", out JsonElement outer) && outer.ValueKind == JsonValueKind.Object
                && outer.TryGetProperty("tcb_info", out info)))
        {
            return null;
        }

        using JsonDocument? inner = info.ValueKind == JsonValueKind.String
            ? ReportJson.Parse(ReportJson.TextOf(info, "tcb_info"))
            : null;
        JsonElement tcb = inner?.RootElement ?? info;
        return tcb.ValueKind == JsonValueKind.Object ? ReportJson.Text(tcb, "app_compose") : null;
    }
}
