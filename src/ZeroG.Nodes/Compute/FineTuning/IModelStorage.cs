using ZeroG.Chain;

namespace ZeroG.Nodes.Compute.FineTuning;

/// <summary>0G Storage as a fine-tuning provider uses it.</summary>
internal interface IModelStorage
{
    /// <summary>Receives a dataset.</summary>
    /// <param name="root">Its root.</param>
    /// <param name="path">Where it shall lie; an earlier try is gone on with.</param>
    /// <param name="maximumSize">Most bytes that are taken.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="TaskFailedException">It is larger.</exception>
    /// <exception cref="ZeroGException">It is not to be had now.</exception>
    Task FetchAsync(Hash256 root, string path, long maximumSize, CancellationToken cancellationToken);

    /// <summary>Stores an encrypted model and pays for it. After a kill the same call pays nothing twice.</summary>
    /// <returns>The root.</returns>
    /// <exception cref="ZeroGException">It cannot be stored.</exception>
    Task<Hash256> StoreAsync(string path, CancellationToken cancellationToken);
}
