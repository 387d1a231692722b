using System.ClientModel;
using System.Diagnostics;
using System.Text.Json;
using OpenAI;
using OpenAI.Images;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>New images, or one that is edited.</summary>
internal sealed class ImageCall(ProviderConnection connection, ModelOffer offer, ImageRequest request)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Asks.</summary>
    public Task<InferenceAnswer> RunAsync(CancellationToken cancellationToken) => connection.CallAsync(
        offer.Service, offer.Model, isStream: false, (exchange, key, options) => AskAsync(exchange, key, options, cancellationToken),
        cancellationToken);

    private async Task<InferenceAnswer> AskAsync(
        Exchange exchange, ApiKeyCredential key, OpenAIClientOptions options, CancellationToken cancellationToken)
    {
        ImageClient client = new(offer.Model, key, options);
        GeneratedImageSize? size = request.Size is { } asked ? new GeneratedImageSize(asked.Width, asked.Height) : null;
        if (request.Source is { } source)
        {
            using MemoryStream picture = new(source.Bytes, writable: false);
            await client.GenerateImageEditsAsync(
                picture, source.Name, request.Prompt, request.Count,
                new ImageEditOptions { Size = size, ResponseFormat = GeneratedImageFormat.Bytes }, cancellationToken);
        }
        else
        {
            await client.GenerateImagesAsync(
                request.Prompt, request.Count,
                new ImageGenerationOptions { Size = size, ResponseFormat = GeneratedImageFormat.Bytes }, cancellationToken);
        }

        await exchange.FinishAsync(cancellationToken);
        return new InferenceAnswer
        {
            Offer = offer,
            Images = await ReadAsync(exchange, cancellationToken),
            Usage = new UsageCounts(request.Count, 0),
            IsUsageReported = true,
            ChatId = exchange.ResponseKey,
            RequestHash = exchange.RequestHash,
            ResponseHash = exchange.ResponseHash,
            Duration = Stopwatch.GetElapsedTime(_start),
        };
    }

    /// <summary>
    /// The images of the answer. An image that is only named by an address is fetched from the provider, which keeps it under the key of
    /// the answer; other servers are not asked.
    /// </summary>
    private async Task<IReadOnlyList<byte[]>> ReadAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        List<byte[]> images = [];
        using JsonDocument body = JsonDocument.Parse(exchange.Kept);
        foreach (JsonElement entry in body.RootElement.Items("data"))
        {
            images.Add(
                entry.Text("b64_json") is { } text ? Convert.FromBase64String(text)
                : exchange.ResponseKey is { } key ? await connection.GetBytesAsync(
                    new InferenceEndpoint(offer.Service.Url).Path($"images/{Uri.EscapeDataString(key)}/{images.Count}"), cancellationToken)
                : throw new FormatException("An image came neither as bytes nor with a key."));
        }

        return images.Count > 0 ? images : throw new FormatException("The answer has no image.");
    }
}
