namespace ZeroG.Storage.Nodes;

/// <summary>Whether a storage node can be used, and if not, why not.</summary>
public enum NodeHealthState
{
    /// <summary>It answers, serves the network and is near the end of the chain.</summary>
    Healthy,

    /// <summary>It is far behind the chain, and knows nothing of what was submitted lately.</summary>
    Lagging,

    /// <summary>It follows another chain or another contract.</summary>
    OtherNetwork,

    /// <summary>It does not answer, or not as a storage node does.</summary>
    Unreachable,
}
