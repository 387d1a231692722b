namespace ZeroG.DevChain.Execution;

/// <summary>How an execution ended.</summary>
internal enum ExecutionStatus
{
    /// <summary>Its changes stand.</summary>
    Success,

    /// <summary>A contract refused and gave data; the gas used so far is paid.</summary>
    Reverted,

    /// <summary>It ran out of gas.</summary>
    OutOfGas,

    /// <summary>It asked for something that this chain cannot do; all gas is paid.</summary>
    Failed,
}
