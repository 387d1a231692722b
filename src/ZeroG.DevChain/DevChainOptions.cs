using System.Numerics;
using ZeroG.Chain;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.DevChain.Contracts.Storage;

namespace ZeroG.DevChain;

/// <summary>How a chain starts and behaves.</summary>
public sealed record DevChainOptions
{
    /// <summary>Chain id; the default is 31337, which SDKs know as a local chain.</summary>
    public ulong ChainId { get; init; } = 31337;

    /// <summary>
    /// Behaves as 0G does where that differs from Ethereum: at least 80 % of the gas limit is charged, tips under 2 gwei are refused
    /// although <c>eth_maxPriorityFeePerGas</c> answers 1 wei. Off by default.
    /// </summary>
    public bool ZeroGravityMode { get; init; }

    /// <summary>
    /// How often a mined transaction is at first answered with null when its receipt or itself is asked for, as behind a load balancer; 0,
    /// the default, never.
    /// </summary>
    public int HiddenLookups { get; init; }

    /// <summary>Most blocks that one <c>eth_getLogs</c> may span; null, the default, for no limit.</summary>
    public ulong? LogRangeLimit { get; init; }

    /// <summary>Mines a block as soon as a transaction can be in it. On by default.</summary>
    public bool Automine { get; init; } = true;

    /// <summary>Mines a block at this interval besides; null, the default, for none.</summary>
    public TimeSpan? BlockInterval { get; init; }

    /// <summary>Gas of a block; the default is 36,000,000.</summary>
    public ulong BlockGasLimit { get; init; } = 36_000_000;

    /// <summary>Base fee of the first block in wei; the default is 1 gwei.</summary>
    public BigInteger InitialBaseFee { get; init; } = 1_000_000_000;

    /// <summary>Wei of each development account at genesis; the default is 10,000 units.</summary>
    public TokenAmount DevelopmentBalance { get; init; } = TokenAmount.Parse("10000");

    /// <summary>The native contracts; the default is those of storage and of compute.</summary>
    public IReadOnlyList<SystemContractFactory> Contracts { get; init; } = [.. StorageContracts.All, .. ComputeContracts.All];

    /// <summary>Folder that keeps the chain over restarts; null, the default, for memory only.</summary>
    public string? DataPath { get; init; }

    /// <summary>The clock; the default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
