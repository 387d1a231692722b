using ZeroG.Chain;
using FileInfo = ZeroG.Storage.Nodes.FileInfo;

namespace ZeroG.Storage.Transfer;

/// <summary>What one node said of a file.</summary>
/// <param name="Node">The node.</param>
/// <param name="Info">What it knows; null when it knows nothing or could not be asked.</param>
/// <param name="Failure">Why it could not be asked; null when it answered.</param>
public sealed record NodeReport(StorageNode Node, FileInfo? Info, ZeroGException? Failure = null);
