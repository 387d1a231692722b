using System.ClientModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Embeddings;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>Texts as vectors.</summary>
internal sealed class EmbeddingCall(ProviderConnection connection, ModelOffer offer, IReadOnlyList<string> texts)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Asks.</summary>
    public Task<InferenceAnswer> RunAsync(CancellationToken cancellationToken) => connection.CallAsync(
        offer.Service, offer.Model, isStream: false, (exchange, key, options) => AskAsync(exchange, key, options, cancellationToken),
        cancellationToken);

    private async Task<InferenceAnswer> AskAsync(
        Exchange exchange, ApiKeyCredential key, OpenAIClientOptions options, CancellationToken cancellationToken)
    {
        EmbeddingClient client = new(offer.Model, key, options);
        OpenAIEmbeddingCollection vectors = await client.GenerateEmbeddingsAsync(texts, cancellationToken: cancellationToken);
        await exchange.FinishAsync(cancellationToken);
        if (vectors.Count != texts.Count)
        {
            throw new FormatException("The answer has another number of vectors than there were texts.");
        }

        JsonElement? usage = LenientJson.ParseObject(Encoding.UTF8.GetString(exchange.Kept.Span))?.Member("usage");
        return new InferenceAnswer
        {
            Offer = offer,
            Vectors = [.. vectors.OrderBy(vector => vector.Index).Select(vector => vector.ToFloats())],
            AnsweringModel = vectors.Model,
            Usage = usage is { } reported ? UsageCounts.Read(ServiceTypes.Embedding, reported.GetRawText()) : default,
            IsUsageReported = usage is not null,
            ChatId = exchange.ResponseKey,
            RequestHash = exchange.RequestHash,
            ResponseHash = exchange.ResponseHash,
            Duration = Stopwatch.GetElapsedTime(_start),
        };
    }
}
