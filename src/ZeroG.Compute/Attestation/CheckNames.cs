namespace ZeroG.Compute.Attestation;

/// <summary>The names of the checks, in the order in which they are made.</summary>
public static class CheckNames
{
    /// <summary>The network's operator has approved the signer that the provider registered.</summary>
    public const string Approved = "Approved";

    /// <summary>The report arrived and has a known form.</summary>
    public const string Report = "Report";

    /// <summary>Neither a development report nor a machine in debug mode, whose host reads its memory.</summary>
    public const string Production = "Production";

    /// <summary>The quote has the structure of a TDX quote of version 4.</summary>
    public const string Quote = "Quote";

    /// <summary>The report data beside the quote is what the quote holds.</summary>
    public const string ReportData = "ReportData";

    /// <summary>The report data names the signer that the chain names.</summary>
    public const string Signer = "Signer";

    /// <summary>The signer has signed the report as it was sent.</summary>
    public const string QuoteSignature = "QuoteSignature";

    /// <summary>The compose file is the one whose hash the event log holds.</summary>
    public const string ComposeHash = "ComposeHash";

    /// <summary>The compose file is the one whose hash the quote holds.</summary>
    public const string ComposeInQuote = "ComposeInQuote";

    /// <summary>The digests of the runtime events follow from their names and payloads.</summary>
    public const string EventDigests = "EventDigests";

    /// <summary>The runtime events replay to RTMR3 of the quote.</summary>
    public const string EventLog = "EventLog";

    /// <summary>The events of the boot replay to RTMR0, RTMR1 and RTMR2 of the quote.</summary>
    public const string BootLog = "BootLog";

    /// <summary>The container images are releases that one trusts.</summary>
    public const string Images = "Images";

    /// <summary>Intel vouches for the machine that made the quote.</summary>
    public const string IntelSignature = "IntelSignature";

    /// <summary>The machine has all security updates.</summary>
    public const string TcbStatus = "TcbStatus";

    /// <summary>NVIDIA vouches for the GPUs.</summary>
    public const string Gpu = "Gpu";

    /// <summary>The machine behind the provider signs with the key that the provider registered for it.</summary>
    public const string TargetSigner = "TargetSigner";
}
