using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Nodes.Tests.JsonRpc;

/// <summary>A service for tests of the host: echoes its parameters, or fails in the ways in which services fail.</summary>
internal sealed class EchoService : IJsonRpcService
{
    public TaskCompletionSource<CancellationToken> Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Notified { get; private set; }

    public async ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case "echo" when parameters.IsEmpty:
                result.WriteStringValue("nothing");
                break;
            case "echo":
                result.WriteRawValue(parameters.Span);
                break;
            case "notify":
                Notified++;
                result.WriteNullValue();
                break;
            case "halfway":
                result.WriteStartArray();
                result.WriteNumberValue(1);
                throw new JsonRpcException(-32602, "Invalid params: root", JsonElement.Parse("\"already uploaded and finalized\""));
            case "known":
                throw new ZeroGException("ZgTest", ErrorKind.InvalidOperation, "The node is full. Add a disk.");
            case "unknown":
                throw new InvalidOperationException("secret detail");
            case "hang":
                Hanging.SetResult(cancellationToken);
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
            default:
                throw JsonRpcException.MethodNotFound(method);
        }
    }
}
