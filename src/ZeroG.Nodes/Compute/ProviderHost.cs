using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ZeroG.Chain;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute;

/// <summary>
/// Serves a provider over HTTP: the headers that all answers carry, web pages of other places welcome or not, and failures in the form of
/// brokers.
/// </summary>
internal sealed class ProviderHost
{
    /// <summary>32 MiB: the largest paid request of brokers.</summary>
    public const int LargestRequest = 32 << 20;

    // What is read at all: datasets have up to 100 MiB.
    private const int LargestBody = 128 << 20;

    private const string ProviderHeader = "Provider";

    private readonly string _provider;
    private readonly bool _isPrivate;
    private readonly NodeLog _log;

    private ProviderHost(ComputeProviderOptions options, NodeLog log)
    {
        _provider = options.Wallet.Address.ToString();

        // Behind a public address there is a proxy of the operator's, through which web pages come as they do to any provider.
        _isPrivate = IPAddress.IsLoopback(options.ListenAddress) && options.PublicUri?.IsLoopback != false;
        _log = log;
    }

    /// <summary>Binds the port and serves from then on.</summary>
    /// <param name="options">Where it listens.</param>
    /// <param name="map">Adds the routes; the token is cancelled when the host stops.</param>
    /// <param name="log">Where failures are told.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    public static Task<KestrelHost> StartAsync(
        ComputeProviderOptions options, Action<IEndpointRouteBuilder, CancellationToken> map, NodeLog log,
        CancellationToken cancellationToken)
    {
        ProviderHost host = new(options, log);
        KestrelSetup setup = new(new ListenPlace(options.ListenAddress, options.Port), LargestBody, (application, stopping) =>
        {
            application.Use((context, next) => host.ServeAsync(context, next, stopping));
            map(application, stopping);
            application.MapFallback(context => throw new ProviderRefusal(StatusCodes.Status404NotFound, "Provider", "no such path"));
        })
        {
            Services = services => services.AddRouting(),
        };
        return KestrelHost.StartAsync(setup, cancellationToken);
    }

    /// <summary>The refusal of a request that is too large.</summary>
    public static ProviderRefusal TooLarge() => ProviderRefusal.OfProxy(
        StatusCodes.Status413PayloadTooLarge, "read request body", $"the request is larger than {LargestRequest >> 20} MiB");

    private async Task ServeAsync(HttpContext context, RequestDelegate next, CancellationToken stopping)
    {
        if (_isPrivate && !LoopbackGuard.Allows(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        AddHeaders(context.Response.Headers);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        try
        {
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

    private void AddHeaders(IHeaderDictionary headers)
    {
        headers[ProviderHeader] = _provider;
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowMethods = "GET, POST, OPTIONS";

        // A star does not stand for this one header in browsers.
        headers.AccessControlAllowHeaders = "*, Authorization";
        headers.AccessControlExposeHeaders =
            $"{RequestProxy.KeyHeader}, {ProviderHeader}, Content-Type, Content-Encoding, Retry-After, {ProviderRefusal.SourceHeader}, "
            + DevelopmentReport.SignatureHeader;
    }

    private async Task RefuseAsync(HttpContext context, Exception failure)
    {
        ProviderRefusal refusal = failure switch
        {
            ProviderRefusal known => known,
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => TooLarge(),
            BadHttpRequestException bad => ProviderRefusal.OfProxy(bad.StatusCode, "read request body", bad.Message),
            ZeroGException => new ProviderRefusal(
                StatusCodes.Status503ServiceUnavailable, "Provider", "the chain cannot be asked at the moment")
            {
                RetryAfter = TimeSpan.FromSeconds(5),
            },
            _ => new ProviderRefusal(StatusCodes.Status500InternalServerError, "Provider", "internal error"),
        };
        if (failure is ProviderRefusal { FailureSource: "upstream" })
        {
            ComputeProviderLog.BackendFailed(_log, context.Request.Path, failure.Message);
        }
        else if (failure is ProviderRefusal or BadHttpRequestException)
        {
            ComputeProviderLog.Refused(_log, refusal);
        }
        else
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
