using ZeroG.Chain;

namespace ZeroG.Storage.Submissions;

/// <summary>One perfect subtree of a submitted file.</summary>
/// <param name="Root">Root over its sectors.</param>
/// <param name="Height">log2 of the number of its sectors.</param>
public readonly record struct SubmissionNode(Hash256 Root, int Height)
{
    /// <summary>Sectors under this node.</summary>
    public ulong Sectors => 1UL << Height;
}
