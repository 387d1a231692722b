using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ZeroG.Chain;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>What the routes of the fine-tuning side share: reading what path and body hold, and writing answers.</summary>
internal static class RouteTools
{
    /// <summary>A route whose malformed requests are refused with its own context; everything else is the host's to answer.</summary>
    /// <param name="context">What is being done, in the words of official brokers.</param>
    /// <param name="serve">The route.</param>
    public static RequestDelegate Handle(string context, Func<HttpContext, Task> serve) => async http =>
    {
        try
        {
            await serve(http).ConfigureAwait(false);
        }
        catch (BadHttpRequestException malformed)
        {
            throw new ProviderRefusal(malformed.StatusCode, $"Provider: {context}", malformed.Message);
        }
    };

    /// <summary>The user whose path it is.</summary>
    /// <exception cref="ProviderRefusal">400: it is no address.</exception>
    public static Address User(HttpContext context) =>
        Address.TryParse(UserText(context).ToLowerInvariant(), out Address user)
            ? user
            : throw FineTuningRefusal.Malformed("parse user address", "invalid user address format");

    /// <summary>The user as the path writes it, which is what some messages sign.</summary>
    public static string UserText(HttpContext context) => context.Request.RouteValues["user"] as string ?? "";

    /// <summary>The task of the path.</summary>
    /// <exception cref="ProviderRefusal">400: it is no id.</exception>
    public static Guid Task(HttpContext context) =>
        Guid.TryParse(context.Request.RouteValues["task"] as string, out Guid id)
            ? id
            : throw FineTuningRefusal.Malformed("parse task id", "invalid UUID");

    /// <summary>The body in a known form.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="what">What is being read, in the words of official brokers.</param>
    /// <param name="parse">Reads the form.</param>
    /// <exception cref="ProviderRefusal">400: it is of another form.</exception>
    /// <exception cref="BadHttpRequestException">413: it is larger.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, int limit, string what, Func<byte[], T> parse)
    {
        AllowBody(context, limit);
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        try
        {
            return parse(body.ToArray());
        }
        catch (JsonException malformed)
        {
            throw FineTuningRefusal.Malformed(what, ForeignText.Clean(malformed.Message));
        }
    }

    /// <summary>Sets how large the body of this request may be.</summary>
    public static void AllowBody(HttpContext context, long limit)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit;
        }
    }

    /// <summary>Answers with JSON.</summary>
    public static Task WriteJsonAsync(HttpContext context, byte[] json, int status = StatusCodes.Status200OK) =>
        WriteAsync(context, json, "application/json; charset=utf-8", status);

    /// <summary>Answers with text.</summary>
    public static Task WriteTextAsync(HttpContext context, string text) =>
        WriteAsync(context, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", StatusCodes.Status200OK);

    private static async Task WriteAsync(HttpContext context, byte[] body, string type, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}
