using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Metrics;

/// <summary>Serves what a node measures at <c>/metrics</c>, to this machine alone.</summary>
internal static class MetricsHost
{
    /// <summary>Binds the port and serves from then on.</summary>
    /// <param name="port">Port on loopback; 0 for a free one.</param>
    /// <param name="reader">What the node measures.</param>
    /// <param name="log">Where failures are told.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    /// <exception cref="ZeroG.Chain.ZeroGException">As <see cref="JsonRpcHost.StartAsync"/>.</exception>
    public static Task<JsonRpcHost> StartAsync(int port, MetricReader reader, NodeLog log, CancellationToken cancellationToken)
    {
        JsonRpcHostOptions options = new()
        {
            Port = port,
            Pages = [new JsonRpcPage("/metrics", MetricReader.ContentType, reader.Write)],
        };
        return JsonRpcHost.StartAsync(new NoMethods(), options, log, cancellationToken);
    }
}
