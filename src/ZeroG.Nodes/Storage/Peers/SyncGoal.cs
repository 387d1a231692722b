namespace ZeroG.Nodes.Storage.Peers;

/// <summary>What is to be fetched of a file.</summary>
/// <param name="Total">Sectors of the whole file.</param>
/// <param name="Start">The first sector.</param>
/// <param name="End">The one behind the last.</param>
/// <param name="IsWhole">Whether the file as a whole was asked for.</param>
internal readonly record struct SyncGoal(long Total, long Start, long End, bool IsWhole);
