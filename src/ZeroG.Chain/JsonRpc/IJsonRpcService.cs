using System.Text.Json;

namespace ZeroG.Chain.JsonRpc;

/// <summary>
/// A set of JSON-RPC methods as values in and values out. Hosts own sockets, batches and envelopes; a service never sees them.
/// </summary>
public interface IJsonRpcService
{
    /// <summary>Answers one call by writing exactly one JSON value, the result.</summary>
    /// <param name="method">Method name as received, for example <c>eth_chainId</c>.</param>
    /// <param name="parameters">
    /// UTF-8 JSON of the <c>params</c> member, an array or an object; empty when the call has none. Valid until the returned task ends.
    /// </param>
    /// <param name="result">Receives the result; what was written before a failure is thrown away by the host.</param>
    /// <param name="cancellationToken">Cancelled when the caller is gone or the host stops.</param>
    /// <exception cref="JsonRpcException">The call is refused; code, text and data go to the caller as they are.</exception>
    ValueTask HandleAsync(string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken);
}
