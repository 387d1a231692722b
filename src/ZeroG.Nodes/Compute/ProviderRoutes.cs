using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ZeroG.Chain;
using ZeroG.Nodes.Compute.Fees;

namespace ZeroG.Nodes.Compute;

/// <summary>The routes of the inference side (0G compute specification 5.2): each says where its answer comes from.</summary>
internal sealed class ProviderRoutes(
    ComputeProviderOptions options, UserGate gate, RequestProxy proxy, SignedReplies replies, FeeBook book, byte[] report,
    string reportSignature)
{
    private const string ImagePrefix = "images/";
    private const string SignaturePrefix = "signature/";

    private readonly byte[] _models = ProviderPages.Models(options);

    /// <summary>Adds the routes.</summary>
    public void Map(IEndpointRouteBuilder routes, CancellationToken stopping)
    {
        routes.MapGet("/v1/quote", context =>
        {
            context.Response.Headers[DevelopmentReport.SignatureHeader] = reportSignature;
            return WriteAsync(context, report);
        });
        routes.MapGet("/v1/models", context => WriteAsync(context, _models));
        routes.MapGet("/v1/user/{user}/unsettledfee", TellUnsettledAsync);
        routes.Map("/v1/proxy/{**path}", context => ServeAsync(context, (string?)context.GetRouteValue("path") ?? "", stopping));
    }

    private static Task WriteAsync(HttpContext context, byte[] body, string contentType = "application/json")
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private async Task TellUnsettledAsync(HttpContext context)
    {
        const string Context = "Provider: get unsettled fee";
        Address user = await gate.EnterAsync(context.Request.Headers.Authorization, context.RequestAborted).ConfigureAwait(false);
        if (!Address.TryParse(((string?)context.GetRouteValue("user"))?.ToLowerInvariant(), out Address asked))
        {
            throw new ProviderRefusal(StatusCodes.Status400BadRequest, Context, "the path names no address");
        }

        if (asked != user)
        {
            throw new ProviderRefusal(StatusCodes.Status403Forbidden, Context, "session token belongs to another user");
        }

        string fee = book.Of(user).Wei.ToString(null, null);
        await context.Response.WriteAsJsonAsync(new { unsettledFee = fee }, context.RequestAborted).ConfigureAwait(false);
    }

    private Task ServeAsync(HttpContext context, string path, CancellationToken stopping)
    {
        string plain = ProxyPath.Normalize(path);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            if (plain.StartsWith(SignaturePrefix, StringComparison.OrdinalIgnoreCase))
            {
                return WriteAsync(context, replies.Find(plain[SignaturePrefix.Length..]));
            }

            if (plain.StartsWith(ImagePrefix, StringComparison.OrdinalIgnoreCase)
                && plain[ImagePrefix.Length..].Split('/') is [var id, var index])
            {
                return WriteAsync(context, replies.FindImage(id, index), "image/png");
            }
        }

        if (plain.StartsWith("attestation/", StringComparison.OrdinalIgnoreCase))
        {
            throw ProviderRefusal.OfProxy(
                StatusCodes.Status501NotImplemented, "get attestation", "there is no attestation of a model here; see /v1/quote");
        }

        return HttpMethods.IsPost(context.Request.Method) && ProxyPath.IsServed(options.ServiceType, plain)
            ? proxy.ServeAsync(context, plain, stopping)
            : throw ProviderRefusal.OfProxy(
                StatusCodes.Status400BadRequest, "prepare HTTP request",
                $"endpoint not supported by a service of type {options.ServiceType}");
    }
}
