using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ZeroG.Compute.Inference;
using ZeroG.Nodes.Compute.Metering;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>A client's request as it came: its bytes go on unchanged unless it names no model.</summary>
/// <param name="Path">One of <see cref="ProxyPath"/>.</param>
/// <param name="Body">The bytes.</param>
/// <param name="ContentType">What they are.</param>
/// <param name="Model">The model that it asks for; null for none.</param>
/// <param name="Headers">The client's headers.</param>
internal sealed record ProxyRequest(string Path, byte[] Body, string? ContentType, string? Model, IHeaderDictionary Headers)
{
    private static readonly string[] Forwarded = ["Accept", "anthropic-version", "anthropic-beta"];

    /// <summary>Reads a request.</summary>
    /// <exception cref="ProxyFailure">400: it is not in the form of its route.</exception>
    public static async Task<ProxyRequest> ReadAsync(HttpRequest request, string path, CancellationToken cancellationToken)
    {
        using MemoryStream body = new((int)Math.Clamp(request.ContentLength ?? 0, 0, 1 << 20));
        await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        byte[] bytes = body.ToArray();
        string? model = path is ProxyPath.ImageEdit or ProxyPath.Transcription
            ? await ReadFormAsync(bytes, request.ContentType, cancellationToken).ConfigureAwait(false)
            : ReadJson(bytes, path);
        return new ProxyRequest(path, bytes, request.ContentType, string.IsNullOrEmpty(model) ? null : model, request.Headers);
    }

    /// <summary>The message for an upstream, and the bytes in it, which carry a model if they had none and one is known.</summary>
    public HttpContent ToContent(string? defaultModel, out byte[] sent)
    {
        sent = Model is not null || defaultModel is null ? Body : WithModel(defaultModel);
        ByteArrayContent content = new(sent);
        if (ContentType is not null)
        {
            content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, ContentType);
        }

        return content;
    }

    /// <summary>Gives a message the headers that an upstream may see: none of the client's keys or cookies.</summary>
    public void CopyHeaders(HttpRequestMessage message)
    {
        foreach (string name in Forwarded)
        {
            if (Headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values))
            {
                message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }
    }

    private byte[] WithModel(string model)
    {
        if (Path is ProxyPath.ImageEdit or ProxyPath.Transcription)
        {
            string boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(ContentType).Boundary).Value!;
            string part = $"--{boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n";
            return [.. Encoding.UTF8.GetBytes(part), .. Body];
        }

        // In front of the other members, which stay as the client wrote them.
        int start = Array.IndexOf(Body, (byte)'{') + 1;
        bool isEmpty = Body.AsSpan(start).TrimStart(" \t\r\n"u8).StartsWith("}"u8);
        string member = $"\"model\":{JsonSerializer.Serialize(model)}{(isEmpty ? "" : ",")}";
        return [.. Body.AsSpan(0, start), .. Encoding.UTF8.GetBytes(member), .. Body.AsSpan(start)];
    }

    private static string? ReadJson(byte[] body, string path)
    {
        if (LenientJson.ParseObject(body) is not { } json)
        {
            throw Refuse("The request body is no JSON object.");
        }

        if (path == ProxyPath.Chat && !json.Items("messages").Any())
        {
            throw Refuse("Missing or invalid messages in request body");
        }

        if (path == ProxyPath.Image && string.IsNullOrEmpty(json.Text("prompt")))
        {
            throw Refuse("Missing or invalid prompt in request body");
        }

        return json.Member("model") is not { } model ? null
            : LenientJson.TextOf(model) ?? throw Refuse("The model in the request body is no text.");
    }

    private static async Task<string?> ReadFormAsync(byte[] body, string? contentType, CancellationToken cancellationToken)
    {
        try
        {
            MultipartFields form = await MultipartFields.ReadAsync(body, contentType, cancellationToken).ConfigureAwait(false);
            return form.Texts.GetValueOrDefault("model");
        }
        catch (InvalidDataException failure)
        {
            throw Refuse($"The request cannot be read: {failure.Message}.");
        }
    }

    private static ProxyFailure Refuse(string message) => new(StatusCodes.Status400BadRequest, "invalid_request", message);
}
