using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>What came back for a request that was paid, and everything that is needed to verify it later.</summary>
public sealed record InferenceAnswer
{
    /// <summary>Who answered, and at which prices.</summary>
    public required ModelOffer Offer { get; init; }

    /// <summary>The text of a chat or a transcription; empty for images and vectors.</summary>
    public string Text { get; init; } = "";

    /// <summary>Images as files.</summary>
    public IReadOnlyList<byte[]> Images { get; init; } = [];

    /// <summary>One vector for each text, in their order.</summary>
    public IReadOnlyList<ReadOnlyMemory<float>> Vectors { get; init; } = [];

    /// <summary>The model that the answer names; null when it names none.</summary>
    public string? AnsweringModel { get; init; }

    /// <summary>Why it ended: <c>stop</c>, or <c>length</c> when the limit of tokens was reached; null when not said.</summary>
    public string? FinishReason { get; init; }

    /// <summary>What it is charged by.</summary>
    public UsageCounts Usage { get; init; }

    /// <summary>False when the provider reported no usage and <see cref="Usage"/> is counted as brokers then do.</summary>
    public bool IsUsageReported { get; init; }

    /// <summary>What it costs by usage and prices; settlement may differ, see <see cref="FeeEstimate"/>.</summary>
    public TokenAmount Fee => Offer.FeeOf(Usage);

    /// <summary>Under which the provider keeps the signature; null for none.</summary>
    public string? ChatId { get; init; }

    /// <summary>SHA-256 of the request's body; null when not known.</summary>
    public string? RequestHash { get; init; }

    /// <summary>SHA-256 of the response's body with all its bytes; null when it was not read to its end.</summary>
    public string? ResponseHash { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>
    /// False when the answer names another model than was asked for. Names count as the same without what stands before a slash, without
    /// regard to case, and with a date or a version behind.
    /// </summary>
    public bool IsModelAsked => AnsweringModel is not { Length: > 0 } answered || ModelNames.Same(Offer.Model, answered);
}
