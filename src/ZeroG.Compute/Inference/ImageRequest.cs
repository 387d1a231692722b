namespace ZeroG.Compute.Inference;

/// <summary>What an image model is asked.</summary>
/// <param name="Prompt">What the image shall show, or what shall change.</param>
public sealed record ImageRequest(string Prompt)
{
    /// <summary>The model; null for the one of the service's record.</summary>
    public string? Model { get; init; }

    /// <summary>How many images; each is charged.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Width and height in pixels; null for the model's own.</summary>
    public (int Width, int Height)? Size { get; init; }

    /// <summary>The picture to edit; null to make a new one.</summary>
    public ChatPicture? Source { get; init; }
}
