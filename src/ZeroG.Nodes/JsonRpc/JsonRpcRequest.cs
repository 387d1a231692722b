using System.Text.Json;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>One request of JSON-RPC 2.0 (section 4), cut out of the body that holds it without copying.</summary>
/// <param name="Method">Method name.</param>
/// <param name="Parameters">JSON of <c>params</c>, an array or an object; empty when there is none.</param>
/// <param name="Id">JSON of <c>id</c>: a string, a number or null; empty for a notification, which gets no answer.</param>
/// <param name="Refusal">Why the request cannot be served; null when it can.</param>
internal readonly record struct JsonRpcRequest(
    string Method, ReadOnlyMemory<byte> Parameters, ReadOnlyMemory<byte> Id, JsonRpcException? Refusal)
{
    private static readonly ReadOnlyMemory<byte> NullId = "null"u8.ToArray();

    /// <summary>Nobody waits for an answer.</summary>
    public bool IsNotification => Id.IsEmpty;

    /// <summary>Reads a request; one that breaks the rules of a request comes back with its refusal.</summary>
    /// <exception cref="JsonException">It is not JSON, or more than one value.</exception>
    public static JsonRpcRequest Read(ReadOnlyMemory<byte> json)
    {
        Utf8JsonReader reader = new(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            reader.Read();
            return Invalid(NullId, "a request must be an object");
        }

        string? version = null;
        string? method = null;
        ReadOnlyMemory<byte> parameters = default;
        ReadOnlyMemory<byte> id = default;
        JsonTokenType idType = JsonTokenType.None;
        JsonTokenType parametersType = JsonTokenType.None;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped && !IsText(reader))
            {
                reader.Skip();
            }
            else if (reader.ValueTextEquals("jsonrpc"u8))
            {
                version = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("method"u8))
            {
                method = ReadText(ref reader);
            }
            else if (reader.ValueTextEquals("params"u8))
            {
                parameters = ReadRaw(ref reader, json, out parametersType);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                id = ReadRaw(ref reader, json, out idType);
            }
            else
            {
                reader.Skip();
            }
        }

        // Reads on to the end, so that anything after the object is an error.
        reader.Read();
        if (idType is not (JsonTokenType.None or JsonTokenType.Null or JsonTokenType.Number or JsonTokenType.String))
        {
            return Invalid(NullId, "id must be a string, a number or null");
        }

        // A faulty request is answered even without an id (section 5: the id is then null).
        ReadOnlyMemory<byte> answerTo = id.IsEmpty ? NullId : id;
        if (version != "2.0")
        {
            return Invalid(answerTo, "jsonrpc must be \"2.0\"");
        }

        if (method is null)
        {
            return Invalid(answerTo, "method must be a string");
        }

        return parametersType switch
        {
            JsonTokenType.None or JsonTokenType.Null => new JsonRpcRequest(method, default, id, null),
            JsonTokenType.StartArray or JsonTokenType.StartObject => new JsonRpcRequest(method, parameters, id, null),
            _ => new JsonRpcRequest(method, default, answerTo, JsonRpcException.InvalidParams("params must be an array or an object")),
        };
    }

    private static JsonRpcRequest Invalid(ReadOnlyMemory<byte> id, string why) =>
        new("", default, id, new JsonRpcException(JsonRpcErrorCode.InvalidRequest, $"invalid request: {why}"));

    private static string? ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return IsText(reader) ? reader.GetString() : null;
    }

    // JSON allows bytes that are no UTF-8, and halves of surrogate pairs, in what it calls a string.
    private static bool IsText(Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static ReadOnlyMemory<byte> ReadRaw(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, out JsonTokenType type)
    {
        reader.Read();
        type = reader.TokenType;
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
