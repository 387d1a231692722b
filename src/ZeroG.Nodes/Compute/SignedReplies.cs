using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ZeroG.Compute.Inference;
using ZeroG.Nodes.Compute.Metering;

namespace ZeroG.Nodes.Compute;

/// <summary>Keeps what was signed for an answer for a while, and the bytes of images that have no other place.</summary>
internal sealed class SignedReplies(TeeKey key, TimeSpan duration, TimeProvider time)
{
    private const int MostDocuments = 20_000;

    // Images are large; the last ones asked for stay.
    private const int MostImageSets = 64;

    private readonly ExpiringCache<string, byte[]> _documents = new(MostDocuments, duration, time);
    private readonly ExpiringCache<string, IReadOnlyList<byte[]>> _images = new(MostImageSets, duration, time);

    /// <summary>Signs an answer whose hash is known.</summary>
    public void Keep(string id, ResponseText text)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            key.Sign(text).Write(writer);
        }

        _documents.Set(id, json.ToArray());
    }

    /// <summary>Signs a whole answer: images by their bytes where the reply holds them, everything else as one body.</summary>
    public void Keep(string id, string path, ReadOnlySpan<byte> request, byte[] reply)
    {
        IReadOnlyList<byte[]> images = path is ProxyPath.Image or ProxyPath.ImageEdit ? ImageBytes.Read(reply) : [];
        if (images.Count > 0)
        {
            _images.Set(id, images);
            Keep(id, ResponseText.OfImages(request, images));
        }
        else
        {
            Keep(id, ResponseText.Of(request, reply));
        }
    }

    /// <summary>The document of an answer, JSON.</summary>
    /// <exception cref="ProviderRefusal">404: there is none.</exception>
    public byte[] Find(string id) => _documents.TryGet(Plain(id), out byte[]? document)
        ? document
        : throw ProviderRefusal.OfProxy(
            StatusCodes.Status404NotFound, "get signature", "Chat id not found or expired, chat_id_not_found");

    /// <summary>An image of an answer.</summary>
    /// <exception cref="ProviderRefusal">404: there is none.</exception>
    public byte[] FindImage(string id, string index) =>
        _images.TryGet(Plain(id), out IReadOnlyList<byte[]>? images)
        && int.TryParse(index, out int number) && number >= 0 && number < images.Count
            ? images[number]
            : throw ProviderRefusal.OfProxy(StatusCodes.Status404NotFound, "get image", "image not found or expired");

    // Ids are UUIDs, which some clients write in capitals.
    private static string Plain(string id) => id.ToLowerInvariant();
}
