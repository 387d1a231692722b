using System.ClientModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Audio;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>Speech written down.</summary>
internal sealed class SpeechCall(ProviderConnection connection, ModelOffer offer, SpeechRequest request)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Asks.</summary>
    public Task<InferenceAnswer> RunAsync(CancellationToken cancellationToken) => connection.CallAsync(
        offer.Service, offer.Model, isStream: false, (exchange, key, options) => AskAsync(exchange, key, options, cancellationToken),
        cancellationToken);

    private async Task<InferenceAnswer> AskAsync(
        Exchange exchange, ApiKeyCredential key, OpenAIClientOptions options, CancellationToken cancellationToken)
    {
        AudioClient client = new(offer.Model, key, options);
        using MemoryStream audio = new(request.Audio, writable: false);
        AudioTranscription transcription = await client.TranscribeAudioAsync(
            audio, request.Name, new AudioTranscriptionOptions { Language = request.Language, Prompt = request.Prompt }, cancellationToken);
        await exchange.FinishAsync(cancellationToken);
        JsonElement? json = LenientJson.ParseObject(Encoding.UTF8.GetString(exchange.Kept.Span));
        JsonElement? usage = json?.Member("usage");
        // Without a usage the length that some servers tell is what brokers charge by.
        string? counted = usage is { } reported ? reported.GetRawText()
            : json?.Number("duration") is { } seconds ? FormattableString.Invariant($"{{\"seconds\":{seconds}}}") : null;
        return new InferenceAnswer
        {
            Offer = offer,
            Text = transcription.Text ?? throw new FormatException("The answer has no text."),
            Usage = counted is null ? default : UsageCounts.Read(ServiceTypes.Speech, counted),
            IsUsageReported = usage is not null,
            ChatId = exchange.ResponseKey,
            RequestHash = exchange.RequestHash,
            ResponseHash = exchange.ResponseHash,
            Duration = Stopwatch.GetElapsedTime(_start),
        };
    }
}
