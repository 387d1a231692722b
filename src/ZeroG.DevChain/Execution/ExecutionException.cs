namespace ZeroG.DevChain.Execution;

/// <summary>
/// A call that this chain cannot carry out, such as one into EVM bytecode. Like an invalid opcode it fails the transaction and takes all
/// its gas.
/// </summary>
internal sealed class ExecutionException(string message, Exception? innerException = null) : Exception(message, innerException);
