using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Tests.Contracts.Compute;

/// <summary>Contracts that are owed money and do not take it.</summary>
public sealed class RefusedMoneyTests
{
    private static readonly Address Stubborn = SystemAddress.Of("tests/Stubborn");
    private static readonly AbiFunction Act = AbiFunction.Parse("function act() payable");
    private static readonly object?[] FineTuningService =
        ["", (object?[])[0, 0, 0, 0, ""], 0, false, Array.Empty<object?>(), Address.Zero];

    [Fact]
    public async Task RemoveService_InferenceProviderRefusesItsStake_IsTakenBack() => await RefusedAsync(
        "TransferFailed()",
        call =>
        {
            object?[] service = ["", "", "", "", 0, 0, "", Address.Zero];
            call.CallWithValue(ComputeContracts.Inference, call.Value, InferenceContract.AddOrUpdateService, [service]);
            call.Call(ComputeContracts.Inference, InferenceContract.RemoveService);
        });

    [Fact]
    public async Task RemoveService_FineTuningProviderRefusesItsStake_IsTakenBack() => await RefusedAsync(
        "ETHTransferFailed()",
        call =>
        {
            call.CallWithValue(ComputeContracts.FineTuning, call.Value, FineTuningContract.AddOrUpdateService, FineTuningService);
            call.Call(ComputeContracts.FineTuning, InferenceContract.RemoveService);
        });

    [Fact]
    public async Task Refund_UserRefusesItsMoney_IsTakenBack() => await RefusedAsync(
        "TransferFailed()",
        call =>
        {
            call.CallWithValue(ComputeContracts.Ledger, call.Value, LedgerContract.DepositFund);
            call.Call(ComputeContracts.Ledger, LedgerContract.Refund, call.Value);
        });

    [Theory]
    [InlineData(false, "TransferFailed()")]
    [InlineData(true, "TransferToLedgerFailed()")]
    public async Task ProcessRefund_LedgerRefusesWhatIsReleased_IsTakenBack(bool fineTuning, string error)
    {
        // The ledger of this service is the contract that takes nothing. Its refund is released at once in a later block.
        Address address = SystemAddress.Of("tests/Service");
        bool release = false;
        await using ComputeChain chain = new(new DevChainOptions
        {
            Contracts =
            [
                journal => fineTuning
                    ? new FineTuningSystemContract(journal, address, Stubborn, ComputeContracts.Owner, new ComputeSettings())
                    : new InferenceSystemContract(journal, address, Stubborn, ComputeContracts.Owner, new ComputeSettings()),
                journal => new StubbornContract(journal, call =>
                {
                    if (release)
                    {
                        call.Call(address, InferenceContract.ProcessRefund, ComputeChain.User, ComputeChain.Provider);
                        return;
                    }

                    call.CallWithValue(address, call.Value, InferenceContract.AddAccount, ComputeChain.User, ComputeChain.Provider, "");
                    call.Call(address, InferenceContract.RequestRefundAll, ComputeChain.User, ComputeChain.Provider);
                }),
            ],
        });
        await chain.DoAsync(ComputeChain.User, Stubborn, Act, [], "5");
        await chain.WaitAsync(86_400);
        release = true;

        string refusal = await chain.RefusalAsync(ComputeChain.User, Stubborn, Act, []);

        Assert.Equal($"execution reverted: {error}", refusal);
        Assert.Equal(ComputeChain.Wei("5"), await chain.BalanceAsync(address));
    }

    private static async Task RefusedAsync(string error, Action<CallContext> act)
    {
        await using ComputeChain chain = new(new DevChainOptions
        {
            Contracts = [.. ComputeContracts.All, journal => new StubbornContract(journal, act)],
        });

        string refusal = await chain.RefusalAsync(ComputeChain.User, Stubborn, Act, [], "100");

        Assert.Equal($"execution reverted: {error}", refusal);
        Assert.Equal(BigInteger.Zero, await chain.BalanceAsync(Stubborn));
    }

    /// <summary>Does what the test says when it is called, and takes no bare money.</summary>
    private sealed class StubbornContract : SystemContract
    {
        public StubbornContract(Journal journal, Action<CallContext> act)
            : base(Stubborn, "Stubborn", journal) => Handle(Act, (call, _) =>
            {
                act(call);
                return [];
            });
    }
}
