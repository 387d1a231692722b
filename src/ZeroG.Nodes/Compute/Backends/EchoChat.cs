using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ZeroG.Nodes.Compute.Metering;

namespace ZeroG.Nodes.Compute.Backends;

/// <summary>
/// The echo's side of a chat, in OpenAI's and Anthropic's form: the last message comes back, word by word when it is streamed.
/// </summary>
internal static class EchoChat
{
    /// <summary>OpenAI's <c>chat/completions</c>.</summary>
    public static HttpResponseMessage Complete(JsonObject request, string model, DateTimeOffset now)
    {
        (string answer, long heard, bool cut) = Answer(request, "max_completion_tokens", "max_tokens");
        string id = IdOf(request, "chatcmpl-");
        JsonObject usage = Usage(("prompt_tokens", heard), ("completion_tokens", WordCount.Of(answer)));
        usage["total_tokens"] = heard + WordCount.Of(answer);
        string reason = cut ? "length" : "stop";
        JsonObject Envelope(string kind, JsonArray choices) => new()
        {
            ["id"] = id, ["object"] = kind, ["created"] = now.ToUnixTimeSeconds(), ["model"] = model, ["choices"] = choices,
        };
        if (!IsTrue(request["stream"]))
        {
            JsonObject message = new() { ["role"] = "assistant", ["content"] = answer };
            JsonObject whole = Envelope(
                "chat.completion", [new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = reason }]);
            whole["usage"] = usage;
            return EchoBackend.Json(whole);
        }

        StringBuilder stream = new();
        void Send(JsonObject delta, string? finish) => stream.Append("data: ").Append(Envelope(
            "chat.completion.chunk",
            [new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }]).ToJsonString()).Append("\n\n");

        Send(new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        foreach (string word in Pieces(answer))
        {
            Send(new JsonObject { ["content"] = word }, null);
        }

        Send([], reason);
        if (request["stream_options"] is JsonObject options && IsTrue(options["include_usage"]))
        {
            JsonObject last = Envelope("chat.completion.chunk", []);
            last["usage"] = usage;
            stream.Append("data: ").Append(last.ToJsonString()).Append("\n\n");
        }

        return EchoBackend.Reply(stream.Append("data: [DONE]\n\n").ToString(), "text/event-stream");
    }

    /// <summary>Anthropic's <c>messages</c>.</summary>
    public static HttpResponseMessage Messages(JsonObject request, string model)
    {
        (string answer, long heard, bool cut) = Answer(request, "max_tokens");
        string reason = cut ? "max_tokens" : "end_turn";
        JsonObject message = new()
        {
            ["id"] = IdOf(request, "msg_"), ["type"] = "message", ["role"] = "assistant", ["model"] = model,
            ["content"] = new JsonArray(), ["stop_reason"] = null, ["stop_sequence"] = null,
            ["usage"] = Usage(("input_tokens", heard), ("output_tokens", 0)),
        };
        if (!IsTrue(request["stream"]))
        {
            message["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = answer });
            message["stop_reason"] = reason;
            message["usage"] = Usage(("input_tokens", heard), ("output_tokens", WordCount.Of(answer)));
            return EchoBackend.Json(message);
        }

        StringBuilder stream = new();
        void Send(string kind, JsonObject data)
        {
            data["type"] = kind;
            stream.Append("event: ").Append(kind).Append("\ndata: ").Append(data.ToJsonString()).Append("\n\n");
        }

        Send("message_start", new JsonObject { ["message"] = message });
        Send("content_block_start", new JsonObject
        {
            ["index"] = 0, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" },
        });
        foreach (string word in Pieces(answer))
        {
            Send("content_block_delta", new JsonObject
            {
                ["index"] = 0, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = word },
            });
        }

        Send("content_block_stop", new JsonObject { ["index"] = 0 });
        Send("message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = reason, ["stop_sequence"] = null },
            ["usage"] = Usage(("output_tokens", WordCount.Of(answer))),
        });
        Send("message_stop", []);
        return EchoBackend.Reply(stream.ToString(), "text/event-stream");
    }

    private static (string Answer, long Heard, bool IsCut) Answer(JsonObject request, params string[] limits)
    {
        if (request["messages"] is not JsonArray { Count: > 0 } messages)
        {
            throw new InvalidDataException("messages is missing or empty");
        }

        string[] texts = [.. messages.Select(message => TextOf((message as JsonObject)?["content"]))];
        string[] words = [.. Pieces(texts[^1])];
        int limit = limits.Select(name => (int?)request[name]).FirstOrDefault(value => value is not null) ?? int.MaxValue;
        bool cut = words.Length > limit;
        return (string.Concat(words.Take(limit)), texts.Sum(WordCount.Of), cut);
    }

    // Words with the space behind them, so that they make the text again; a word is what the meter counts as one.
    private static IEnumerable<string> Pieces(string text)
    {
        int start = 0;
        for (int at = 1; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at - 1]) && !char.IsWhiteSpace(text[at]))
            {
                yield return text[start..at];
                start = at;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static string TextOf(JsonNode? content) => content switch
    {
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonArray parts => string.Join(' ', parts.OfType<JsonObject>().Select(part => TextOf(part["text"]))),
        _ => "",
    };

    private static JsonObject Usage(params (string Name, long Count)[] counts)
    {
        JsonObject usage = [];
        foreach ((string name, long count) in counts)
        {
            usage[name] = count;
        }

        return usage;
    }

    private static string IdOf(JsonObject request, string prefix) =>
        prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request.ToJsonString())))[..24];

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) && flag;
}
