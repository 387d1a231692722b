using ZeroG.Chain;

namespace ZeroG.Storage.Transfer;

/// <summary>A node failed, in contrast to the file or the upload itself. It never leaves this namespace.</summary>
/// <param name="node">The node.</param>
/// <param name="cause">What it did.</param>
internal sealed class NodeFailure(StorageNode node, ZeroGException cause) : Exception(cause.Message, cause)
{
    /// <summary>The node.</summary>
    public StorageNode Node => node;

    /// <summary>What it did.</summary>
    public ZeroGException Cause => cause;

    /// <summary>Runs what is the node's to answer for.</summary>
    public static async Task<T> OfAsync<T>(StorageNode node, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (ZeroGException failure)
        {
            throw new NodeFailure(node, failure);
        }
    }
}
