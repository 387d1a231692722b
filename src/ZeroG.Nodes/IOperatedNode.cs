namespace ZeroG.Nodes;

/// <summary>A node with a second address, for whoever runs it.</summary>
internal interface IOperatedNode : INode
{
    /// <summary>Where its operator reaches it, with <c>/metrics</c>; null before it listens.</summary>
    Uri? AdminUri { get; }
}
