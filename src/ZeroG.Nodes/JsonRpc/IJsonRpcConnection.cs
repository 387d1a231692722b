using ZeroG.Chain.JsonRpc;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>
/// The service's side of one WebSocket: answers the requests that come over it and may push messages of its own, such as
/// <c>eth_subscription</c>. Disposed when the socket is gone.
/// </summary>
public interface IJsonRpcConnection : IJsonRpcService, IAsyncDisposable;
