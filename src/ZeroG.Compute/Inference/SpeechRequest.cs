namespace ZeroG.Compute.Inference;

/// <summary>Speech to be written down.</summary>
/// <param name="Audio">The file as it is.</param>
/// <param name="Name">Its name, whose extension says the format.</param>
public sealed record SpeechRequest(byte[] Audio, string Name)
{
    /// <summary>The model; null for the one of the service's record.</summary>
    public string? Model { get; init; }

    /// <summary>The language spoken as ISO 639-1; null to let the model find out.</summary>
    public string? Language { get; init; }

    /// <summary>Words that help with names and terms; null for none.</summary>
    public string? Prompt { get; init; }
}
