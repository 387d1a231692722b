using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>
/// Serves the encoder over gRPC: HTTP/2 without TLS, as official clients call it. Browsers do not speak that, so no web page can talk to
/// the encoder behind its user's back.
/// </summary>
internal static class EncoderHost
{
    /// <summary>
    /// 1 GiB: the limit of official encoders, in both directions (0g-da-encoder, <c>grpc/src/lib.rs</c>). Here it is that of replies.
    /// </summary>
    public const int MessageSizeLimit = 1 << 30;

    /// <summary>Binds the port and serves from then on.</summary>
    public static Task<KestrelHost> StartAsync(
        ListenPlace place, EncoderService service, EncoderQueue queue, NodeLog log, CancellationToken cancellationToken)
    {
        CancellationToken stopping = default;
        KestrelSetup setup = new(place, MaximumBodySize: null, (application, ending) =>
        {
            stopping = ending;
            application.Use((context, next) => AdmitAsync(context, next, service, queue, log));
            application.MapGrpcService<EncoderService>();
        })
        {
            Protocols = HttpProtocols.Http2,
            Services = services =>
            {
                services.AddGrpc(grpc =>
                {
                    grpc.MaxReceiveMessageSize = service.MessageLimit;
                    grpc.MaxSendMessageSize = MessageSizeLimit;
                });
                services.AddSingleton(service);
                services.AddSingleton<IServiceMethodProvider<EncoderService>>(_ => new EncoderMethods(stopping));
            },
        };
        return KestrelHost.StartAsync(setup, cancellationToken);
    }

    // Before the body is read, so that a crowd of callers costs no memory.
    private static async Task AdmitAsync(
        HttpContext context, RequestDelegate next, EncoderService service, EncoderQueue queue, NodeLog log)
    {
        if (context.Request.Path != EncoderMethods.EncodeBlobPath)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (!queue.TryEnter())
        {
            DaEncoderLog.QueueFull(log, queue.Waiting);
            Refuse(context, new Status(StatusCode.ResourceExhausted, "The encoder has as many blobs as it can take. Try again later."));
            return;
        }

        try
        {
            MessageHead? head = await MessageHead.PeekAsync(context.Request.BodyReader, context.RequestAborted).ConfigureAwait(false);
            if (head is { } message && service.RefusalOf(message, $"{context.Connection.RemoteIpAddress}") is { } refusal)
            {
                Refuse(context, refusal);
                return;
            }

            await next(context).ConfigureAwait(false);
        }
        finally
        {
            queue.Leave();
        }
    }

    private static void Refuse(HttpContext context, Status status)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = ((int)status.StatusCode).ToString("D", null);
        context.Response.Headers["grpc-message"] = status.Detail;
    }
}
