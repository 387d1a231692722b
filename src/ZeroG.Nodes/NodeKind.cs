namespace ZeroG.Nodes;

/// <summary>What an <see cref="INode"/> does.</summary>
public enum NodeKind
{
    /// <summary>A chain, storage nodes and an indexer composed into one network.</summary>
    DevNet,

    /// <summary>The in-process development chain.</summary>
    DevChain,

    /// <summary>A storage node: keeps the segments of files and proves them.</summary>
    Storage,

    /// <summary>An indexer: tells clients which storage nodes exist and which of them hold a file.</summary>
    Indexer,

    /// <summary>A DA encoder: turns blobs into slices with proofs.</summary>
    DaEncoder,

    /// <summary>A compute provider: serves inference and fine-tuning for money.</summary>
    ComputeProvider,

    /// <summary>An OpenAI-compatible proxy in front of inference providers.</summary>
    InferenceProxy,

    /// <summary>A detached node whose record this version cannot read.</summary>
    Unknown,
}
