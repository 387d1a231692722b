using System.Text.Json;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Nodes.JsonRpc;

/// <summary>The service of a host that has pages only.</summary>
internal sealed class NoMethods : IJsonRpcService
{
    public ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken) =>
        throw JsonRpcException.MethodNotFound(method);
}
