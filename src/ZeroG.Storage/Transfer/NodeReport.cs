using ZeroG.Chain;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Storage.Transfer;

/// <summary>What one node said of a file.</summary>
/// <param name="Node">The node.</param>
/// <param name="Info">What it knows; null when it knows nothing or could not be asked.</param>
/// <param name="Failure">Why it could not be asked; null when it answered.</param>
public sealed record NodeReport(StorageNode Node, FileInfo? Info, ZeroGException? Failure = null)
{
    /// <summary>The failure of a file of which no node knows anything: <c>ZgFileUnknown</c>, or why none of them answered.</summary>
    /// <param name="root">The root that was asked for.</param>
    /// <param name="reports">What the nodes said, at least one.</param>
    public static ZeroGException FileUnknown(Hash256 root, IReadOnlyList<NodeReport> reports) =>
        reports.All(report => report.Failure is not null)
        ? reports[0].Failure!
        : new ZeroGException(
            "ZgFileUnknown", ErrorKind.ObjectNotFound,
            $"None of the nodes {string.Join(", ", reports.Select(report => report.Node))} knows a file {root}. "
            + "Check the root and the network, or ask other nodes.", root);
}
