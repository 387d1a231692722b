using System.Text.Json;
using ZeroG.Compute.Inference;

namespace ZeroG.Nodes.Compute.Metering;

/// <summary>Finds the images that a reply holds itself, as Base64 or as addresses of the kind <c>data:</c>.</summary>
internal static class ImageBytes
{
    private const string DataScheme = "data:";

    /// <summary>The bytes of all images; none when one of them lies elsewhere.</summary>
    public static IReadOnlyList<byte[]> Read(ReadOnlyMemory<byte> reply)
    {
        List<byte[]> images = [];
        foreach (JsonElement image in LenientJson.ParseObject(reply)?.Items("data") ?? [])
        {
            if (Decode(image.Text("b64_json") ?? AfterComma(image.Text("url"))) is not { } bytes)
            {
                return [];
            }

            images.Add(bytes);
        }

        return images;
    }

    private static string? AfterComma(string? address) =>
        address?.StartsWith(DataScheme, StringComparison.Ordinal) == true
            ? address[(address.IndexOf(',', StringComparison.Ordinal) + 1)..]
            : null;

    private static byte[]? Decode(string? text)
    {
        byte[] bytes = new byte[(text?.Length ?? 0) * 3 / 4];
        return text is { Length: > 0 } && Convert.TryFromBase64String(text, bytes, out int length) ? bytes[..length] : null;
    }
}
