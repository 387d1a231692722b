using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Contracts;
using ZeroG.Interop.Tests.Evm;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>
/// Our ledger, inference and fine-tuning contracts against the official bytecode on a real EVM: the same steps at the same times, and
/// everything that can be seen must be the same: results, revert data, events, views, balances and what the caller is paid.
/// </summary>
public sealed class ComputeDifferentialTests(NodePackages packages, HardhatNode hardhat) : IClassFixture<HardhatNode>
{
    // What no call can come by here: two are declared and never used; one guards against five hundred services; the others need contracts
    // that call back, refuse money, or are not set up, and have tests of their own where such contracts can be written.
    private static readonly string[] OutOfReach =
    [
        "InvalidServiceType", "ServiceNotRegistered", "InvalidTEESignature", "ServiceRegistryLimitReached", "LedgerLocked",
        "ETHTransferFailed", "TransferToLedgerFailed", "InvalidLedgerAddress",
    ];

    [Fact]
    public async Task EveryStepByName_OnBothChains_CannotBeToldApart()
    {
        await using Comparison comparison = await Comparison.StartAsync(packages, hardhat, "compute-scripted");
        LedgerScript ledger = new(comparison.Contracts);
        ServiceScript services = new(comparison.Contracts);
        bool abandons = await comparison.HasAsync(FineTuningContract.AbandonDeliverable);
        IEnumerable<ComputeStep>[] parts =
        [
            ledger.Own(), ledger.Register(), ledger.Deposit(), ledger.Transfer(), services.Offer(), services.Set(), services.Revoke(),
            ledger.Refund(ComputeActors.InferenceName), ledger.Refund(ComputeActors.FineTuningName), services.SettleInference(),
            services.Deliver(), abandons ? services.Abandon() : [], ledger.Leave(), ledger.Crowd(),
        ];
        RandomScript views = new(0, comparison.Contracts);
        int number = 0;
        foreach (ComputeStep step in parts.SelectMany(part => part))
        {
            await comparison.TakeAsync(step, number++ % 3 == 0 ? views.Views() : [], $"{number}");
        }

        OfficialCompute contracts = comparison.Contracts;
        (Address Contract, IReadOnlyList<AbiFunction> Functions)[] declared =
        [
            (contracts.Ledger, LedgerContract.Functions), (contracts.Inference, InferenceContract.Functions),
            (contracts.FineTuning, FineTuningContract.Functions),
        ];
        Assert.Equal(
            abandons ? [] : [FineTuningContract.AbandonDeliverable],
            declared.SelectMany(one => one.Functions.Where(function => !comparison.WasCalled(one.Contract, function))));

        string[] expected =
        [
            .. LedgerErrors.All.Concat(InferenceErrors.All).Concat(FineTuningErrors.All)
                .Where(error => !OutOfReach.Contains(error.Name) && (abandons || error != FineTuningErrors.CannotAbandonSettledDeliverable))
                .Select(error => error.Signature).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(expected, expected.Where(signature => comparison.WasRefusedWith(signature)));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 100)]
    public async Task RandomSteps_OnBothChains_CannotBeToldApart(int seed, int steps)
    {
        await using Comparison comparison = await Comparison.StartAsync(packages, hardhat, $"compute-{seed}");
        LedgerScript ledger = new(comparison.Contracts);
        foreach (ComputeStep step in ledger.Register().Where(step => step.IsSent))
        {
            await comparison.TakeAsync(step, [], step.Name);
        }

        RandomScript script = new(seed, comparison.Contracts);
        int succeeded = 0;
        for (int i = 0; i < steps; i++)
        {
            string seen = await comparison.TakeAsync(script.Next(), script.Views(), $"{i} of seed {seed}");
            succeeded += seen.Contains("status: 0x1", StringComparison.Ordinal) ? 1 : 0;
        }

        // A script in which nothing succeeds, or everything, would prove little.
        Assert.InRange(succeeded, steps / 4, steps * 3 / 4);
    }
}
