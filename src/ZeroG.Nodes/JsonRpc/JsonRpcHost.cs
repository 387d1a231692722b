using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>
/// Serves an <see cref="IJsonRpcService"/> over HTTP (POST to <c>/</c>) and, if asked, WebSocket. The only file that knows Kestrel. Answers
/// carry no CORS headers, and requests must say <c>application/json</c>, so that a web page cannot talk to a node behind its user's back.
/// </summary>
public sealed class JsonRpcHost : IAsyncDisposable
{
    // 4 MiB: ten segments in Base64, the usual upload, without growing.
    private const int MaximumInitialBuffer = 4 << 20;

    // How long requests in progress may still take when the host stops.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly IJsonRpcService _service;
    private readonly JsonRpcHostOptions _options;
    private readonly JsonRpcDispatcher _dispatcher;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _application;

    // Requests being served, and one for the host itself.
    private int _active = 1;

    private JsonRpcHost(IJsonRpcService service, JsonRpcHostOptions options, NodeLog log)
    {
        _service = service;
        _options = options;
        _dispatcher = new JsonRpcDispatcher(log);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        // Behind Kestrel's own, since the last one counts.
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>>(new BlockPool.Factory());
        _application = builder.Build();
        Debug.Assert(_application.Services.GetRequiredService<IMemoryPoolFactory<byte>>() is BlockPool.Factory, "Kestrel has its own pool.");
        if (options.OpenConnection is not null)
        {
            _application.UseWebSockets();
        }

        _application.Run(HandleAsync);
    }

    /// <summary>Where the host listens, with the real port; an address that means every interface is given as loopback.</summary>
    public Uri Uri { get; private set; } = null!;

    /// <summary>Binds the port and serves from then on.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgPortInUse</c>, <c>ZgPortDenied</c> (ports below 1024 on many systems) or <c>ZgListenAddress</c> (no such address on this
    /// machine).
    /// </exception>
    public static async Task<JsonRpcHost> StartAsync(
        IJsonRpcService service, JsonRpcHostOptions options, NodeLog log, CancellationToken cancellationToken = default)
    {
        JsonRpcHost host = new(service, options, log);
        try
        {
            await host._application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await host.DisposeAsync().ConfigureAwait(false);
            if (Explain(options, failure) is { } explained)
            {
                throw explained;
            }

            throw;
        }

        IServerAddressesFeature bound = host._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        int port = new Uri(bound.Addresses.First()).Port;
        host.Uri = new UriBuilder(Uri.UriSchemeHttp, ReachableHost(options.ListenAddress), port).Uri;
        return host;
    }

    /// <summary>Cancels what is being served, closes the port, and returns when no request touches the service any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using (CancellationTokenSource limit = new(StopLimit))
        {
            await _application.StopAsync(limit.Token).ConfigureAwait(false);
        }

        // Kestrel drops connections at the limit, but their requests may still be in the service, whose data is closed next.
        Finish();
        await _idle.Task.ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static string ReachableHost(IPAddress address) =>
        address.Equals(IPAddress.Any) ? "127.0.0.1"
        : address.Equals(IPAddress.IPv6Any) ? "[::1]"
        : new IPEndPoint(address, 0).ToString()[..^":0".Length];

    private static ZeroGException? Explain(JsonRpcHostOptions options, Exception failure)
    {
        IPEndPoint endpoint = new(options.ListenAddress, options.Port);
        return (failure, (failure.InnerException as SocketException ?? failure as SocketException)?.SocketErrorCode) switch
        {
            (_, SocketError.AddressAlreadyInUse) or ({ InnerException: AddressInUseException }, _) => new ZeroGException(
                "ZgPortInUse", ErrorKind.ResourceBusy,
                $"{endpoint} is in use by another program. Choose another -Port, or leave it out for a free one.", options.Port, failure),
            (_, SocketError.AccessDenied) => new ZeroGException(
                "ZgPortDenied", ErrorKind.PermissionDenied,
                $"The system does not allow this user to listen on {endpoint}. Choose a -Port of 1024 or more.", options.Port, failure),
            (_, SocketError.AddressNotAvailable) => new ZeroGException(
                "ZgListenAddress", ErrorKind.InvalidArgument,
                $"This machine has no address {options.ListenAddress}. Use 127.0.0.1, 0.0.0.0 or one of its own addresses.",
                options.ListenAddress, failure),
            _ => null,
        };
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = _options.MaximumBodySize;
        kestrel.Listen(_options.ListenAddress, _options.Port);
    }

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _active);
        try
        {
            await ServeAsync(context).ConfigureAwait(false);
        }
        finally
        {
            Finish();
        }
    }

    private void Finish()
    {
        if (Interlocked.Decrement(ref _active) == 0)
        {
            _idle.TrySetResult();
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (IPAddress.IsLoopback(_options.ListenAddress) && !LoopbackGuard.Allows(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        try
        {
            if (_options.OpenConnection is { } open && context.WebSockets.IsWebSocketRequest)
            {
                using System.Net.WebSockets.WebSocket socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
                await new JsonRpcSocket(socket, _dispatcher, _options.MaximumBodySize).ServeAsync(open, ending.Token).ConfigureAwait(false);
            }
            else if (HttpMethods.IsGet(context.Request.Method) && FindPage(context.Request.Path) is { } page)
            {
                context.Response.ContentType = page.ContentType;
                await context.Response.WriteAsync(page.Write(), ending.Token).ConfigureAwait(false);
            }
            else if (!HttpMethods.IsPost(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                context.Response.Headers.Allow = HttpMethods.Post;
            }
            else if (!context.Request.HasJsonContentType())
            {
                context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            }
            else
            {
                await AnswerAsync(context, ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using PooledBuffer body = await ReadBodyAsync(context.Request, cancellationToken).ConfigureAwait(false);
        using PooledBuffer answer = new();
        if (!await _dispatcher.AnswerAsync(_service, body.Written, answer, cancellationToken).ConfigureAwait(false))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer.Written, cancellationToken).ConfigureAwait(false);
        _options.Answered?.Invoke();
    }

    private JsonRpcPage? FindPage(PathString path)
    {
        foreach (JsonRpcPage page in _options.Pages)
        {
            if (path.Equals(page.Path, StringComparison.Ordinal))
            {
                return page;
            }
        }

        return null;
    }

    private static async Task<PooledBuffer> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // A declared length is a promise, not data: only so much is set aside for it. The extra byte lets the last, empty read find room
        // without growing.
        PooledBuffer body = new((int)Math.Clamp((request.ContentLength ?? 0) + 1, PooledBuffer.DefaultCapacity, MaximumInitialBuffer));
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body.GetMemory(), cancellationToken).ConfigureAwait(false)) > 0)
            {
                body.Advance(read);
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }
}
