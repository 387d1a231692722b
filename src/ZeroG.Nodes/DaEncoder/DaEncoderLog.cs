using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>Log lines 470 to 489: DA encoders. Numbers are never reused.</summary>
internal static class DaEncoderLog
{
    public static void ParametersLoaded(NodeLog log, string path, MatrixShape shape, TimeSpan duration) => log.Write(
        NodeLogLevel.Information, 470, $"Parameters of shape {shape} were loaded from {path} in {duration.TotalSeconds:0.0} s.");

    public static void ParametersUnsafe(NodeLog log, string path) => log.Write(
        NodeLogLevel.Warning, 471,
        $"The parameters in {path} are for development: their secret is known, and anybody can forge proofs. Never serve a real network.");

    public static void BlobReceived(NodeLog log, string peer, int size) =>
        log.Write(NodeLogLevel.Debug, 472, $"A blob of {size} bytes came from {peer}.");

    public static void BlobEncoded(NodeLog log, string peer, int size, Hash256 root, TimeSpan duration) => log.Write(
        NodeLogLevel.Information,
        473,
        $"A blob of {size} bytes from {peer} was encoded in {duration.TotalSeconds:0.0} s; its data root is {root}.");

    public static void BlobRefused(NodeLog log, string peer, string why) =>
        log.Write(NodeLogLevel.Warning, 474, $"A blob from {peer} was refused: {why}");

    public static void CallerGone(NodeLog log, string peer) =>
        log.Write(NodeLogLevel.Information, 475, $"{peer} hung up before its blob was encoded and sent.");

    public static void QueueFull(NodeLog log, int waiting) => log.Write(
        NodeLogLevel.Warning, 476, $"A blob was turned away: {waiting} others wait already. If this goes on, one encoder is not enough.");
}
