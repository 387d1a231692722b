namespace ZeroG.Nodes;

/// <summary>Where a node is in its one life: created, starting, running, stopping, and then stopped or faulted for good.</summary>
public enum NodeState
{
    /// <summary>Made, not started.</summary>
    Created,

    /// <summary>Opening its data and its port; not yet ready for clients.</summary>
    Starting,

    /// <summary>Ready for clients.</summary>
    Running,

    /// <summary>Finishing what it does and closing its data.</summary>
    Stopping,

    /// <summary>Ended as asked.</summary>
    Stopped,

    /// <summary>Ended by a failure, see <see cref="INode.Failure"/>.</summary>
    Faulted,
}
