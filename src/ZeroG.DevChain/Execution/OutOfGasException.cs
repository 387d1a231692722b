namespace ZeroG.DevChain.Execution;

/// <summary>The gas limit is spent. The transaction fails whole and pays for all of its gas.</summary>
internal sealed class OutOfGasException() : Exception("out of gas");
