using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>What a user pays for, against the contracts of compute (compute.md §1.2 to §1.5).</summary>
public sealed class ComputeAccountTests : IAsyncLifetime
{
    private const int Day = 86_400;

    private readonly ComputeUser _user = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _user.RegisterAsync(ComputeUser.Provider);

    public ValueTask DisposeAsync() => _user.DisposeAsync();

    [Fact]
    public async Task Deposit_FirstAndLater_AreExact()
    {
        await _user.Account.DepositAsync(Amount("0.1"), cancellationToken: Cancelled);
        TransactionReceipt receipt = await _user.Account.DepositAsync(TokenAmount.FromWei(1), cancellationToken: Cancelled);

        Assert.Equal(Amount("0.100000000000000001"), (await _user.LedgerAsync()).Available);
        Assert.True(receipt.Fee > TokenAmount.Zero);
    }

    [Fact]
    public async Task Deposit_ForSomebodyElse_OpensTheirAccount()
    {
        await _user.Account.DepositAsync(Amount("3"), ComputeUser.OtherProvider, Cancelled);

        Assert.Equal(Amount("3"), (await _user.Client.Ledger.GetAsync(ComputeUser.OtherProvider, Cancelled))!.Available);
        Assert.Null(await _user.Client.Ledger.GetAsync(ComputeUser.Address, Cancelled));
    }

    [Fact]
    public async Task Deposit_AnswerOfTheNodeIsLost_IsMadeOnce()
    {
        _user.Node.ForgetNext("eth_sendRawTransaction");

        await _user.Account.DepositAsync(Amount("2"), cancellationToken: Cancelled);

        Assert.Equal(Amount("2"), (await _user.LedgerAsync()).Total);
        Assert.False(_user.Node.ForgetsStill);
    }

    [Fact]
    public async Task Deposit_AndTransferWithReferences_AreMadeOnceByProcessesThatComeAgain()
    {
        using TempFolder folder = new();
        PaidCall[] paid = new PaidCall[4];
        for (int process = 0; process < 2; process++)
        {
            using TransactionJournal journal = new(folder.Path);
            ComputeAccount account = _user.Open(journal: journal);
            paid[process] = await account.PrepareDeposit(Amount("3")).SendOnceAsync("order-1", Cancelled);
            PreparedCall transfer =
                await account.PrepareTransferAsync(ServiceKind.Inference, ComputeUser.Provider, Amount("2"), Cancelled);
            paid[2 + process] = await transfer.SendOnceAsync("order-2", Cancelled);
        }

        Assert.Equal([false, true, false, true], paid.Select(call => call.AlreadySent));
        Assert.Equal((paid[0].Place.Transaction, paid[2].Place.Fee), (paid[1].Place.Transaction, paid[3].Place.Fee));
        Assert.Equal((Amount("3"), Amount("2")), ((await _user.LedgerAsync()).Total, (await _user.SubAccountAsync()).Free));
    }

    [Fact]
    public async Task Deposit_ReferenceOfAnotherCall_IsRefused()
    {
        using TempFolder folder = new();
        using TransactionJournal journal = new(folder.Path);
        ComputeAccount account = _user.Open(journal: journal);
        await account.PrepareDeposit(Amount("3")).SendOnceAsync("order-1", Cancelled);
        PreparedCall[] others =
        [
            account.PrepareDeposit(Amount("4")),
            account.PrepareDeposit(Amount("3"), ComputeUser.OtherProvider),
            await account.PrepareTransferAsync(ServiceKind.Inference, ComputeUser.Provider, Amount("2"), Cancelled),
        ];

        foreach (PreparedCall other in others)
        {
            ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(() => other.SendOnceAsync("order-1", Cancelled));
            Assert.Equal("ZgReferenceTaken", refusal.ErrorId);
        }

        Assert.Equal(Amount("3"), (await _user.LedgerAsync()).Total);
    }

    [Fact]
    public async Task Refunds_OfTheWorkedExample_MoveAsItSays()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("5");

        RefundResult requested = await _user.RequestAsync();
        await _user.TransferAsync("1.5");
        SubAccount cancelled = await _user.SubAccountAsync();
        await _user.Chain.WaitAsync(Day + 1);
        RefundResult again = await _user.RequestAsync();

