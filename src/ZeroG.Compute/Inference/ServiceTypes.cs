namespace ZeroG.Compute.Inference;

/// <summary>
/// The words in which services say what they do. Providers may use others; those are listed and cannot be called from here.
/// </summary>
public static class ServiceTypes
{
    public const string Chat = "chatbot";

    public const string Image = "text-to-image";

    public const string ImageEdit = "image-editing";

    public const string Speech = "speech-to-text";

    public const string Embedding = "embedding";

    /// <summary>Whether two words mean one type: case and the other spellings in use do not count.</summary>
    public static bool Same(string left, string right) => Plain(left) == Plain(right);

    // The documentation also writes Image-Edit; brokers name embeddings in singular and plural.
    private static string Plain(string word) => word.Trim().ToLowerInvariant() switch
    {
        "image-edit" => ImageEdit,
        "embeddings" => Embedding,
        string other => other,
    };
}
