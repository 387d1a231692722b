namespace ZeroG.Compute.Inference;

/// <summary>One thing to ask, whatever kind of service answers it. Files are read when their turn comes.</summary>
public sealed record InferenceJob
{
    /// <summary>The user's own name for it, handed on to the result; null for none.</summary>
    public string? Id { get; init; }

    /// <summary>The question, what an image shall show, or words that help with speech; null for none.</summary>
    public string? Prompt { get; init; }

    /// <summary>What was said before the prompt, the system's instruction first.</summary>
    public IReadOnlyList<ChatTurn> Turns { get; init; } = [];

    /// <summary>Full paths of pictures that go with the prompt; the first is the one to edit.</summary>
    public IReadOnlyList<string> PicturePaths { get; init; } = [];

    /// <summary>Full path of the speech; null for none.</summary>
    public string? AudioPath { get; init; }

    /// <summary>The language of the speech as ISO 639-1; null for unknown.</summary>
    public string? Language { get; init; }

    /// <summary>Full paths of the files that get the answer, one for each image; empty for none.</summary>
    public IReadOnlyList<string> OutPaths { get; init; } = [];

    /// <summary>Whether files may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>How many images.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Width and height of images; null for the model's own.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>The most tokens of a chat's answer; null for the model's own limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>0 for the likeliest answer, more for chance; null for the model's own.</summary>
    public float? Temperature { get; init; }
}
