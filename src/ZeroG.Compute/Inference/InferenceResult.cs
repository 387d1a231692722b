using ZeroG.Chain;

namespace ZeroG.Compute.Inference;

/// <summary>What was asked, what came back, what it cost, and what is known of its truth.</summary>
public sealed record InferenceResult
{
    /// <summary>The user's own name for the question; null for none.</summary>
    public string? Id { get; init; }

    /// <summary>The question as it was given.</summary>
    public string? Prompt { get; init; }

    /// <summary>The text that came back; empty for images and vectors.</summary>
    public required string Answer { get; init; }

    /// <summary>The model that was asked.</summary>
    public required string Model { get; init; }

    /// <summary>Who answered and is paid.</summary>
    public required Address Provider { get; init; }

    /// <summary>What the service does, for example <c>chatbot</c>.</summary>
    public required string ServiceType { get; init; }

    /// <summary>Tokens of the prompt, images, or seconds of speech.</summary>
    public long InputCount { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public long OutputCount { get; init; }

    /// <summary>What it costs by usage and prices; settlement takes it later.</summary>
    public required TokenAmount Fee { get; init; }

    /// <summary>Why the answer ended: <c>stop</c>, or <c>length</c> when the limit of tokens was reached; null when not said.</summary>
    public string? FinishReason { get; init; }

    /// <summary>
    /// True when the answer was verified; false when a fact failed or could not be looked at; null when it was not asked.
    /// </summary>
    public bool? IsVerified => Verification?.IsVerified;

    /// <summary>The three facts of verification; null when it was not asked.</summary>
    public ResponseVerification? Verification { get; init; }

    /// <summary>Under which the provider keeps the signature; null for none.</summary>
    public string? ChatId { get; init; }

    /// <summary>The file that got the answer, the first of several images; null for none.</summary>
    public string? Path => Paths.Count > 0 ? Paths[0] : null;

    /// <summary>All files that got the answer.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Images that went to no file.</summary>
    public IReadOnlyList<byte[]> Images { get; init; } = [];

    /// <summary>The vector of an embedding; null for others.</summary>
    public IReadOnlyList<float>? Vector { get; init; }

    /// <summary>True when the text was shown as it came.</summary>
    public bool WasStreamed { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>When it was answered.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The network.</summary>
    public required string Network { get; init; }

    /// <summary>Who answered, what it cost and whether it was verified, in one line.</summary>
    public string Summary
    {
        get
        {
            string counts = ServiceTypes.Same(ServiceType, ServiceTypes.Speech) ? $"{InputCount} seconds"
                : ServiceTypes.Same(ServiceType, ServiceTypes.Image) || ServiceTypes.Same(ServiceType, ServiceTypes.ImageEdit)
                    ? $"{InputCount} images"
                    : $"{InputCount} + {OutputCount} tokens";
            string file = Path is null ? "" : $", in {System.IO.Path.GetFileName(Path)}";
            string truth = Verification is null ? "" : $", {Verification}";
            string end = FinishReason is "length" ? ", cut off at the limit of tokens" : "";
            return $"{Model} of {Provider.ToShortString()}: {counts}, {Fee.ToShortString()}{truth}{file}{end}";
        }
    }

    /// <summary>The answer.</summary>
    public override string ToString() => Answer;
}
