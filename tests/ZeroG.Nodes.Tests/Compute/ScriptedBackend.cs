using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using System.Net;
using ZeroG.Nodes.Hosting;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>A backend that does what a test tells it, and remembers what it was asked.</summary>
internal sealed class ScriptedBackend : IAsyncDisposable
{
    private KestrelHost _host = null!;

    /// <summary>The base address, with a path in front as OpenAI's has.</summary>
    public Uri Uri => new(_host.Uri, "v1/");

    /// <summary>What was posted last: its path, headers and body. Lists of models are asked for at any time.</summary>
    public (string Path, IReadOnlyDictionary<string, string> Headers, string Body) Asked { get; private set; }

    public static async Task<ScriptedBackend> StartAsync(Func<HttpContext, Task> answer)
    {
        ScriptedBackend backend = new();
        backend._host = await KestrelHost.StartAsync(
            new KestrelSetup(new ListenPlace(IPAddress.Loopback, 0), null, (application, _) => application.Run(async context =>
            {
                using StreamReader body = new(context.Request.Body);
                string text = await body.ReadToEndAsync();
                if (HttpMethods.IsPost(context.Request.Method))
                {
                    backend.Asked = (
                        context.Request.Path, context.Request.Headers.ToDictionary(
                            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                        text);
                }

                await answer(context);
            })),
            CancellationToken.None);
        return backend;
    }

    /// <summary>An answer of one piece.</summary>
    public static Task ReplyAsync(HttpContext context, int status, string body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    }

    /// <summary>Sends a piece of a stream at once.</summary>
    public static async Task SendAsync(HttpContext context, string piece)
    {
        if (!context.Response.HasStarted)
        {
            context.Response.ContentType = "text/event-stream";
        }

        await context.Response.WriteAsync(piece);
        await context.Response.Body.FlushAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
