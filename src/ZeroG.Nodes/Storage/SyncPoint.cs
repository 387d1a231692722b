using ZeroG.Chain;

namespace ZeroG.Nodes.Storage;

/// <summary>A block of the chain up to which the log has been read.</summary>
internal readonly record struct SyncPoint(long Number, Hash256 Hash);
