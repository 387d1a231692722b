using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroG.Nodes.Compute.Metering;

namespace ZeroG.Nodes.Compute.Backends;

/// <summary>
/// The built-in backend for tests: it has no model and says what it was told, in the form of OpenAI's API. Everything it makes follows from
/// the request alone, so that two runs give the same bytes.
/// </summary>
/// <param name="model">The name under which it answers.</param>
/// <param name="time">Clock of its replies.</param>
internal sealed class EchoBackend(string model, TimeProvider time) : HttpMessageHandler
{
    /// <summary>The name that it has when it is given none, so that lists of models say what it is.</summary>
    public const string DefaultModel = "zerog-echo";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        string? type = request.Content?.Headers.ContentType?.ToString();
        try
        {
            return request.RequestUri!.AbsolutePath.TrimStart('/') switch
            {
                ProxyPath.Chat => Chat(Object(body)),
                ProxyPath.Messages => EchoChat.Messages(Object(body), model),
                ProxyPath.Image => Images(Object(body)),
                ProxyPath.ImageEdit => Images(await FormAsync(body, type, cancellationToken).ConfigureAwait(false)),
                ProxyPath.Transcription => EchoSpeech.Transcribe(
                    await MultipartFields.ReadAsync(body, type, cancellationToken).ConfigureAwait(false)),
                ProxyPath.Embedding => Json(EchoEmbedding.Create(Object(body), model)),
                _ => Error(HttpStatusCode.NotFound, "the echo backend has no such path"),
            };
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or InvalidDataException or InvalidOperationException
            or FormatException)
        {
            return Error(HttpStatusCode.BadRequest, failure.Message);
        }
    }

    /// <summary>A reply of JSON.</summary>
    internal static HttpResponseMessage Json(JsonNode json) => Reply(json.ToJsonString(), "application/json");

    /// <summary>A reply of a text.</summary>
    internal static HttpResponseMessage Reply(string text, string contentType) =>
        new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, contentType) };

    private static JsonObject Object(byte[] body) =>
        JsonNode.Parse(body) as JsonObject ?? throw new InvalidDataException("the body is no JSON object");

    private static HttpResponseMessage Error(HttpStatusCode status, string message)
    {
        JsonObject error = new() { ["error"] = new JsonObject { ["message"] = message, ["type"] = "invalid_request_error" } };
        HttpResponseMessage reply = Json(error);
        reply.StatusCode = status;
        return reply;
    }

    private static async Task<JsonObject> FormAsync(byte[] body, string? type, CancellationToken cancellationToken)
    {
        MultipartFields form = await MultipartFields.ReadAsync(body, type, cancellationToken).ConfigureAwait(false);
        JsonObject json = [];
        foreach ((string name, string value) in form.Texts)
        {
            json[name] = name == "n" ? int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : value;
        }

        return form.Files.Count > 0 ? json : throw new InvalidDataException("the form has no image");
    }

    private HttpResponseMessage Chat(JsonObject request) => EchoChat.Complete(request, model, time.GetUtcNow());

    private HttpResponseMessage Images(JsonObject request)
    {
        string prompt = (string?)request["prompt"] ?? throw new InvalidDataException("prompt is missing");
        int count = (int?)request["n"] ?? 1;
        if (count is < 1 or > 10)
        {
            throw new InvalidDataException("n goes from 1 to 10");
        }

        bool asAddress = (string?)request["response_format"] == "url";
        JsonArray images = [];
        for (int number = 0; number < count; number++)
        {
            string data = Convert.ToBase64String(EchoImage.Create(prompt, number));
            images.Add(asAddress
                ? new JsonObject { ["url"] = $"data:image/png;base64,{data}" }
                : new JsonObject { ["b64_json"] = data });
        }

        return Json(new JsonObject { ["created"] = time.GetUtcNow().ToUnixTimeSeconds(), ["data"] = images });
    }
}
