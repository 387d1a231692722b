using System.Net;
using ZeroG.Nodes.Hosting;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>Where and how a <see cref="JsonRpcHost"/> listens.</summary>
public sealed record JsonRpcHostOptions
{
    /// <summary>Address to listen on; the default is loopback, which only this machine reaches.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0, the default, lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>Largest request body in bytes; the default is 104,857,600 (100 MiB, storage nodes' <c>max_request_body_size</c>).</summary>
    public long MaximumBodySize { get; init; } = 100 << 20;

    /// <summary>Memory for all bodies and answers at a time; that of the process by default.</summary>
    internal FairShare Memory { get; init; } = RequestMemory.OfProcess;

    /// <summary>Opens the service's side of a WebSocket; null, the default, refuses WebSockets.</summary>
    public Func<JsonRpcPush, IJsonRpcConnection>? OpenConnection { get; init; }

    /// <summary>Pages that are answered to GET; none by default.</summary>
    public IReadOnlyList<JsonRpcPage> Pages { get; init; } = [];

    /// <summary>
    /// Whether web pages may call it, as they may call official nodes and indexers: pages of every place, and on loopback pages of this
    /// machine. False by default.
    /// </summary>
    public bool ServesWebPages { get; init; }

    /// <summary>Called after each answer has been sent; null, the default, for nothing.</summary>
    public Action? Answered { get; init; }
}
