namespace ZeroG.Nodes.Storage;

/// <summary>A submission as read from the chain.</summary>
internal readonly record struct FlowSubmission(FlowTransaction Transaction, SyncPoint Block);
