using System.Text.Json;
using ZeroG.DevChain.Subscriptions;
using ZeroG.Nodes.JsonRpc;

namespace ZeroG.Nodes.Chain;

/// <summary>One WebSocket to the chain, with its subscriptions.</summary>
internal sealed class DevChainConnection(ChainSession session) : IJsonRpcConnection
{
    public ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken) =>
        session.HandleAsync(method, parameters, result, cancellationToken);

    public ValueTask DisposeAsync()
    {
        session.Dispose();
        return ValueTask.CompletedTask;
    }
}
