using System.ClientModel;
using System.Diagnostics;
using System.Numerics;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>One chat, whole or as a stream.</summary>
/// <param name="connection">The way to the provider.</param>
/// <param name="offer">Who is asked for what.</param>
/// <param name="request">What is asked.</param>
/// <param name="onText">Takes each piece of text as it comes; null to wait for the whole answer.</param>
internal sealed class ChatCall(ProviderConnection connection, ModelOffer offer, ChatRequest request, Func<string, Task>? onText)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Asks.</summary>
    public async Task<InferenceAnswer> RunAsync(CancellationToken cancellationToken)
    {
        ChatMessage[] messages = [.. request.Turns.Select(turn => turn.ToMessage())];
        return await connection.CallAsync(
            offer.Service, offer.Model, onText is not null,
            (exchange, key, options) => onText is null
                ? AskAsync(exchange, key, options, messages, cancellationToken)
                : StreamAsync(exchange, key, options, messages, onText, cancellationToken),
            cancellationToken);
    }

    private async Task<InferenceAnswer> AskAsync(
        Exchange exchange, ApiKeyCredential key, OpenAIClientOptions options, ChatMessage[] messages, CancellationToken cancellationToken)
    {
        ChatClient client = new(offer.Model, key, options);
        ChatCompletion completion = await client.CompleteChatAsync(messages, ChatOptions(), cancellationToken);
        await exchange.FinishAsync(cancellationToken);
        JsonElement? json = LenientJson.ParseObject(Encoding.UTF8.GetString(exchange.Kept.Span));
        if (json?.Items("choices").FirstOrDefault().Member("message") is null)
        {
            throw new FormatException("The answer has no message.");
        }

        string text = string.Concat(completion.Content.Select(part => part.Text));
        JsonElement? usage = json?.Member("usage");
        return Answer(
            exchange, text, completion.Id, completion.Model, Word(completion.FinishReason),
            usage is { } reported ? UsageCounts.Read(offer.Service.ServiceType, reported.GetRawText()) : null);
    }

    private async Task<InferenceAnswer> StreamAsync(
        Exchange exchange, ApiKeyCredential key, OpenAIClientOptions options, ChatMessage[] messages, Func<string, Task> take,
        CancellationToken cancellationToken)
    {
        ChatClient client = new(offer.Model, key, options);
        StringBuilder text = new();
        (string? id, string? model, string? finish, UsageCounts? usage) = (null, null, null, null);
        await foreach (StreamingChatCompletionUpdate part in client.CompleteChatStreamingAsync(messages, ChatOptions(), cancellationToken))
        {
            id ??= part.CompletionId;
            model ??= part.Model;
            finish = part.FinishReason is { } reason ? Word(reason) : finish;
            usage = part.Usage is { } counts ? new UsageCounts(counts.InputTokenCount, counts.OutputTokenCount) : usage;
            foreach (ChatMessageContentPart content in part.ContentUpdate)
            {
                if (content.Text is { Length: > 0 } piece)
                {
                    text.Append(piece);
                    await take(piece);
                }
            }
        }

        await exchange.FinishAsync(cancellationToken);
        bool isWhole = finish is not null || (exchange.Body?.SawDone == true && text.Length > 0);
        return isWhole
            ? Answer(exchange, text.ToString(), id, model, finish, usage)
            : throw StreamFaults.Cut(new InferenceEndpoint(offer.Service.Url).Root);
    }

    private InferenceAnswer Answer(
        Exchange exchange, string text, string? id, string? model, string? finish, UsageCounts? usage) => new()
        {
            Offer = offer,
            Text = text,
            AnsweringModel = model,
            FinishReason = finish,
            // Brokers then charge the words of the answer and nothing for the question.
            Usage = usage ?? new UsageCounts(0, Words(text)),
            IsUsageReported = usage is not null,
            ChatId = exchange.ResponseKey ?? (string.IsNullOrEmpty(id) ? null : id),
            RequestHash = exchange.RequestHash,
            ResponseHash = exchange.ResponseHash,
            Duration = Stopwatch.GetElapsedTime(_start),
        };

    private ChatCompletionOptions ChatOptions()
    {
        ChatCompletionOptions options = new() { Temperature = request.Temperature };
        if (request.MaxTokens is { } limit)
        {
            // Servers of open models heed max_tokens in all their versions; companies' services want the new name.
            if (ProviderInfo.Parse(offer.Service.AdditionalInfo).ProviderType == ProviderInfo.Centralized)
            {
                options.MaxOutputTokenCount = limit;
            }
            else
            {
#pragma warning disable SCME0001 // An experiment of the library's, and its only way to this field.
                options.Patch.Set("$.max_tokens"u8, limit);
#pragma warning restore SCME0001
            }
        }

        return options;
    }

    private static BigInteger Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private static string Word(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Stop => "stop",
        ChatFinishReason.Length => "length",
        ChatFinishReason.ContentFilter => "content_filter",
        ChatFinishReason.ToolCalls => "tool_calls",
        _ => "function_call",
    };
}
