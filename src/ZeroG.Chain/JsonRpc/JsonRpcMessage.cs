using System.Text.Json;

namespace ZeroG.Chain.JsonRpc;

/// <summary>The envelopes of JSON-RPC 2.0: calls out, answers in. Everything here is bytes to values, without a socket.</summary>
internal static class JsonRpcMessage
{
    private static readonly JsonWriterOptions WriterOptions = new() { SkipValidation = true };

    /// <summary>Writes one call: <c>{"jsonrpc":"2.0","id":7,"method":"eth_chainId","params":[]}</c>.</summary>
    public static void WriteCall(PooledBuffer buffer, long id, string method, Action<Utf8JsonWriter> writeParameters)
    {
        using Utf8JsonWriter writer = new(buffer, WriterOptions);
        WriteCall(writer, id, method, writeParameters);
    }

    /// <summary>Writes a batch whose ids count up from <paramref name="firstId"/>.</summary>
    public static void WriteBatch(PooledBuffer buffer, long firstId, IReadOnlyList<JsonRpcCall> calls)
    {
        using Utf8JsonWriter writer = new(buffer, WriterOptions);
        writer.WriteStartArray();
        for (int i = 0; i < calls.Count; i++)
        {
            JsonRpcCall call = calls[i];
            WriteCall(writer, firstId + i, call.Method, parameters => JsonRpcValue.WriteArray(parameters, call.Parameters));
        }

        writer.WriteEndArray();
    }

    /// <summary>Reads one answer and gives its result to <paramref name="read"/>, or its refusal to the caller.</summary>
    /// <exception cref="JsonException">The body is no answer, or no answer to this id.</exception>
    public static JsonRpcOutcome<T> ReadAnswer<T>(ReadOnlySpan<byte> body, long id, Uri server, string method, JsonRpcResultReader<T> read)
    {
        Utf8JsonReader reader = new(body);
        reader.Read();
        Envelope envelope = Envelope.Read(ref reader);
        if (reader.Read())
        {
            throw new JsonException("text after the answer");
        }

        // Servers that cannot read a call refuse it with id null (specification, section 5).
        if (envelope.Id != id && !(envelope.Id is null && envelope.HasError))
        {
            throw new JsonException(envelope.Id is null ? "an answer without id" : $"the answer has id {envelope.Id}, the call had {id}");
        }

        return Outcome(body, envelope, server, method, read);
    }

    /// <summary>
    /// Reads the answers to a batch, in whatever order they came, into the order of the calls. A server that refuses a batch as a whole
    /// answers with one object; its refusal is the outcome.
    /// </summary>
    /// <exception cref="JsonException">The body is no batch answer, or an id is missing, unknown or there twice.</exception>
    public static JsonRpcOutcome<JsonRpcReply[]> ReadBatch(
        ReadOnlySpan<byte> body, long firstId, IReadOnlyList<JsonRpcCall> calls, Uri server)
    {
        Utf8JsonReader reader = new(body);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Envelope refusal = Envelope.Read(ref reader);
            return refusal.HasError
                ? new JsonRpcOutcome<JsonRpcReply[]>([], ReadError(body[refusal.Error], server, "the batch"))
                : throw new JsonException("one answer for a whole batch");
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("the answer to a batch must be an array");
        }

        JsonRpcReply?[] replies = new JsonRpcReply?[calls.Count];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Envelope envelope = Envelope.Read(ref reader);
            long index = (envelope.Id ?? throw new JsonException("an answer without id")) - firstId;
            if (index < 0 || index >= replies.Length || replies[index] is not null)
            {
                throw new JsonException($"an answer with the unexpected id {envelope.Id}");
            }

            JsonRpcOutcome<JsonElement> outcome = Outcome(body, envelope, server, calls[(int)index].Method, JsonElement.ParseValue);
            replies[index] = outcome.Error is { } error ? new JsonRpcReply(error) : new JsonRpcReply(outcome.Result);
        }

        JsonRpcReply[] complete = Array.ConvertAll(
            replies, static reply => reply ?? throw new JsonException("a call of the batch has no answer"));
        return new JsonRpcOutcome<JsonRpcReply[]>(complete, null);
    }

    private static void WriteCall(Utf8JsonWriter writer, long id, string method, Action<Utf8JsonWriter> writeParameters)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WriteNumber("id"u8, id);
        writer.WriteString("method"u8, method);
        writer.WritePropertyName("params"u8);
        writeParameters(writer);
        writer.WriteEndObject();
    }

    private static JsonRpcOutcome<T> Outcome<T>(
        ReadOnlySpan<byte> body, Envelope envelope, Uri server, string method, JsonRpcResultReader<T> read)
    {
        if (envelope.HasError)
        {
            return new JsonRpcOutcome<T>(default!, ReadError(body[envelope.Error], server, method));
        }

        if (!envelope.HasResult)
        {
            throw new JsonException("neither result nor error");
        }

        Utf8JsonReader reader = new(body[envelope.Result]);
        reader.Read();
        return new JsonRpcOutcome<T>(read(ref reader), null);
    }

    /// <summary>
    /// Reads <c>{"code":3,"message":"…","data":…}</c>, and tolerates a bare string or missing members, which old nodes send.
    /// </summary>
    private static JsonRpcException ReadError(ReadOnlySpan<byte> json, Uri server, string method)
    {
        JsonElement error = JsonElement.Parse(json);
        if (error.ValueKind != JsonValueKind.Object)
        {
            return JsonRpcException.FromServer(server, method, 0, error.ToString(), null);
        }

        int code = error.TryGetProperty("code"u8, out JsonElement number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out int value) ? value : 0;
        string message = error.TryGetProperty("message"u8, out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : "no reason given";
        JsonElement? data = error.TryGetProperty("data"u8, out JsonElement detail) && detail.ValueKind != JsonValueKind.Null
            ? detail
            : null;
        return JsonRpcException.FromServer(server, method, code, message, data);
    }

    /// <summary>
    /// Where the members of an answer lie in the body. An error of null counts as absent (JSON-RPC 1 servers send both members).
    /// </summary>
    private readonly record struct Envelope(long? Id, Range Result, bool HasResult, Range Error, bool HasError)
    {
        public static Envelope Read(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("an answer must be an object");
            }

            Envelope envelope = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isId = reader.ValueTextEquals("id"u8);
                bool isResult = reader.ValueTextEquals("result"u8);
                bool isError = reader.ValueTextEquals("error"u8);
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                JsonTokenType token = reader.TokenType;
                long? number = token == JsonTokenType.Number && reader.TryGetInt64(out long id) ? id : null;
                reader.Skip();
                Range place = start..(int)reader.BytesConsumed;
                envelope = isId ? envelope with { Id = number }
                    : isResult ? envelope with { Result = place, HasResult = true }
                    : isError ? envelope with { Error = place, HasError = token != JsonTokenType.Null }
                    : envelope;
            }

            return envelope;
        }
    }
}
