using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;

namespace ZeroG.Compute.Tests.Accounts;

/// <summary>Each refusal of the contracts, with the id and the words that the user gets.</summary>
public class ComputeRefusalTests
{
    private const string Noon = "2026-01-01 12:00:00 UTC";

    private static readonly Address User = FakeContracts.User;
    private static readonly Address Provider = FakeContracts.Provider(1);
    private static readonly DateTimeOffset RequestedAt = new(2025, 12, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task NoAccount_SaysHowMuchToDeposit() => await CheckAsync(
        LedgerErrors.LedgerNotExists, [User], new(ComputeAction.Withdraw, User),
        "ZgAccountMissing", $"No compute account exists for {User} on fake. Deposit at least 3 0G first.");

    [Fact]
    public async Task FirstDepositTooSmall_SaysTheLeast() => await CheckAsync(
        LedgerErrors.MinimumDepositRequired, [Amount("1"), Amount("3")], new(ComputeAction.Deposit, User, Amount: Amount("1")),
        "ZgDepositTooSmall", "The first deposit must be at least 3 0G on fake; got 1 0G. Deposit more.");

    [Fact]
    public async Task FirstTransferTooSmall_SaysTheLeast() => await CheckAsync(
        LedgerErrors.MinimumDepositRequired, [Amount("0.5"), Amount("1")], Transfer(ServiceKind.Inference),
        "ZgTransferTooSmall", $"A new sub-account with {Provider} needs at least 1 0G; got 0.5 0G. Transfer more.");

    [Fact]
    public async Task FirstTransferTooSmall_MoneyInTheOtherMarket_SaysSo() => await CheckAsync(
        LedgerErrors.MinimumDepositRequired, [Amount("0.5"), Amount("1")], Transfer(ServiceKind.FineTuning),
        "ZgTransferTooSmall",
        $"A new sub-account with {Provider} needs at least 1 0G; got 0.5 0G. Transfer more. Your inference sub-account with it has 4 0G, "
        + "which does not count for fine-tuning.",
        inference: "4");

    [Fact]
    public async Task WithdrawalThatLeavesARest_SaysWhatToKeep() => await CheckAsync(
        LedgerErrors.MinimumDepositRequired, [Amount("1"), Amount("3")], new(ComputeAction.Withdraw, User, Amount: Amount("4")),
        "ZgWithdrawalRest", "After this withdrawal 1 0G would stay. Keep at least 3 0G or withdraw everything (5 0G).");

    [Fact]
    public async Task MainAccountTooLow_SaysTheDifference() => await CheckAsync(
        LedgerErrors.InsufficientAvailableBalance, [Amount("1.5"), Amount("4")], Transfer(ServiceKind.Inference),
        "ZgMainAccountTooLow", "Main account has 1.5 0G free, 4 0G needed. Deposit 2.5 0G more.");

    [Fact]
    public async Task WithdrawTooMuch_SaysWhatIsLocked() => await CheckAsync(
        LedgerErrors.InsufficientBalance, [User], new(ComputeAction.Withdraw, User, Amount: Amount("9")),
        "ZgWithdrawalTooLarge", "Only 5 0G can be withdrawn; 2 0G is in sub-accounts. Retrieve it first (lock 24 hours).");

    [Fact]
    public async Task WithdrawTooMuch_NothingLocked_SendsNobodyToRetrieve() => await CheckAsync(
        LedgerErrors.InsufficientBalance, [User], new(ComputeAction.Withdraw, User, Amount: Amount("9")),
        "ZgWithdrawalTooLarge", "Only 7 0G can be withdrawn; nothing is in sub-accounts.", available: "7");

    [Fact]
    public async Task InnerCallFailed_NamesTheUsualCauses() => await CheckAsync(
        LedgerErrors.CallFailed, [], Transfer(ServiceKind.Inference),
        "ZgServiceRefused",
        "The service contract refused the transfer. Usual causes: you are the provider yourself, or the provider address is zero.");

    [Fact]
    public async Task UnknownServiceName_SaysTheKnownOnes() => await CheckAsync(
        LedgerErrors.ServiceNotFound, [Address.Zero], Transfer(ServiceKind.Inference),
        "ZgServiceNotRegistered", "Service inference is not registered in this ledger. Known: inference-v1.0.");

    [Fact]
    public async Task TooManySubAccounts_SaysHowMany() => await CheckAsync(
        LedgerErrors.TooManyProvidersForService, [50, 50], Transfer(ServiceKind.Inference),
        "ZgSubAccountLimit",
        "You have 50 inference sub-accounts, and the ledger keeps no more. Use one of them, or withdraw everything, which closes them.");

    [Fact]
    public async Task NoSubAccount_SaysToTransfer() => await CheckAsync(
        InferenceErrors.AccountNotExists, [User, Provider], new(ComputeAction.RevokeTokens, User, ServiceKind.Inference, [Provider]),
        "ZgSubAccountMissing", $"No sub-account with {Provider} for inference. Transfer funds to it first.");

    [Fact]
    public async Task NoSubAccount_MoneyInTheOtherMarket_SaysSo() => await CheckAsync(
        FineTuningErrors.AccountNotExists, [User, Provider], new(ComputeAction.Acknowledge, User, ServiceKind.FineTuning, [Provider]),
        "ZgSubAccountMissing",
        $"No sub-account with {Provider} for fine-tuning. Transfer funds to it first. Your inference sub-account with it has 4 0G, which "
        + "does not count for fine-tuning.",
        inference: "4");

    [Fact]
    public async Task RefundListFull_SaysWhenTheOldestUnlocks() => await CheckAsync(
        InferenceErrors.TooManyRefunds, [User, Provider], new(ComputeAction.Refund, User, ServiceKind.Inference, [Provider]),
        "ZgRefundListFull", $"Five refunds are already waiting. The oldest unlocks at {Noon}.", inference: "6");

    [Fact]
    public async Task UnknownProvider_SaysSo() => await CheckAsync(
        InferenceErrors.ServiceNotExist, [Provider], Transfer(ServiceKind.Inference),
        "ZgProviderUnknown", $"{Provider} offers no inference service on fake. Check the address and the network.");

    [Fact]
    public async Task UnknownProvider_OfTheOtherMarket_SaysSo() => await CheckAsync(
        FineTuningErrors.ServiceNotExist, [Provider], Transfer(ServiceKind.FineTuning),
        "ZgProviderUnknown",
        $"{Provider} offers no fine-tuning service on fake. It offers inference: ask for that, or use another provider.",
        offersInference: true);

    [Fact]
    public async Task RevokeWithMoney_SaysHowMuchToRetrieve() => await CheckAsync(
        InferenceErrors.CannotRevokeWithNonZeroBalance, [User, Provider, Amount("2")], Transfer(ServiceKind.Inference),
        "ZgProviderHoldsMoney", "Retrieve the 2 0G from this provider before revoking trust.");

    [Fact]
    public async Task DeliverableOfAPenalty_IsTooLate() => await CheckAsync(
        FineTuningErrors.CannotAcknowledgeSettledDeliverable, ["late"], Take("late"),
        "ZgDeliverableTooLate",
        "The deadline passed and the task was settled with a penalty; the key is gone. This provider can take no further task of yours; "
        + "use another one.");

    [Fact]
    public async Task DeliverableThatIsPaid_NeedsNothingMore() => await CheckAsync(
        FineTuningErrors.CannotAcknowledgeSettledDeliverable, ["taken"], Take("taken"),
        "ZgDeliverableSettled",
        "Deliverable taken is acknowledged and settled already. Nothing is left to do but to fetch and decrypt it.");

    [Fact]
    public async Task UnknownDeliverable_SaysSo() => await CheckAsync(
        FineTuningErrors.DeliverableNotExists, ["other"], Take("other"),
        "ZgDeliverableUnknown", "The provider has delivered no other on fake. Check the task's id and the provider.");

    [Fact]
    public async Task DeliverableWhoseIdIsForATerminal_IsShownWithoutIt() => await CheckAsync(
        FineTuningErrors.PreviousDeliverableNotAcknowledged, ["a\u001b[2J\u202eb"], Take("late"),
        "ZgDeliverableNotAcknowledged", "Deliverable a [2J b was never acknowledged and blocks new tasks. Acknowledge it.");

    [Fact]
    public async Task EarlierDeliverableNotTaken_BlocksNewTasks() => await CheckAsync(
        FineTuningErrors.PreviousDeliverableNotAcknowledged, ["late"], Take("late"),
        "ZgDeliverableNotAcknowledged", "Deliverable late was never acknowledged and blocks new tasks. Acknowledge it.");

    [Fact]
    public async Task RefusalWithoutAMeaningOfItsOwn_StaysAsItCame()
    {
        using FakeContracts contracts = new();
        var refusal = await contracts.RefusalAsync(LedgerErrors.LedgerLocked);

        Assert.Same(refusal, await new ComputeRefusal(contracts.Client).ExplainAsync(refusal, Transfer(ServiceKind.Inference)));
    }

    private static TokenAmount Amount(string text) => TokenAmount.Parse(text);

    private static ComputeCall Transfer(ServiceKind kind) => new(ComputeAction.Transfer, User, kind, [Provider], Amount("0.5"));

    private static ComputeCall Take(string id) =>
        new(ComputeAction.AcknowledgeDeliverable, User, ServiceKind.FineTuning, [Provider], DeliverableId: id);

    private static async Task CheckAsync(
        AbiError error, object?[] arguments, ComputeCall call, string id, string message, string? inference = null,
        bool offersInference = false, string available = "5")
    {
        using FakeContracts contracts = new();
        contracts
            .On(FakeContracts.Ledger, LedgerContract.MinAccountBalance, Amount("3"))
            .On(FakeContracts.Ledger, LedgerContract.GetLedger, new object?[] { User, Amount(available), Amount("7"), "" })
            .On(FakeContracts.Ledger, LedgerContract.GetAllActiveServices, new object?[]
            {
                new object?[] { FakeContracts.Inference, FakeContracts.Inference, "inference", "v1.0", "inference-v1.0", "", true, 1 },
            })
            .On(FakeContracts.Inference, InferenceContract.ServiceExists, offersInference)
            .On(FakeContracts.Inference, InferenceContract.LockTime, 86400)
            .On(FakeContracts.FineTuning, FineTuningContract.LockTime, 86400)
            .Refuse(FakeContracts.FineTuning, FineTuningContract.GetService, FineTuningErrors.ServiceNotExist)
            .Refuse(FakeContracts.FineTuning, FineTuningContract.GetAccount, FineTuningErrors.AccountNotExists)
            .On(FakeContracts.FineTuning, FineTuningContract.GetDeliverable, asked =>
                [new object?[] { asked[2], Array.Empty<byte>(), Array.Empty<byte>(), (string)asked[2]! == "taken", 1, true }])
            .On(FakeContracts.Inference, InferenceContract.GetAccount, asked => inference is null
                ? throw FakeContracts.Revert(InferenceErrors.AccountNotExists, asked)
                : [Account(Amount(inference))]);

        ZeroGException failure =
            await new ComputeRefusal(contracts.Client).ExplainAsync(await contracts.RefusalAsync(error, arguments), call);

        Assert.Equal((id, message), (failure.ErrorId, failure.Message));
    }

    private static object?[] Account(TokenAmount balance)
    {
        object?[] refunds = [.. Enumerable.Range(0, 5).Select(object?[] (i) => [i, 1, RequestedAt.ToUnixTimeSeconds() + (60 * i), false])];
        return [User, Provider, 1, balance, 5, refunds, "", true, 5, 0, 0];
    }
}
