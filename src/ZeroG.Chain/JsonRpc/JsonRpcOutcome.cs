namespace ZeroG.Chain.JsonRpc;

/// <summary>What one answer said: a result, or the server's refusal.</summary>
internal readonly record struct JsonRpcOutcome<T>(T Result, JsonRpcException? Error);
