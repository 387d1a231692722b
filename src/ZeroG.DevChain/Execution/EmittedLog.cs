using ZeroG.Chain;
using ZeroG.Chain.Abi;

namespace ZeroG.DevChain.Execution;

/// <summary>A log before its transaction is in a block.</summary>
/// <param name="Address">The contract that emitted it.</param>
/// <param name="Content">Topics and data.</param>
internal sealed record EmittedLog(Address Address, AbiLog Content);
