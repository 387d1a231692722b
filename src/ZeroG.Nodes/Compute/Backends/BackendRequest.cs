using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ZeroG.Nodes.Compute.Metering;

namespace ZeroG.Nodes.Compute.Backends;

/// <summary>
/// A user's request as the backend gets it: with the model where the user named none, and asked for what metering needs. Nothing else is
/// changed.
/// </summary>
/// <param name="Path">One of <see cref="ProxyPath"/>.</param>
/// <param name="Body">The bytes.</param>
/// <param name="ContentType">What they are.</param>
/// <param name="Images">Images asked for; 1 where that is not said.</param>
internal sealed record BackendRequest(string Path, byte[] Body, string? ContentType, int Images)
{
    private const string Step = "prepare HTTP request";

    // Of a model's name that somebody asked for, in the refusal.
    private const int LongestName = 100;

    /// <summary>Reads and completes a request.</summary>
    /// <exception cref="ProviderRefusal">400: it is not in the form of its route, or names a model that is not served.</exception>
    public static async Task<BackendRequest> PrepareAsync(
        string path, byte[] body, string? contentType, string model, CancellationToken cancellationToken) =>
        path is ProxyPath.ImageEdit or ProxyPath.Transcription
            ? await FormAsync(path, body, contentType, model, cancellationToken).ConfigureAwait(false)
            : Json(path, body, contentType, model);

    private static BackendRequest Json(string path, byte[] body, string? contentType, string model)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject json)
            {
                throw Refuse("the body is no JSON object");
            }

            bool changed = false;
            if (!IsNamed(TextOf(json["model"]), model))
            {
                json["model"] = model;
                changed = true;
            }

            if (path == ProxyPath.Chat && json["stream"] is JsonValue stream && stream.TryGetValue(out bool streams) && streams)
            {
                JsonObject options = json["stream_options"] as JsonObject ?? [];
                if (options["include_usage"] is not JsonValue asked || !asked.TryGetValue(out bool already) || !already)
                {
                    options["include_usage"] = true;
                    json["stream_options"] = options.Parent is null ? options : options.DeepClone();
                    changed = true;
                }
            }

            int images = json["n"] is JsonValue count && count.TryGetValue(out int n) ? Math.Max(1, n) : 1;
            return new BackendRequest(path, changed ? Encoding.UTF8.GetBytes(json.ToJsonString()) : body, contentType, images);
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or InvalidOperationException)
        {
            // The second comes from a member that is there twice, of which backends might take the other one; the third from half a
            // surrogate pair, which JSON allows and texts do not.
            throw Refuse($"the body is no JSON: {failure.Message}");
        }
    }

    private static async Task<BackendRequest> FormAsync(
        string path, byte[] body, string? contentType, string model, CancellationToken cancellationToken)
    {
        MultipartFields form;
        try
        {
            form = await MultipartFields.ReadAsync(body, contentType, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException failure)
        {
            throw Refuse(failure.Message);
        }

        int images = int.TryParse(form.Texts.GetValueOrDefault("n"), out int n) ? Math.Max(1, n) : 1;
        if (IsNamed(form.Texts.GetValueOrDefault("model"), model))
        {
            return new BackendRequest(path, body, contentType, images);
        }

        string boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(contentType).Boundary).Value!;
        string part = $"--{boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n";
        return new BackendRequest(path, [.. Encoding.UTF8.GetBytes(part), .. body], contentType, images);
    }

    /// <summary>True when the request names the model that is served, false when it names none.</summary>
    private static bool IsNamed(string? requested, string model) =>
        !string.IsNullOrEmpty(requested)
        && (string.Equals(requested, model, StringComparison.OrdinalIgnoreCase)
            ? true
            : throw Refuse($"Model {requested[..Math.Min(requested.Length, LongestName)]} is not served. Available: {model}."));

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static ProviderRefusal Refuse(string message) => ProviderRefusal.OfProxy(StatusCodes.Status400BadRequest, Step, message);
}
