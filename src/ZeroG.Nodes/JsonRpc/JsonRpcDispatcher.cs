using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>
/// JSON-RPC 2.0 without a socket: a body in, an answer out. Reads single requests and batches, calls the service, and writes results and
/// errors; the requests of a batch are served in their order.
/// </summary>
internal sealed class JsonRpcDispatcher(NodeLog log)
{
    /// <summary>Requests in one batch, as in geth.</summary>
    public const int MaximumBatchLength = 1000;

    /// <summary>100 MiB: the rest of a batch is refused when its answer is already larger.</summary>
    public const int MaximumBatchAnswer = 100 << 20;

    // -32003 is what geth answers when the answer to a batch has grown too large.
    private const int AnswerTooLarge = -32003;

    // jsonrpsee's, which the official node is built on.
    private const int RequestTooLarge = -32701;

    // Answers are JSON for programs, never part of a page: quotes and plus signs need no escaping.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers a body; false when it held notifications only and nothing is to be sent.</summary>
    public async ValueTask<bool> AnswerAsync(
        IJsonRpcService service, ReadOnlyMemory<byte> body, PooledBuffer answer, CancellationToken cancellationToken)
    {
        using Utf8JsonWriter writer = new(answer, WriterOptions);
        List<Range>? batch = null;
        JsonRpcRequest single = default;
        try
        {
            // A body of megabytes is read once here, not once to see what it is and once more to take it apart.
            if (IsArray(body.Span))
            {
                batch = Split(body.Span);
            }
            else
            {
                single = JsonRpcRequest.Read(body);
            }
        }
        catch (JsonException malformed)
        {
            WriteError(writer, answer, "null"u8, new JsonRpcException(JsonRpcErrorCode.ParseError, $"parse error: {malformed.Message}"));
            return true;
        }

        if (batch is null)
        {
            return await AnswerOneAsync(service, single, writer, answer, cancellationToken).ConfigureAwait(false);
        }

        if (batch.Count is 0 or > MaximumBatchLength)
        {
            string why = batch.Count == 0 ? "empty batch" : $"batch too large: more than {MaximumBatchLength} requests";
            WriteError(writer, answer, "null"u8, new JsonRpcException(JsonRpcErrorCode.InvalidRequest, why));
            return true;
        }

        return await AnswerBatchAsync(service, body, batch, writer, answer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The answer to a body over the limit, in the official node's words.</summary>
    public static void RefuseBody(PooledBuffer answer, long limit)
    {
        using Utf8JsonWriter writer = new(answer, WriterOptions);
        JsonElement why = RpcParameters.JsonText(string.Create(CultureInfo.InvariantCulture, $"Exceeded max limit of {limit}"));
        WriteError(writer, answer, "null"u8, new JsonRpcException(RequestTooLarge, "Request is too big", why));
    }

    private async ValueTask<bool> AnswerBatchAsync(
        IJsonRpcService service, ReadOnlyMemory<byte> body, List<Range> batch, Utf8JsonWriter writer, PooledBuffer answer,
        CancellationToken cancellationToken)
    {
        bool any = false;
        foreach (Range item in batch)
        {
            int before = answer.Length;
            answer.Write(any ? ","u8 : "["u8);
            ReadOnlyMemory<byte> request = body[item];
            bool answered = answer.Length > MaximumBatchAnswer
                ? RefuseForSize(request, writer, answer)
                : await AnswerOneAsync(service, JsonRpcRequest.Read(request), writer, answer, cancellationToken).ConfigureAwait(false);
            any |= answered;
            if (!answered)
            {
                answer.Truncate(before);
            }
        }

        if (any)
        {
            answer.Write("]"u8);
        }

        return any;
    }

    private async ValueTask<bool> AnswerOneAsync(
        IJsonRpcService service, JsonRpcRequest request, Utf8JsonWriter writer, PooledBuffer answer, CancellationToken cancellationToken)
    {
        if (request.Refusal is { } refusal)
        {
            WriteError(writer, answer, request.Id.Span, refusal);
            return true;
        }

        int start = answer.Length;
        try
        {
            answer.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
            answer.Write(request.Id.Span);
            answer.Write(",\"result\":"u8);
            writer.Reset(answer);
            await service.HandleAsync(request.Method, request.Parameters, writer, cancellationToken).ConfigureAwait(false);
            writer.Flush();
            answer.Write("}"u8);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure) when (failure is not RequestMemoryException)
        {
            answer.Truncate(start);
            WriteError(writer, answer, request.Id.Span, ToRefusal(request.Method, failure));
        }

        if (request.IsNotification)
        {
            answer.Truncate(start);
        }

        return !request.IsNotification;
    }

    private JsonRpcException ToRefusal(string method, Exception failure)
    {
        switch (failure)
        {
            case JsonRpcException refusal:
                return refusal;
            case ZeroGException known:
                return new JsonRpcException(JsonRpcErrorCode.ServerError, known.Message);
            default:
                // What went wrong inside is for the log of the node, not for its callers.
                NodeLogMessages.RequestFailed(log, method, failure);
                return new JsonRpcException(JsonRpcErrorCode.InternalError, "Internal error");
        }
    }

    private static bool IsArray(ReadOnlySpan<byte> body)
    {
        int start = body.IndexOfAnyExcept(" \t\r\n"u8);
        return start >= 0 && body[start] == '[';
    }

    /// <summary>The places of a batch's items.</summary>
    private static List<Range> Split(ReadOnlySpan<byte> body)
    {
        Utf8JsonReader reader = new(body);
        reader.Read();
        List<Range> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (items.Count <= MaximumBatchLength)
            {
                items.Add(start..(int)reader.BytesConsumed);
            }
        }

        // Reads on to the end, so that anything after the value is an error.
        reader.Read();
        return items;
    }

    private static bool RefuseForSize(ReadOnlyMemory<byte> json, Utf8JsonWriter writer, PooledBuffer answer)
    {
        JsonRpcRequest request = JsonRpcRequest.Read(json);
        if (request.IsNotification)
        {
            return false;
        }

        WriteError(writer, answer, request.Id.Span, new JsonRpcException(AnswerTooLarge, "response too large"));
        return true;
    }

    private static void WriteError(Utf8JsonWriter writer, PooledBuffer answer, ReadOnlySpan<byte> id, JsonRpcException refusal)
    {
        writer.Reset(answer);
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WritePropertyName("id"u8);
        writer.WriteRawValue(id.IsEmpty ? "null"u8 : id);
        writer.WriteStartObject("error"u8);
        writer.WriteNumber("code"u8, refusal.Code);
        writer.WriteString("message"u8, refusal.RemoteMessage);
        if (refusal.RemoteData is { } data)
        {
            writer.WritePropertyName("data"u8);
            data.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
    }
}
