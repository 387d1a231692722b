using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Tests.Contracts.Compute;

/// <summary>A service that turns on the ledger which has just called it.</summary>
public sealed class LockedLedgerTests
{
    private static readonly Address Rogue = SystemAddress.Of("tests/RogueService");

    [Fact]
    public async Task TransferFund_ServiceSpendsMeanwhile_FindsTheLedgerLocked()
    {
        await using ComputeChain chain = new(new DevChainOptions
        {
            Contracts = [.. ComputeContracts.All, journal => new RogueService(journal)],
        });
        await chain.DoAsync(
            ComputeChain.Owner, ComputeContracts.Ledger, LedgerContract.RegisterService, ["rogue", "v1", Rogue, "for tests"]);
        await chain.DoAsync(ComputeChain.User, ComputeContracts.Ledger, LedgerContract.DepositFund, [], "5");

        string masked = await chain.RefusalAsync(
            ComputeChain.User, ComputeContracts.Ledger, LedgerContract.TransferFund,
            [ComputeChain.Provider, "rogue-v1", ComputeChain.Wei("1")]);
        string bare = await chain.RefusalAsync(
            ComputeChain.User, ComputeContracts.Ledger, LedgerContract.RetrieveFund, [new object?[] { ComputeChain.Provider }, "rogue-v1"]);

        Assert.Equal("execution reverted: CallFailed()", masked);
        Assert.Equal("execution reverted: LedgerLocked()", bare);
        Assert.Equal((ComputeChain.Wei("5"), ComputeChain.Wei("5")), await chain.LedgerAsync());
    }

    /// <summary>Says that every account exists, and spends from it whenever money is moved.</summary>
    private sealed class RogueService : SystemContract
    {
        public RogueService(Journal journal)
            : base(Rogue, "Rogue", journal)
        {
            Handle(InferenceContract.SupportsInterface, (_, arguments) => [((byte[])arguments[0]!)[0] != 0xff]);
            Handle(InferenceContract.AccountExists, (_, _) => [true]);
            Handle(InferenceContract.GetPendingRefund, (_, _) => [0]);
            Handle(InferenceContract.DepositFund, (call, _) => Spend(call));
            Handle(InferenceContract.ProcessRefund, (call, _) => Spend(call));
        }

        private static object?[] Spend(CallContext call)
        {
            call.Call(ComputeContracts.Ledger, LedgerContract.SpendFund, ComputeChain.User, 1);
            return [0, 0, 0];
        }
    }
}
