using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes;

/// <summary>
/// A node of any kind that runs inside this process. An object lives once: it starts once and ends once; starting again is a new object
/// over the same data folder. Members can be read from any thread at any time.
/// </summary>
public interface INode : IAsyncDisposable
{
    /// <summary>Name by which a user finds the node.</summary>
    string Name { get; }

    /// <summary>What the node does.</summary>
    NodeKind Kind { get; }

    /// <summary>Where it is in its life.</summary>
    NodeState State { get; }

    /// <summary>Where clients reach it, with the real port; null before it listens.</summary>
    Uri? Uri { get; }

    /// <summary>When it became ready; null before.</summary>
    DateTimeOffset? StartedAt { get; }

    /// <summary>Why it is <see cref="NodeState.Faulted"/>; null otherwise.</summary>
    Exception? Failure { get; }

    /// <summary>Folder of its data; null when it keeps everything in memory.</summary>
    string? DataPath { get; }

    /// <summary>What it has to say.</summary>
    INodeLog Log { get; }

    /// <summary>Ends when the node has ended; never fails, see <see cref="Failure"/>.</summary>
    Task Completion { get; }

    /// <summary>
    /// Starts the node; ends when it is ready for clients. A node that cannot start is faulted and has let go of port and data.
    /// </summary>
    /// <exception cref="ZeroG.Chain.ZeroGException">
    /// What kept it from starting, for example <c>ZgPortInUse</c>; <c>ZgNodeState</c> on a second start.
    /// </exception>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>Stops the node and ends when it has let go of port and data. Stopping an ended node does nothing.</summary>
    Task StopAsync(CancellationToken cancellationToken = default);
}
