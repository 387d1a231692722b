using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ZeroG.Compute.Inference;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>The routes of the proxy: those of OpenAI that providers serve, and what the official proxies add.</summary>
internal sealed class ProxyRoutes(UpstreamPool pool, RequestForwarder forwarder, ServedReplies replies)
{
    private const int LargestQuestion = 64 << 10;

    private static readonly string[] Paid =
    [
        ProxyPath.Chat, ProxyPath.Messages, ProxyPath.Image, ProxyPath.ImageEdit, ProxyPath.Transcription, ProxyPath.Embedding,
    ];

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes, CancellationToken stopping)
    {
        foreach (string path in Paid)
        {
            routes.MapPost($"/v1/{path}", context => forwarder.ServeAsync(context, path, stopping));
        }

        routes.MapGet("/v1/models", ListModelsAsync);
        routes.MapGet("/v1/providers/status", TellStatusAsync);
        routes.MapPost("/v1/verify", VerifyAsync);
    }

    private static Task WriteAsync(HttpContext context, JsonObject body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), context.RequestAborted).AsTask();
    }

    private static string Word(VerificationFact fact) => fact switch
    {
        VerificationFact.Passed => "passed",
        VerificationFact.Failed => "failed",
        _ => "not checked",
    };

    private async Task ListModelsAsync(HttpContext context)
    {
        IReadOnlyList<string> models = await pool.GetModelsAsync(path: null, context.RequestAborted).ConfigureAwait(false);
        JsonArray data =
        [
            .. models.Select(model => new JsonObject { ["id"] = model, ["object"] = "model", ["created"] = 0, ["owned_by"] = "0g" }),
        ];
        await WriteAsync(context, new JsonObject { ["object"] = "list", ["data"] = data }).ConfigureAwait(false);
    }

    private Task TellStatusAsync(HttpContext context)
    {
        JsonArray providers = [];
        foreach (Upstream upstream in pool.All)
        {
            JsonObject entry = new()
            {
                ["id"] = upstream.Id,
                ["type"] = upstream.Type,
                ["endpoint"] = upstream.Endpoint,
                ["model"] = upstream.Model,
                ["priority"] = upstream.Priority,
                ["available"] = upstream.IsAvailable,
            };
            if (upstream.Address is { } address)
            {
                entry["address"] = address.ToString();
            }

            if (upstream.LastFailure is { } failure)
            {
                entry["lastError"] = failure.Error;
                entry["lastErrorTime"] = failure.At.ToUnixTimeMilliseconds();
            }

            providers.Add(entry);
        }

        return WriteAsync(context, new JsonObject { ["providers"] = providers });
    }

    private async Task VerifyAsync(HttpContext context)
    {
        string id = await ReadIdAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        ServedReply reply = replies.Find(id) ?? throw new ProxyFailure(
            StatusCodes.Status404NotFound, "not_found",
            "No answer of that id is remembered. Ask with the id of the answer or its ZG-Res-Key, within 20 minutes.");
        ServedVerdict verdict = await reply.Upstream.VerifyAsync(reply, context.RequestAborted).ConfigureAwait(false);
        JsonObject body = new() { ["isValid"] = verdict.IsValid, ["provider"] = reply.Upstream.Id };
        if (verdict.Facts is { } facts)
        {
            body["isVerified"] = facts.IsVerified;
            body["signature"] = Word(facts.Signature);
            body["request"] = Word(facts.Request);
            body["response"] = Word(facts.Response);
            body["signer"] = facts.Signer?.ToString();
            body["detail"] = facts.Detail;
        }
        else
        {
            body["note"] = verdict.Note;
        }

        await WriteAsync(context, body).ConfigureAwait(false);
    }

    private static async Task<string> ReadIdAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[LargestQuestion];
        int length = 0, read;
        while (length < buffer.Length
            && (read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false)) > 0)
        {
            length += read;
        }

        return LenientJson.ParseObject(buffer.AsMemory(0, length))?.Text("id") is { Length: > 0 } id ? id : throw new ProxyFailure(
            StatusCodes.Status400BadRequest, "invalid_request", "Missing or invalid id in request body");
    }
}
