namespace ZeroG.Compute.Inference;

/// <summary>What a chat model is asked.</summary>
/// <param name="Turns">The conversation so far; the last message is the question.</param>
public sealed record ChatRequest(IReadOnlyList<ChatTurn> Turns)
{
    /// <summary>The model; null for the one of the service's record.</summary>
    public string? Model { get; init; }

    /// <summary>The most tokens that the answer may have; null for the model's own limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>0 for the likeliest answer, more for chance; null for the model's own.</summary>
    public float? Temperature { get; init; }

    /// <summary>
    /// Length of the request's body at the most, in bytes: every token has a byte at least. Text counts as it may be escaped.
    /// </summary>
    public long LargestBody => 512 + Turns.Sum(turn =>
        64 + (6L * turn.Text.Length) + (turn.Pictures?.Sum(picture => 128 + (picture.Bytes.LongLength * 4 / 3)) ?? 0));
}
