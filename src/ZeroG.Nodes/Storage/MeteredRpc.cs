using System.Diagnostics;
using System.Text.Json;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Nodes.Storage;

/// <summary>Counts and times the requests to a service.</summary>
internal sealed class MeteredRpc(IJsonRpcService service, IReadOnlySet<string> methods, StorageMetrics metrics) : IJsonRpcService
{
    public async ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        string outcome = "failed";
        try
        {
            await service.HandleAsync(method, parameters, result, cancellationToken).ConfigureAwait(false);
            outcome = "ok";
        }
        catch (JsonRpcException refusal)
        {
            outcome = "refused";
            metrics.Refused(refusal);
            throw;
        }
        finally
        {
            metrics.Answered(methods.Contains(method) ? method : "other", outcome, Stopwatch.GetElapsedTime(start));
        }
    }
}