        Assert.Equal(("0 0G", "5 0G", "5 0G", "0 0G"), Text(requested));
        Assert.Equal((Amount("1.5"), Amount("3.5")), (cancelled.Free, cancelled.PendingRefund));
        Assert.Equal(("3.5 0G", "1.5 0G", "1.5 0G", "0 0G"), Text(again));
        Assert.Equal(again.UnlocksAt, (await _user.SubAccountAsync()).Refunds[0].UnlocksAt);
        Assert.Equal((Amount("8.5"), Amount("10")), ((await _user.LedgerAsync()).Available, (await _user.LedgerAsync()).Total));
    }

    [Fact]
    public async Task Complete_MoneyIsFree_CollectsAndLeavesItFree()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("5");
        await _user.RequestAsync();
        await _user.TransferAsync("1.5");
        await _user.Chain.WaitAsync(Day + 1);

        RefundResult result = await _user.CompleteAsync();

        Assert.Equal(("3.5 0G", "0 0G", "0 0G", "1.5 0G"), Text(result));
        Assert.Null(result.UnlocksAt);
        Assert.Null(result.Warning);
        Assert.Equal((Amount("1.5"), 0), ((await _user.SubAccountAsync()).Free, (await _user.SubAccountAsync()).Refunds.Count));
        Assert.Equal(Amount("8.5"), (await _user.LedgerAsync()).Available);
    }

    [Fact]
    public async Task Complete_OneIsLockedStill_LeavesThatOne()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("4");
        await _user.RequestAsync();
        await _user.Chain.WaitAsync(Day / 2);
        await _user.TransferAsync("1");
        RefundResult second = await _user.RequestAsync();
        await _user.TransferAsync("0.25");
        await _user.Chain.WaitAsync((Day / 2) + 2);

        RefundResult result = await _user.CompleteAsync();

        Assert.Equal(("3 0G", "0 0G", "0.75 0G", "0.25 0G"), Text(result));
        PendingRefund left = Assert.Single((await _user.SubAccountAsync()).Refunds);
        Assert.Equal((Amount("0.75"), result.UnlocksAt), (left.Amount, (DateTimeOffset?)left.UnlocksAt));
        Assert.True(second.UnlocksAt < left.UnlocksAt);
    }

    [Fact]
    public async Task Complete_TheSecondTransactionFails_SaysWhatIsLockedAndHowToFreeIt()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("5");
        await _user.RequestAsync();
        await _user.TransferAsync("1.5");
        await _user.Chain.WaitAsync(Day + 1);
        RefundPlan plan = await _user.Account.PlanRefundAsync(ServiceKind.Inference, ComputeUser.Provider, Cancelled);
        _user.Node.RefuseAfter("eth_estimateGas", 1);

        RefundResult result = Assert.Single(await _user.Account.CompleteRefundAsync([plan], Cancelled).ToArrayAsync(Cancelled));

        Assert.Equal(("3.5 0G", "1.5 0G", "1.5 0G", "0 0G"), Text(result));
        Assert.StartsWith($"1.5 0G that was free with {ComputeUser.Provider} is locked now", result.Warning, StringComparison.Ordinal);
        await _user.TransferAsync("1.5");
        Assert.Equal((Amount("1.5"), Amount("8.5")), ((await _user.SubAccountAsync()).Free, (await _user.LedgerAsync()).Available));
    }

    [Fact]
    public async Task Complete_NodeThatLags_IsAskedUntilItHasTheBlock()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("5");
        await _user.RequestAsync();
        await _user.TransferAsync("1.5");
        await _user.Chain.WaitAsync(Day + 1);
        _user.Node.LagsFor = 3;

        RefundResult result = await _user.CompleteAsync();

        Assert.Equal(("3.5 0G", "0 0G", "0 0G", "1.5 0G"), Text(result));
        Assert.Null(result.Warning);
        Assert.Equal(0, _user.Node.LagsFor);
    }

    [Fact]
    public async Task Complete_NodeThatNeverHasTheBlock_KeepsWhatIsFreeAndSaysSo()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("5");
        await _user.RequestAsync();
        await _user.TransferAsync("1.5");
        await _user.Chain.WaitAsync(Day + 1);
        _user.Node.LagsFor = int.MaxValue;

        RefundResult result = await _user.CompleteAsync();

        Assert.Equal(("3.5 0G", "0 0G", "0 0G", "1.5 0G"), Text(result));
        Assert.Contains("does not show block", result.Warning, StringComparison.Ordinal);
        Assert.Equal(Amount("1.5"), (await _user.SubAccountAsync()).Free);
    }

    [Fact]
    public async Task Request_MoreProvidersThanACallTakes_SendsSeveralAndSharesTheirFees()
    {
        Address[] providers = [.. Enumerable.Range(1, 23).Select(i => new Address([.. new byte[18], 0x77, (byte)i]))];
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        foreach (Address provider in providers)
        {
            // The contracts do not ask whether the provider has a service.
            await _user.Chain.TransferAsync("0.1", provider: provider);
        }

        BigInteger before = await _user.Chain.BalanceAsync(ComputeUser.Address);
        RefundResult[] results =
            await _user.Account.RequestRefundAsync(ServiceKind.Inference, providers, Cancelled).ToArrayAsync(Cancelled);

        Assert.Equal(providers, results.Select(result => result.Provider));
        Assert.All(results, result => Assert.Equal(Amount("0.1"), result.Requested));
        Assert.Equal([20, 3], results.GroupBy(result => result.Transaction).Select(group => group.Count()));
        BigInteger paid = results.Aggregate(BigInteger.Zero, (sum, result) => sum + result.Fee.Wei);
        Assert.Equal(before - paid, await _user.Chain.BalanceAsync(ComputeUser.Address));
        Assert.All(
            await _user.Client.Inference.GetAccountsAsync(ComputeUser.Address, Cancelled),
            account => Assert.True(account.Free.IsZero));
    }

    [Fact]
    public async Task Request_TheTimeOfTheBlockIsOpen_LeavesAQuarterMoreGas()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("5");
        await _user.RequestAsync();
        await _user.TransferAsync("1");
        await _user.Chain.WaitAsync(Day - 60);

        ulong needed = await _user.EstimateRetrieveAsync();
        RefundResult result = await _user.RequestAsync();

        PostedTransaction? sent = await _user.Client.Chain.GetTransactionAsync(result.Transaction, Cancelled);
        Assert.Equal(needed + (needed * 25 / 100), sent!.GasLimit);
    }

    [Fact]
    public async Task Withdraw_EverythingAfterTheLock_ClosesTheAccount()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("5");
        await _user.RequestAsync();
        await _user.Chain.WaitAsync(Day);
        await _user.CompleteAsync();

        await _user.Account.WithdrawAsync(Amount("10"), Cancelled);

        Assert.Null(await _user.Client.Ledger.GetAsync(ComputeUser.Address, Cancelled));
        Assert.Null(await _user.Client.Inference.FindAccountAsync(ComputeUser.Address, ComputeUser.Provider, Cancelled));
    }

    [Fact]
    public async Task Tokens_Revoked_AreMarkedAndThenOfAnEarlierGeneration()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("1");

        await _user.Account.RevokeTokensAsync(ComputeUser.Provider, [0, 5], Cancelled);
        SubAccount marked = await _user.SubAccountAsync();
        await _user.Account.RevokeAllTokensAsync(ComputeUser.Provider, Cancelled);
        SubAccount earlier = await _user.SubAccountAsync();

        Assert.Equal((new BigInteger(0b100001), BigInteger.Zero), (marked.RevokedBitmap, marked.Generation));
        Assert.Equal((BigInteger.Zero, BigInteger.One), (earlier.RevokedBitmap, earlier.Generation));
    }

    [Fact]
    public async Task Acknowledge_EmptySubAccount_CanBeTakenBackAndGiven()
    {
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("1");
        await _user.RequestAsync();
        await _user.Chain.WaitAsync(Day);
        await _user.CompleteAsync();

        await _user.Account.AcknowledgeAsync(ServiceKind.Inference, ComputeUser.Provider, acknowledged: false, Cancelled);
        Assert.False((await _user.SubAccountAsync()).IsAcknowledged);
        await _user.Account.AcknowledgeAsync(ServiceKind.Inference, ComputeUser.Provider, acknowledged: true, Cancelled);
        Assert.True((await _user.SubAccountAsync()).IsAcknowledged);
    }

    [Fact]
    public async Task Overview_OfMoneyEverywhere_AddsUp()
    {
        await _user.RegisterFineTuningAsync();
        await _user.Account.DepositAsync(Amount("10"), cancellationToken: Cancelled);
        await _user.TransferAsync("2");
        await _user.RequestAsync();
        await _user.Account.TransferAsync(ServiceKind.FineTuning, ComputeUser.Provider, Amount("3"), Cancelled);
        await _user.Chain.WaitAsync(Day / 4);

        AccountOverview overview = await AccountOverview.ReadAsync(_user.Client, ComputeUser.Address, Cancelled);

        Assert.Equal(
            (Amount("5"), Amount("5"), Amount("10"), TokenAmount.Zero),
            (overview.Available, overview.Locked, overview.Total, overview.InOtherServices));
        Assert.Equal([ServiceKind.Inference, ServiceKind.FineTuning], overview.SubAccounts.Select(account => account.Service));
        AccountRefund refund = Assert.Single(overview.Refunds);
        Assert.Equal(
            (ServiceKind.Inference, ComputeUser.Provider, Amount("2"), false),
            (refund.Service, refund.Provider, refund.Amount, refund.IsUnlocked));
        Assert.Equal(refund.UnlocksAt - overview.Time, refund.TimeLeft);
        Assert.InRange(refund.TimeLeft, TimeSpan.FromHours(17), TimeSpan.FromHours(18));
        Assert.Equal(await _user.Client.Chain.GetBalanceAsync(ComputeUser.Address, cancellationToken: Cancelled), overview.Wallet);

        await _user.Chain.WaitAsync(Day);
        Assert.True(Assert.Single((await AccountOverview.ReadAsync(_user.Client, ComputeUser.Address, Cancelled)).Refunds).IsUnlocked);
    }

    private static TokenAmount Amount(string text) => TokenAmount.Parse(text);

    private static (string Collected, string Requested, string Locked, string Free) Text(RefundResult result) =>
        (result.Collected.ToString(), result.Requested.ToString(), result.Locked.ToString(), result.Free.ToString());
}
