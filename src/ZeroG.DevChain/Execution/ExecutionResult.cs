namespace ZeroG.DevChain.Execution;

/// <summary>What came of one execution, before fees.</summary>
/// <param name="Status">How it ended; unless it is a success, nothing was changed.</param>
/// <param name="GasUsed">Gas that the execution itself took, including the intrinsic part.</param>
/// <param name="Output">Returned data, or revert data.</param>
/// <param name="Logs">Logs in order; none unless it is a success.</param>
/// <param name="Error">Why it failed, in words; null for a success.</param>
internal sealed record ExecutionResult(
    ExecutionStatus Status, ulong GasUsed, ReadOnlyMemory<byte> Output, IReadOnlyList<EmittedLog> Logs, string? Error)
{
    /// <summary>True when its changes stand.</summary>
    public bool Succeeded => Status == ExecutionStatus.Success;
}
