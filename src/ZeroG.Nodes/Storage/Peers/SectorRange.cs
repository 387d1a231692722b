namespace ZeroG.Nodes.Storage.Peers;

/// <summary>Consecutive sectors of a file.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The one behind the last.</param>
internal readonly record struct SectorRange(long Start, long End);
