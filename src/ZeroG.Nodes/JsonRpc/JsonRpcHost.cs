using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>
/// Serves an <see cref="IJsonRpcService"/> over HTTP (POST to <c>/</c>) and, if asked, WebSocket. Requests must say
/// <c>application/json</c>, for which browsers ask first: a web page gets nowhere unless <see cref="JsonRpcHostOptions.ServesWebPages"/>.
/// </summary>
public sealed class JsonRpcHost : IAsyncDisposable
{
    // 4 MiB: ten segments in Base64, the usual upload, without growing.
    private const int MaximumInitialBuffer = 4 << 20;

    private const string RetryAfterSeconds = "5";

    private readonly IJsonRpcService _service;
    private readonly JsonRpcHostOptions _options;
    private readonly JsonRpcDispatcher _dispatcher;
    private KestrelHost _host = null!;

    private JsonRpcHost(IJsonRpcService service, JsonRpcHostOptions options, NodeLog log)
    {
        _service = service;
        _options = options;
        _dispatcher = new JsonRpcDispatcher(log);
    }

    /// <summary>Where the host listens, with the real port; an address that means every interface is given as loopback.</summary>
    public Uri Uri => _host.Uri;

    /// <summary>Binds the port and serves from then on.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgPortInUse</c>, <c>ZgPortDenied</c> (ports below 1024 on many systems) or <c>ZgListenAddress</c> (no such address on this
    /// machine).
    /// </exception>
    public static async Task<JsonRpcHost> StartAsync(
        IJsonRpcService service, JsonRpcHostOptions options, NodeLog log, CancellationToken cancellationToken = default)
    {
        JsonRpcHost host = new(service, options, log);
        KestrelSetup setup = new(new ListenPlace(options.ListenAddress, options.Port), options.MaximumBodySize, host.Configure);
        host._host = await KestrelHost.StartAsync(setup, cancellationToken).ConfigureAwait(false);
        return host;
    }

    /// <summary>Cancels what is being served, closes the port, and returns when no request touches the service any more.</summary>
    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private void Configure(WebApplication application, CancellationToken stopping)
    {
        if (_options.OpenConnection is not null)
        {
            application.UseWebSockets();
        }

        application.Run(context => ServeAsync(context, stopping));
    }

    private async Task ServeAsync(HttpContext context, CancellationToken stopping)
    {
        if (IPAddress.IsLoopback(_options.ListenAddress) && !LoopbackGuard.Allows(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (_options.ServesWebPages && CrossOrigin.Answer(context))
        {
            return;
        }

        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
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
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await RefuseSizeAsync(context, ending.Token).ConfigureAwait(false);
        }
        catch (RequestMemoryException)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
        }
    }

    private async Task AnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        ClientNetwork client = ClientNetwork.Of(context.Connection.RemoteIpAddress);
        JsonRpcCaller.Enter(client);
        using RequestMemory memory = new(_options.Memory, client);
        using PooledBuffer body = await ReadBodyAsync(context.Request, memory, cancellationToken).ConfigureAwait(false);
        using PooledBuffer answer = new(PooledBuffer.DefaultCapacity, memory);
        if (!await _dispatcher.AnswerAsync(_service, body.Written, answer, cancellationToken).ConfigureAwait(false))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        await SendAsync(context.Response, answer, cancellationToken).ConfigureAwait(false);
        _options.Answered?.Invoke();
    }

    private async Task RefuseSizeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using PooledBuffer answer = new();
        JsonRpcDispatcher.RefuseBody(answer, _options.MaximumBodySize);
        context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        await SendAsync(context.Response, answer, cancellationToken).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpResponse response, PooledBuffer answer, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json";
        response.ContentLength = answer.Length;
        await response.Body.WriteAsync(answer.Written, cancellationToken).ConfigureAwait(false);
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

    private static async Task<PooledBuffer> ReadBodyAsync(HttpRequest request, RequestMemory memory, CancellationToken cancellationToken)
    {
        // A declared length is a promise, not data: only so much is set aside for it. The extra byte lets the last, empty read find room
        // without growing.
        int first = (int)Math.Clamp((request.ContentLength ?? 0) + 1, PooledBuffer.DefaultCapacity, MaximumInitialBuffer);
        PooledBuffer body = new(first, memory);
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
