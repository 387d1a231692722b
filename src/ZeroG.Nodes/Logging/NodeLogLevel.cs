namespace ZeroG.Nodes.Logging;

/// <summary>How much a line of a node's log matters.</summary>
public enum NodeLogLevel
{
    /// <summary>For builders: each request.</summary>
    Debug,

    /// <summary>For operators: what happens.</summary>
    Information,

    /// <summary>Something went wrong that the node deals with itself.</summary>
    Warning,

    /// <summary>Something went wrong that needs a person.</summary>
    Error,
}
