namespace ZeroG.Nodes.JsonRpc;

/// <summary>Requests take as much memory as they may at once; the client should come again.</summary>
internal sealed class RequestMemoryException() : Exception("Requests take as much memory as they may at once.");
