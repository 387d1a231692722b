using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes;

/// <summary>Log lines 1 to 99: what happens to any node. Numbers are never reused.</summary>
internal static class NodeLogMessages
{
    public static void Started(NodeLog log, INode node) =>
        log.Write(NodeLogLevel.Information, 1, $"Node '{node.Name}' ({node.Kind}) is ready at {node.Uri?.ToString() ?? "no address"}.");

    public static void Ended(NodeLog log, INode node)
    {
        if (node.Failure is { } failure)
        {
            log.Write(NodeLogLevel.Error, 2, $"Node '{node.Name}' ended by a failure: {failure}");
        }
        else
        {
            log.Write(NodeLogLevel.Information, 3, $"Node '{node.Name}' stopped.");
        }
    }

    public static void StopTimedOut(NodeLog log, TimeSpan limit) =>
        log.Write(NodeLogLevel.Warning, 4, $"Background work did not end within {limit.TotalSeconds:0} s; its data is closed under it.");

    public static void RequestFailed(NodeLog log, string method, Exception failure) =>
        log.Write(NodeLogLevel.Error, 5, $"Request {method} failed: {failure}");

    public static void StopAsked(NodeLog log, string why) => log.Write(NodeLogLevel.Information, 6, $"The node stops: {why}.");
}
