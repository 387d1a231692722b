using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>A unit that the network has.</summary>
/// <param name="Root">Its root.</param>
/// <param name="Place">Its place in the log, and what was paid for it.</param>
/// <param name="State">How its upload ended.</param>
/// <param name="Nodes">The nodes that keep it.</param>
internal sealed record StoredUnit(Hash256 Root, LogPlace Place, UploadState State, IReadOnlyList<StorageNode> Nodes);
