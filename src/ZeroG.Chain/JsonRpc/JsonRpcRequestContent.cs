using System.Net;
using System.Net.Http.Headers;

namespace ZeroG.Chain.JsonRpc;

/// <summary>
/// A request body that knows whether the connection is still reading it. HTTP may answer, or be cancelled, before the whole body is out;
/// the pooled array must not go back while somebody reads it.
/// </summary>
internal sealed class JsonRpcRequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ReadOnlyMemory<byte> _body;
    private int _readers;

    public JsonRpcRequestContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Headers.ContentType = Json;
    }

    /// <summary>True while the connection may still read the body.</summary>
    public bool IsBeingRead => Volatile.Read(ref _readers) > 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _readers);
        try
        {
            await stream.WriteAsync(_body, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
