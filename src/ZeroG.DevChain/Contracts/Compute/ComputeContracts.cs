using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>The contracts of 0G Compute on a DevChain: the ledger and the two services, registered and recommended from genesis.</summary>
public static class ComputeContracts
{
    /// <summary>Where the ledger lives. All three addresses are where the official SDK looks on chain 31337.</summary>
    /// <remarks>Source: 0g-compute-ts-sdk, src.ts/sdk/constants.ts; compute.md §1.1.</remarks>
    public static Address Ledger { get; } = Address.Parse("0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0");

    /// <summary>Where the inference contract lives.</summary>
    public static Address Inference { get; } = Address.Parse("0x0165878A594ca255338adfa4d48449f69242Eb8F");

    /// <summary>Where the fine-tuning contract lives.</summary>
    public static Address FineTuning { get; } = Address.Parse("0xA51c1fc2f0D1a1b8494Ed1FE312d7C3a78Ed91C0");

    /// <summary>Who approves signers of providers, registers services and sets lock time and penalty: the first development
    /// account.</summary>
    public static Address Owner => DevelopmentAccounts.Addresses[0];

    /// <summary>The factories of all of them, with the figures of the test network.</summary>
    public static IReadOnlyList<SystemContractFactory> All { get; } = Create(new ComputeSettings());

    /// <summary>The factories of all of them, with figures of one's own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A lock time or penalty that the contracts refuse.</exception>
    public static IReadOnlyList<SystemContractFactory> Create(ComputeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.LockTime, LockPeriod.Shortest, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.LockTime, LockPeriod.Longest, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfNegative(settings.PenaltyPercentage, nameof(settings));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.PenaltyPercentage, 100, nameof(settings));
        return
        [
            journal => new LedgerSystemContract(
                journal, Ledger, Owner, settings, new("inference", "v1.0", Inference), new("fine-tuning", "v1.0", FineTuning)),
            journal => new InferenceSystemContract(journal, Inference, Ledger, Owner, settings),
            journal => new FineTuningSystemContract(journal, FineTuning, Ledger, Owner, settings),
        ];
    }
}
