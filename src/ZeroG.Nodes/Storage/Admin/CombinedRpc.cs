using System.Text.Json;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Nodes.Storage.Admin;

/// <summary>Two services on one port: the first takes its own methods, the second the rest.</summary>
internal sealed class CombinedRpc(IJsonRpcService first, IReadOnlySet<string> methods, IJsonRpcService second) : IJsonRpcService
{
    public ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken) =>
        (methods.Contains(method) ? first : second).HandleAsync(method, parameters, result, cancellationToken);
}
