namespace ZeroG.Chain.JsonRpc;

/// <summary>One call of a batch.</summary>
/// <param name="Method">Method name.</param>
/// <param name="Parameters">Values that <see cref="JsonRpcValue.Write"/> knows.</param>
public sealed record JsonRpcCall(string Method, params IReadOnlyList<object?> Parameters);
