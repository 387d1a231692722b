using ZeroG.Chain;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The figures that differ between deployments of 0G's compute contracts; the defaults are the test network's.</summary>
/// <remarks>Source: 0g-serving-contract, branch release/inference-v1.0-testnet and src/deploy/deploy_service.ts; compute.md §1.2.</remarks>
public sealed record ComputeSettings
{
    /// <summary>First deposit, and what has to stay after a partial withdrawal; 3 on the main network.</summary>
    public TokenAmount MinimumDeposit { get; init; } = TokenAmount.Parse("0.1");

    /// <summary>First transfer to a provider; 1 on the main network.</summary>
    public TokenAmount MinimumTransfer { get; init; } = TokenAmount.Parse("0.01");

    /// <summary>How long a refund waits: an hour to seven days.</summary>
    public TimeSpan LockTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Part of a fine-tuning fee, in percent, that is due for a result which the user never acknowledged.</summary>
    public int PenaltyPercentage { get; init; } = 30;
}
