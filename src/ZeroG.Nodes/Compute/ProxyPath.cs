using ZeroG.Compute.Inference;

namespace ZeroG.Nodes.Compute;

/// <summary>The paid routes of a provider, below <c>/v1/proxy</c>, and which type of service has which.</summary>
internal static class ProxyPath
{
    /// <summary>OpenAI's chat.</summary>
    public const string Chat = "chat/completions";

    /// <summary>Anthropic's form of a chat.</summary>
    public const string Messages = "messages";

    /// <summary>Images from a text.</summary>
    public const string Image = "images/generations";

    /// <summary>Images from an image and a text.</summary>
    public const string ImageEdit = "images/edits";

    /// <summary>Speech to text.</summary>
    public const string Transcription = "audio/transcriptions";

    /// <summary>Vectors from texts.</summary>
    public const string Embedding = "embeddings";

    private static readonly (string Type, string[] Paths)[] OfType =
    [
        (ServiceTypes.Chat, [Chat, Messages]),
        (ServiceTypes.Image, [Image]),
        (ServiceTypes.ImageEdit, [ImageEdit]),
        (ServiceTypes.Speech, [Transcription]),
        (ServiceTypes.Embedding, [Embedding]),
    ];

    /// <summary>The path below <c>/v1/proxy</c>, without the second <c>v1</c> that OpenAI's clients may put there.</summary>
    public static string Normalize(string path)
    {
        string trimmed = path.Trim('/');
        return trimmed.StartsWith("v1/", StringComparison.OrdinalIgnoreCase) ? trimmed[3..] : trimmed;
    }

    /// <summary>Whether a service of this type is paid for the path.</summary>
    public static bool IsServed(string serviceType, string path) =>
        OfType.Any(entry => ServiceTypes.Same(entry.Type, serviceType) && entry.Paths.Contains(path));

    /// <summary>Whether there is a route for the type at all.</summary>
    public static bool IsKnownType(string serviceType) => OfType.Any(entry => ServiceTypes.Same(entry.Type, serviceType));
}
