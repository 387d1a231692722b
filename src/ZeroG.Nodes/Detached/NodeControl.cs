using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Detached;

/// <summary>
/// The control channel of a detached node: <c>node_stop(token)</c> over JSON-RPC on a free loopback port. The token is new for each run and
/// lies in a file that only the node's user can read.
/// </summary>
internal sealed class NodeControl(string token, Action stop) : IJsonRpcService
{
    private const string StopMethod = "node_stop";
    private const int TokenSize = 32;
    private const int MaximumBody = 4096;

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>Opens the channel and notes in the folder how to reach it.</summary>
    public static async Task<JsonRpcHost> OpenAsync(NodeStateFolder folder, NodeLog log, Action stop, CancellationToken cancellationToken)
    {
        string token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenSize));
        JsonRpcHostOptions options = new() { MaximumBodySize = MaximumBody };
        NodeControl control = new(token, stop);
        JsonRpcHost host = await JsonRpcHost.StartAsync(control, options, log, cancellationToken).ConfigureAwait(false);
        folder.WriteControl(new NodeControlAddress(host.Uri, token));
        return host;
    }

    /// <summary>Asks the node to stop; ends when it has heard. Each failure says in words why it was not asked.</summary>
    /// <exception cref="ZeroGException">The node does not listen or does not believe the token.</exception>
    public static async Task AskToStopAsync(NodeControlAddress address, CancellationToken cancellationToken)
    {
        using JsonRpcClient client = new(address.Uri, new JsonRpcClientOptions { Timeout = AnswerLimit, MaxAttempts = 1 });
        await client.CallAsync(StopMethod, [address.Token], cancellationToken).ConfigureAwait(false);
    }

    public ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        if (method != StopMethod)
        {
            throw JsonRpcException.MethodNotFound(method);
        }

        byte[] given = Encoding.UTF8.GetBytes(new RpcParameters(parameters).Text("token"));
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(token)))
        {
            throw new JsonRpcException(JsonRpcErrorCode.ServerError, "the token is not this node's");
        }

        stop();
        result.WriteBooleanValue(true);
        return default;
    }
}
