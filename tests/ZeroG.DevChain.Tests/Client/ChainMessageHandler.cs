using System.Buffers;
using System.Net;
using System.Text.Json;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>A transport that leads straight into a service: the client's own JSON-RPC over HTTP without a socket.</summary>
internal sealed class ChainMessageHandler(IJsonRpcService service) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using JsonDocument body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        ArrayBufferWriter<byte> answer = new();
        using (Utf8JsonWriter writer = new(answer))
        {
            if (body.RootElement.ValueKind == JsonValueKind.Array)
            {
                writer.WriteStartArray();
                foreach (JsonElement call in body.RootElement.EnumerateArray())
                {
                    await AnswerAsync(call, writer, cancellationToken);
                }

                writer.WriteEndArray();
            }
            else
            {
                await AnswerAsync(body.RootElement, writer, cancellationToken);
            }
        }

        ByteArrayContent content = new(answer.WrittenSpan.ToArray());
        content.Headers.ContentType = new("application/json");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }

    private async Task AnswerAsync(JsonElement call, Utf8JsonWriter writer, CancellationToken cancellationToken)
    {
        ArrayBufferWriter<byte> result = new();
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "2.0");
        writer.WritePropertyName("id");
        call.GetProperty("id").WriteTo(writer);
        byte[] parameters = call.TryGetProperty("params", out JsonElement given) ? JsonSerializer.SerializeToUtf8Bytes(given) : [];
        try
        {
            using (Utf8JsonWriter inner = new(result))
            {
                await service.HandleAsync(call.GetProperty("method").GetString()!, parameters, inner, cancellationToken);
            }

            writer.WritePropertyName("result");
            writer.WriteRawValue(result.WrittenSpan);
        }
        catch (JsonRpcException refusal)
        {
            writer.WriteStartObject("error");
            writer.WriteNumber("code", refusal.Code);
            writer.WriteString("message", refusal.RemoteMessage);
            if (refusal.RemoteData is { } data)
            {
                writer.WritePropertyName("data");
                data.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
