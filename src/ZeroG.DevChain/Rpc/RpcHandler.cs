namespace ZeroG.DevChain.Rpc;

/// <summary>The body of one RPC method: reads its parameters from the call and writes one JSON value as the result.</summary>
internal delegate void RpcHandler(RpcCall call);
