using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ZeroG.Compute.Attestation;

/// <summary>What a machine was told to run: JSON text that holds a compose file. Its hash is measured, so the bytes count.</summary>
public sealed class AppCompose
{
    private AppCompose(string text, IReadOnlyList<string> images, string? fault)
    {
        Hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        (Images, ImagesFault) = (images, fault);
    }

    /// <summary>The SHA-256 of the text, 32 bytes.</summary>
    public byte[] Hash { get; }

    /// <summary>The container images of the compose file in order, each once.</summary>
    public IReadOnlyList<string> Images { get; }

    /// <summary>Why the images are not known; null when they are.</summary>
    public string? ImagesFault { get; }

    /// <summary>Takes the text. What in it cannot be read is told by <see cref="ImagesFault"/>.</summary>
    public static AppCompose Parse(string text)
    {
        try
        {
            using JsonDocument json = ReportJson.Parse(text);
            if (json.RootElement.ValueKind != JsonValueKind.Object
                || ReportJson.Text(json.RootElement, "docker_compose_file") is not { } file)
            {
                return new AppCompose(text, [], "app_compose has no docker_compose_file");
            }

            IReadOnlyList<string> images = ComposeImages.In(file);
            return new AppCompose(text, images, images.Count == 0 ? "the compose file names no image" : null);
        }
        catch (FormatException failure)
        {
            return new AppCompose(text, [], $"app_compose cannot be read: {failure.Message}");
        }
    }
}
