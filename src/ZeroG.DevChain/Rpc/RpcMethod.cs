namespace ZeroG.DevChain.Rpc;

/// <summary>One RPC method.</summary>
/// <param name="Handler">Its body.</param>
/// <param name="ChangesChain">True for a control call that a chain on disk must do again when it is opened.</param>
internal readonly record struct RpcMethod(RpcHandler Handler, bool ChangesChain);
