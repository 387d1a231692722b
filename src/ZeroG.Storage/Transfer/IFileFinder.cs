using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>Finds the nodes that know a file.</summary>
public interface IFileFinder
{
    /// <summary>What nodes say of a root. A node that fails is reported, not thrown.</summary>
    Task<IReadOnlyList<NodeReport>> FindAsync(Hash256 root, CancellationToken cancellationToken = default);
}
