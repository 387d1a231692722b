using ZeroG.Chain;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>What a user is told when the contracts of compute refuse (compute.md §7).</summary>
public sealed class ComputeRefusalTests : IAsyncLifetime
{
    private const int Day = 86_400;

    private readonly ComputeUser _user = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _user.RegisterAsync(ComputeUser.Provider);

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public async Task NoAccount_IsNamedForEveryStep()
    {
        string message = $"No compute account exists for {ComputeUser.Address} on local. Deposit at least 0.1 0G first.";

        await RefusedAsync("ZgAccountMissing", message, () => _user.Account.WithdrawAsync(Amount("1"), Cancelled));
        await RefusedAsync("ZgAccountMissing", message, () => _user.TransferAsync("1"));
        await RefusedAsync("ZgAccountMissing", message, () => AccountOverview.ReadAsync(_user.Client, ComputeUser.Address, Cancelled));
    }

    [Fact]
    public Task FirstDeposit_TooSmall_IsNamed() => RefusedAsync(
        "ZgDepositTooSmall", "The first deposit must be at least 0.1 0G on local; got 0.09 0G. Deposit more.",
        () => _user.Account.DepositAsync(Amount("0.09"), cancellationToken: Cancelled));

    [Fact]
    public async Task FirstTransfer_TooSmall_IsNamed()
    {
        await _user.Account.DepositAsync(Amount("1"), cancellationToken: Cancelled);

        await RefusedAsync(
            "ZgTransferTooSmall", $"A new sub-account with {ComputeUser.Provider} needs at least 0.01 0G; got 0.001 0G. Transfer more.",
            () => _user.TransferAsync("0.001"));
    }

    [Fact]
    public async Task Withdrawal_ThatLeavesTooLittle_IsNamed()
    {
        await _user.Account.DepositAsync(Amount("1"), cancellationToken: Cancelled);

        await RefusedAsync(
            "ZgWithdrawalRest", "After this withdrawal 0.05 0G would stay. Keep at least 0.1 0G or withdraw everything (1 0G).",
            () => _user.Account.WithdrawAsync(Amount("0.95"), Cancelled));
    }

    [Fact]
    public async Task Transfer_MainAccountTooLow_IsNamed()
    {
        await _user.Account.DepositAsync(Amount("1"), cancellationToken: Cancelled);

        await RefusedAsync(
            "ZgMainAccountTooLow", "Main account has 1 0G free, 1.5 0G needed. Deposit 0.5 0G more.", () => _user.TransferAsync("1.5"));
    }

    [Fact]
    public async Task Withdrawal_OfMoneyInSubAccounts_IsNamed()
    {
        await _user.Account.DepositAsync(Amount("3"), cancellationToken: Cancelled);
        await _user.TransferAsync("2");

        await RefusedAsync(
            "ZgWithdrawalTooLarge", "Only 1 0G can be withdrawn; 2 0G is in sub-accounts. Retrieve it first (lock 24 hours).",
            () => _user.Account.WithdrawAsync(Amount("3"), Cancelled));
    }

    [Fact]
    public async Task Transfer_ProviderWithoutService_IsNamedBeforeAnythingIsPaid()
    {
        await _user.Account.DepositAsync(Amount("3"), cancellationToken: Cancelled);

        await RefusedAsync(
            "ZgProviderUnknown", $"{ComputeUser.OtherProvider} offers no inference service on local. Check the address and the network.",
            () => _user.Account.TransferAsync(ServiceKind.Inference, ComputeUser.OtherProvider, Amount("1"), Cancelled));
        await RefusedAsync(
            "ZgProviderUnknown",
            $"{ComputeUser.Provider} offers no fine-tuning service on local. It offers inference: ask for that, or use another provider.",
            () => _user.Account.TransferAsync(ServiceKind.FineTuning, ComputeUser.Provider, Amount("1"), Cancelled));
        Assert.Equal(Amount("3"), (await _user.LedgerAsync()).Available);
    }

    [Fact]
    public async Task Transfer_FromAProviderToItself_IsNamed()
    {
        await _user.RegisterAsync(ComputeUser.Address);
        await _user.Account.DepositAsync(Amount("3"), cancellationToken: Cancelled);

        await RefusedAsync(
            "ZgServiceRefused",
            "The service contract refused the transfer. Usual causes: you are the provider yourself, or the provider address is zero.",
            () => _user.Account.TransferAsync(ServiceKind.Inference, ComputeUser.Address, Amount("1"), Cancelled));
    }

    [Fact]
    public async Task Refund_NoSubAccount_IsNamedAndHintsAtTheOtherMarket()
    {
        await _user.Account.DepositAsync(Amount("3"), cancellationToken: Cancelled);
        await _user.TransferAsync("2");

        await RefusedAsync(
            "ZgSubAccountMissing", $"No sub-account with {ComputeUser.OtherProvider} for inference. Transfer funds to it first.",
            () => _user.Account.PlanRefundAsync(ServiceKind.Inference, ComputeUser.OtherProvider, Cancelled));
        await RefusedAsync(
            "ZgSubAccountMissing",
            $"No sub-account with {ComputeUser.Provider} for fine-tuning. Transfer funds to it first. Your inference sub-account with it "
            + "has 2 0G, which does not count for fine-tuning.",
            () => _user.Account.PlanRefundAsync(ServiceKind.FineTuning, ComputeUser.Provider, Cancelled));
    }

