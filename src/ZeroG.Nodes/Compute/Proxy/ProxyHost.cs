using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ZeroG.Chain;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>Serves the proxy over HTTP: who may come in, and failures in the form that OpenAI's clients read.</summary>
internal sealed class ProxyHost
{
    /// <summary>32 MiB: the largest request of providers.</summary>
    public const int MaximumBodySize = 32 << 20;

    private readonly InferenceProxyOptions _options;
    private readonly NodeLog _log;
    private readonly byte[]? _access;

    private ProxyHost(InferenceProxyOptions options, NodeLog log)
    {
        _options = options;
        _log = log;
        _access = options.AccessKey is { } key ? Hash($"Bearer {key.Reveal()}") : null;
    }

    /// <summary>Binds the port and serves from then on.</summary>
    public static Task<KestrelHost> StartAsync(
        InferenceProxyOptions options, ProxyRoutes routes, NodeLog log, CancellationToken cancellationToken)
    {
        ProxyHost host = new(options, log);
        KestrelSetup setup = new(new ListenPlace(options.ListenAddress, options.Port), MaximumBodySize, (application, stopping) =>
        {
            application.Use((context, next) => host.ServeAsync(context, next, stopping));
            routes.Map(application, stopping);
            application.MapFallback(context => throw new ProxyFailure(
                StatusCodes.Status404NotFound, "not_found", $"There is no {context.Request.Method} {context.Request.Path} here."));
        })
        {
            Services = services => services.AddRouting(),
        };
        return KestrelHost.StartAsync(setup, cancellationToken);
    }

    private async Task ServeAsync(HttpContext context, RequestDelegate next, CancellationToken stopping)
    {
        try
        {
            Admit(context.Request);
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception failure)
        {
            await RefuseAsync(context, failure).ConfigureAwait(false);
        }
    }

    private void Admit(HttpRequest request)
    {
        if (IPAddress.IsLoopback(_options.ListenAddress) && !LoopbackGuard.Allows(request))
        {
            throw new ProxyFailure(
                StatusCodes.Status403Forbidden, "forbidden",
                "The proxy listens on loopback and takes no requests of web pages or under other names.");
        }

        // Hashes, so that the time of the comparison tells nothing of the key. Anthropic's clients have a header of their own for it.
        string given = request.Headers.Authorization.Count > 0
            ? request.Headers.Authorization.ToString()
            : $"Bearer {request.Headers["x-api-key"]}";
        if (_access is not null && !CryptographicOperations.FixedTimeEquals(_access, Hash(given)))
        {
            throw new ProxyFailure(
                StatusCodes.Status401Unauthorized, "invalid_api_key", "Incorrect API key. Use the key with which the proxy was started.");
        }
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private async Task RefuseAsync(HttpContext context, Exception failure)
    {
        ProxyFailure refusal = failure switch
        {
            ProxyFailure known => known,
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new ProxyFailure(
                StatusCodes.Status413PayloadTooLarge, "request_too_large", $"The request is larger than {MaximumBodySize >> 20} MiB."),
            BadHttpRequestException bad => new ProxyFailure(bad.StatusCode, "invalid_request", bad.Message),
            ZeroGException chain => new ProxyFailure(StatusCodes.Status503ServiceUnavailable, chain.ErrorId, chain.Message),
            _ => new ProxyFailure(StatusCodes.Status500InternalServerError, "internal_error", "The proxy failed; see its log."),
        };
        if (failure is not ProxyFailure and not BadHttpRequestException)
        {
            NodeLogMessages.RequestFailed(_log, $"{context.Request.Method} {context.Request.Path}", failure);
        }

        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        await refusal.WriteAsync(context.Response).ConfigureAwait(false);
    }
}
