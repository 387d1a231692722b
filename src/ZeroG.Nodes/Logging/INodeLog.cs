namespace ZeroG.Nodes.Logging;

/// <summary>The log of a node as its readers see it.</summary>
public interface INodeLog
{
    /// <summary>The last lines that are kept, oldest first.</summary>
    /// <param name="tail">Lines at most.</param>
    /// <param name="level">Lines below it are left out and not counted.</param>
    IReadOnlyList<NodeLogEntry> Read(int tail = int.MaxValue, NodeLogLevel level = NodeLogLevel.Debug);

    /// <summary>The last lines that are kept and then each new one as it comes, until the node has ended or the caller cancels.</summary>
    /// <param name="tail">Lines that are kept at most.</param>
    /// <param name="level">Lines below it are left out and not counted.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    IAsyncEnumerable<NodeLogEntry> FollowAsync(
        int tail = 0, NodeLogLevel level = NodeLogLevel.Debug, CancellationToken cancellationToken = default);
}
