namespace ZeroG.DevChain.Contracts;

/// <summary>The body of one contract function: decoded arguments in, results in the order of the declaration out.</summary>
public delegate object?[] SystemCall(CallContext call, object?[] arguments);
