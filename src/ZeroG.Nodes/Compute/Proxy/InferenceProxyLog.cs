using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>Log lines 450 to 469: inference proxies. Numbers are never reused.</summary>
internal static class InferenceProxyLog
{
    public static void Upstream(NodeLog log, Upstream upstream) => log.Write(
        NodeLogLevel.Information, 450,
        $"Upstream {upstream.Id} at {upstream.Endpoint}, priority {upstream.Priority}, model {upstream.Model ?? "of its own choice"}.");

    public static void NotReady(NodeLog log, string id, string why) =>
        log.Write(NodeLogLevel.Warning, 451, $"{id} is no help for now: {why}");

    public static void UpstreamRefused(NodeLog log, string id, string words) =>
        log.Write(NodeLogLevel.Warning, 452, $"{id} refused a request and is left alone for a while: {words}.");

    public static void UpstreamFailed(NodeLog log, string id, string why) =>
        log.Write(NodeLogLevel.Warning, 453, $"{id} {why}, and is left alone for a while.");

    public static void AnswerCut(NodeLog log, string id) =>
        log.Write(NodeLogLevel.Warning, 454, $"{id} broke off in the middle of an answer; what came was passed on and the client cut off.");

    public static void OpenToAll(NodeLog log) => log.Write(
        NodeLogLevel.Warning, 455, "Whoever reaches the proxy spends the wallet's money, since it has no access key.");
}