    [Fact]
    public async Task Refund_StillLocked_IsNamedAndSendsNothing()
    {
        await _user.Account.DepositAsync(Amount("3"), cancellationToken: Cancelled);
        await _user.TransferAsync("2");
        RefundResult requested = await _user.RequestAsync();
        ulong sent = await _user.Client.Chain.GetTransactionCountAsync(ComputeUser.Address, cancellationToken: Cancelled);
        string message =
            $"2 0G stays locked until {ComputeRefusal.Write(requested.UnlocksAt!.Value)}. Run the same command again after that.";

        await RefusedAsync("ZgRefundLocked", message, _user.RequestAsync);
        await RefusedAsync("ZgRefundLocked", message, _user.CompleteAsync);
        Assert.Equal(sent, await _user.Client.Chain.GetTransactionCountAsync(ComputeUser.Address, cancellationToken: Cancelled));
    }

    [Fact]
    public async Task Refund_NothingThere_IsNamed()
    {
        await _user.Account.DepositAsync(Amount("3"), cancellationToken: Cancelled);
        await _user.TransferAsync("2");

        await RefusedAsync(
            "ZgSubAccountEmpty",
            $"Nothing was asked back from the inference sub-account with {ComputeUser.Provider}. Ask for the 2 0G that are free there "
            + "first.",
            _user.CompleteAsync);
        await _user.RequestAsync();
        await _user.Chain.WaitAsync(Day);
        await _user.CompleteAsync();
        await RefusedAsync(
            "ZgSubAccountEmpty",
            $"The inference sub-account with {ComputeUser.Provider} is empty. Nothing can come back from it.", _user.RequestAsync);
    }

    [Fact]
    public async Task Refund_ListFull_IsNamedByUsAndByTheContract()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);

        // Every transfer cancels of the newest refund, so each has to be smaller than the one before.
        foreach (string amount in (string[])["5", "1", "0.5", "0.25", "0.1", "0.05"])
        {
            await _user.TransferAsync(amount);
            if (amount != "0.05")
            {
                await _user.RequestAsync();
            }
        }

        SubAccount full = await _user.SubAccountAsync();
        string message = $"Five refunds are already waiting. The oldest unlocks at {ComputeRefusal.Write(full.Refunds[0].UnlocksAt)}.";
        await RefusedAsync("ZgRefundListFull", message, _user.RequestAsync);
        RefundPlan plan = await _user.Account.PlanRefundAsync(ServiceKind.Inference, ComputeUser.Provider, Cancelled);
        Assert.Equal((5, true), (full.Refunds.Count, plan.IsFull));
        await RefusedAsync(
            "ZgRefundListFull", message, async () => await _user.Account.RequestRefundAsync([plan], Cancelled).ToArrayAsync(Cancelled));
    }

    [Fact]
    public async Task Acknowledge_TakenBackWithMoneyThere_IsNamed()
    {
        await _user.Account.DepositAsync(Amount("3"), cancellationToken: Cancelled);
        await _user.TransferAsync("2");

        await RefusedAsync(
            "ZgProviderHoldsMoney", "Retrieve the 2 0G from this provider before revoking trust.",
            () => _user.Account.AcknowledgeAsync(ServiceKind.Inference, ComputeUser.Provider, acknowledged: false, Cancelled));
    }

    [Fact]
    public async Task Deliverable_ThatWasNeverDelivered_IsNamed()
    {
        await RefusedAsync(
            "ZgSubAccountMissing", $"No sub-account with {ComputeUser.Provider} for fine-tuning. Transfer funds to it first.",
            () => _user.Account.AcknowledgeDeliverableAsync(ComputeUser.Provider, "task", Cancelled));
        await _user.Chain.FundAsync("3", "1", "fine-tuning-v1.0");
        await RefusedAsync(
            "ZgDeliverableUnknown", "The provider has delivered no task on local. Check the task's id and the provider.",
            () => _user.Account.AcknowledgeDeliverableAsync(ComputeUser.Provider, "task", Cancelled));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    public async Task Amounts_ThatAreNone_AreNamed(string amount)
    {
        TokenAmount none = Amount(amount);

        await RefusedAsync("ZgAmountInvalid", Message("deposit"), () => _user.Account.DepositAsync(none));
        await RefusedAsync("ZgAmountInvalid", Message("transfer"), () => _user.TransferAsync(amount));
        await RefusedAsync("ZgAmountInvalid", Message("withdrawal"), () => _user.Account.WithdrawAsync(none));

        string Message(string what) => $"An amount of {none} is no {what}. Give an amount above zero.";
    }

    [Fact]
    public Task Deposit_ForNobody_IsNamed() => RefusedAsync(
        "ZgRecipientInvalid",
        $"The recipient {Address.Zero} is nobody's, and what is deposited there is lost. Check the address.",
        () => _user.Account.DepositAsync(Amount("3"), Address.Zero, Cancelled));

    [Fact]
    public async Task Fee_AboveTheLimit_SendsNothing()
    {
        ComputeAccount careful = _user.Open(TokenAmount.FromGwei(1));

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => careful.DepositAsync(Amount("3"), cancellationToken: Cancelled));

        Assert.Equal("ZgFeeAboveLimit", failure.ErrorId);
        Assert.Null(await _user.Client.Ledger.GetAsync(ComputeUser.Address, Cancelled));
    }

    private static TokenAmount Amount(string text) => TokenAmount.Parse(text);

    private static async Task RefusedAsync(string id, string message, Func<Task> act)
    {
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(act);

        Assert.Equal((id, message), (failure.ErrorId, failure.Message));
    }
}
