using ZeroG.Chain;

namespace ZeroG.Nodes.Storage;

/// <summary>One subtree of a submission: <c>2^Height</c> sectors under a root.</summary>
internal readonly record struct FlowSubtree(int Height, Hash256 Root);
