using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Services;
using ZeroG.Interop.Tests.Evm;

namespace ZeroG.Interop.Tests.Compute;

/// <summary>Our client's accounts, refunds and acknowledgements with the official compute contracts on a real EVM.</summary>
public sealed class OfficialAccountTests(NodePackages packages, HardhatNode hardhat) : IClassFixture<HardhatNode>
{
    private static readonly byte[] Root = [.. Enumerable.Repeat((byte)5, 32)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_FromFirstDepositToTheLastWithdrawal_SayWhatTheContractsSay()
    {
        using ComputeUser user = await ComputeUser.StartAsync(packages, hardhat);
        (ComputeClient client, ComputeAccount account) = (user.Client, user.Account);
        await RefusedAsync(
            "ZgDepositTooSmall", "The first deposit must be at least 3 0G on official; got 2 0G.", () => account.DepositAsync(Of("2")));
        await RefusedAsync("ZgAccountMissing", "Deposit at least 3 0G first.", () => account.WithdrawAsync(Of("1")));
        Assert.Null(await client.Ledger.GetAsync(account.User, Cancel));

        TransactionReceipt receipt = await account.DepositAsync(Of("20"), cancellationToken: Cancel);
        Assert.True(receipt.Fee > TokenAmount.Zero);
        Assert.Equal(new Ledger(account.User, Of("20"), Of("20"), ""), await client.Ledger.GetAsync(account.User, Cancel));

        await RefusedAsync("ZgProviderUnknown", "offers no inference service", () => TransferAsync(account.User, "5"));
        await RefusedAsync("ZgTransferTooSmall", "needs at least 1 0G; got 0.5 0G", () => TransferAsync(ComputeUser.Provider, "0.5"));
        await RefusedAsync(
            "ZgMainAccountTooLow", "Main account has 20 0G free, 30 0G needed. Deposit 10 0G more.",
            () => TransferAsync(ComputeUser.Provider, "30"));
        await TransferAsync(ComputeUser.Provider, "5");
        SubAccount sub = Assert.Single(await client.Inference.GetAccountsAsync(account.User, Cancel));
        Assert.Equal((Of("5"), Of("5"), true), (sub.Balance, sub.Free, sub.IsAcknowledged));
        await RefusedAsync("ZgWithdrawalRest", "After this withdrawal 2 0G would stay.", () => account.WithdrawAsync(Of("13")));
        await RefusedAsync(
            "ZgWithdrawalTooLarge", "Only 15 0G can be withdrawn; 5 0G is in sub-accounts. Retrieve it first (lock 24 hours).",
            () => account.WithdrawAsync(Of("16")));

        RefundResult asked = await RefundAsync(account, ServiceKind.Inference);
        Assert.Equal((Of("5"), TokenAmount.Zero), (asked.Requested, asked.Collected));
        await user.WaitAsync(TimeSpan.FromHours(24));
        RefundResult collected = await RefundAsync(account, ServiceKind.Inference);
        Assert.Equal((TokenAmount.Zero, Of("5")), (collected.Requested, collected.Collected));

        await account.WithdrawAsync(Of("20"), Cancel);
        Assert.Null(await client.Ledger.GetAsync(account.User, Cancel));
        Assert.Empty(await client.Inference.GetAccountsAsync(account.User, Cancel));

        Task<TransactionReceipt> TransferAsync(Address provider, string amount) =>
            account.TransferAsync(ServiceKind.Inference, provider, Of(amount), Cancel);
    }

    [Theory]
    [InlineData(ServiceKind.Inference)]
    [InlineData(ServiceKind.FineTuning)]
    public async Task Refunds_FiveThatWait_AreShownAndTheSixthIsRefused(ServiceKind kind)
    {
        using ComputeUser user = await ComputeUser.StartAsync(packages, hardhat);
        ComputeAccount account = user.Account;
        await account.DepositAsync(Of("20"), cancellationToken: Cancel);
        foreach (string amount in (string[])["10", "5", "2", "1", "0.5"])
        {
            await account.TransferAsync(kind, ComputeUser.Provider, Of(amount), Cancel);
            await RefundAsync(account, kind);
        }

        SubAccount sub = (await user.Client.Serving(kind).FindAccountAsync(account.User, ComputeUser.Provider, Cancel))!;
        Assert.Equal([Of("5"), Of("3"), Of("1"), Of("0.5"), Of("0.5")], sub.Refunds.Select(refund => refund.Amount));
        Assert.All(sub.Refunds, refund => Assert.Equal(TimeSpan.FromHours(24), refund.UnlocksAt - refund.RequestedAt));
        Assert.Equal(Of("10"), sub.PendingRefund);
        await account.TransferAsync(kind, ComputeUser.Provider, Of("0.1"), Cancel);
        string oldest = ComputeRefusal.Write(sub.Refunds[0].UnlocksAt);
        await RefusedAsync(
            "ZgRefundListFull", $"Five refunds are already waiting. The oldest unlocks at {oldest}.", () => RefundAsync(account, kind));

        // Two are cancelled and a third shrinks; their places in the contract's list are stale.
        await account.TransferAsync(kind, ComputeUser.Provider, Of("1.2"), Cancel);
        sub = (await user.Client.Serving(kind).FindAccountAsync(account.User, ComputeUser.Provider, Cancel))!;
        Assert.Equal([Of("5"), Of("3"), Of("0.7")], sub.Refunds.Select(refund => refund.Amount));
        Assert.Equal((Of("8.7"), Of("1.3")), (sub.PendingRefund, sub.Free));
    }

    [Theory]
    [InlineData(ServiceKind.Inference)]
    [InlineData(ServiceKind.FineTuning)]
    public async Task Refunds_AnotherUnlocksAfterTheEstimate_FitIntoTheReserve(ServiceKind kind)
    {
        using ComputeUser user = await ComputeUser.StartAsync(packages, hardhat);
        ComputeAccount account = user.Account;
        await account.DepositAsync(Of("20"), cancellationToken: Cancel);
        foreach (string amount in (string[])["10", "5", "2", "1"])
        {
            await account.TransferAsync(kind, ComputeUser.Provider, Of(amount), Cancel);
            await RefundAsync(account, kind);
            await user.WaitAsync(TimeSpan.FromHours(1));
        }

        await account.TransferAsync(kind, ComputeUser.Provider, Of("0.5"), Cancel);
        SubAccount sub = (await user.Client.Serving(kind).FindAccountAsync(account.User, ComputeUser.Provider, Cancel))!;
        Assert.Equal((4, Of("0.5")), (sub.Refunds.Count, sub.Free));
        foreach (PendingRefund refund in sub.Refunds)
        {
            await user.WaitAsync(refund.UnlocksAt - await user.Client.GetTimeAsync(Cancel) - TimeSpan.FromMinutes(1));
            ulong before = await EstimateAsync();
            await user.WaitAsync(TimeSpan.FromMinutes(1));
            ulong after = await EstimateAsync();
            Assert.True(after <= before * 125 / 100, $"{after} for {before}");
        }

        async Task<ulong> EstimateAsync() => await user.Client.Chain.EstimateGasAsync(
            new CallMessage
            {
                From = account.User,
                To = user.Client.Ledger.Address,
                Data = LedgerContract.RetrieveFund.EncodeCall(
                    new object?[] { ComputeUser.Provider }, await user.Client.Ledger.GetServiceNameAsync(kind, Cancel)),
            },
            cancellationToken: Cancel);
    }

    [Fact]
    public async Task Inference_SettledRevokedAndDistrusted_ShowsInTheSubAccount()
    {
        using ComputeUser user = await ComputeUser.StartAsync(packages, hardhat);
        (ComputeClient client, ComputeAccount account) = (user.Client, user.Account);
        InferenceService service = Assert.Single(await client.Inference.GetServicesAsync(Cancel));
        Assert.Equal(
            (ComputeUser.Provider, "chatbot", "TeeML", true),
            (service.Provider, service.ServiceType, service.Verifiability, service.IsTeeSignerAcknowledged));
        await account.DepositAsync(Of("20"), cancellationToken: Cancel);
        await RefusedAsync(
            "ZgSubAccountMissing", "for inference. Transfer funds to it first.",
            () => account.RevokeTokensAsync(ComputeUser.Provider, [1], Cancel));
        await account.TransferAsync(ServiceKind.Inference, ComputeUser.Provider, Of("5"), Cancel);
        await RefusedAsync(
            "ZgProviderHoldsMoney", "Retrieve the 5 0G from this provider before revoking trust.",
            () => account.AcknowledgeAsync(ServiceKind.Inference, ComputeUser.Provider, false, Cancel));

        await account.RevokeTokensAsync(ComputeUser.Provider, [0, 9], Cancel);
        Assert.Equal(513, (await FindAsync()).RevokedBitmap);
        await account.RevokeAllTokensAsync(ComputeUser.Provider, Cancel);
        SubAccount sub = await FindAsync();
        Assert.Equal((1, 0), (sub.Generation, sub.RevokedBitmap));

        await user.ProviderCallsInferenceAsync(
            InferenceContract.SettleFeesWithTEE, [new object?[] { user.Sign("1.5", 3), user.Sign("100", 7) }]);
        sub = await FindAsync();
        Assert.Equal((TokenAmount.Zero, 7), (sub.Balance, sub.Nonce));
        Assert.Equal(new Ledger(account.User, Of("15"), Of("15"), ""), await client.Ledger.GetAsync(account.User, Cancel));
        await account.AcknowledgeAsync(ServiceKind.Inference, ComputeUser.Provider, false, Cancel);
        Assert.False((await FindAsync()).IsAcknowledged);

        async Task<SubAccount> FindAsync() =>
            (await client.Inference.FindAccountAsync(account.User, ComputeUser.Provider, Cancel))!;
    }

    [Fact]
    public async Task FineTuning_DeliveredTakenAndTooLate_ShowsInTheSubAccount()
    {
        using ComputeUser user = await ComputeUser.StartAsync(packages, hardhat);
        (ComputeClient client, ComputeAccount account) = (user.Client, user.Account);
        FineTuningService service = Assert.Single(await client.FineTuning.GetServicesAsync(Cancel));
        Assert.Equal(["small", "large"], service.Models);
        await account.DepositAsync(Of("20"), cancellationToken: Cancel);
        await account.TransferAsync(ServiceKind.FineTuning, ComputeUser.Provider, Of("5"), Cancel);
        await RefusedAsync(
            "ZgDeliverableUnknown", "The provider has delivered no task-1 on official.",
            () => account.AcknowledgeDeliverableAsync(ComputeUser.Provider, "task-1", Cancel));
        Assert.Null(await client.FineTuning.FindDeliverableAsync(account.User, ComputeUser.Provider, "task-1", Cancel));

        await user.ProviderCallsFineTuningAsync(FineTuningContract.AddDeliverable, account.User, "task-1", Root);
        await account.AcknowledgeDeliverableAsync(ComputeUser.Provider, "task-1", Cancel);
        await user.ProviderCallsFineTuningAsync(FineTuningContract.SettleFees, [user.Sign("task-1", Root, [1, 2, 3], "2", 1)]);
        await user.ProviderCallsFineTuningAsync(FineTuningContract.AddDeliverable, account.User, "task-2", Root);
        await user.ProviderCallsFineTuningAsync(FineTuningContract.SettleFees, [user.Sign("task-2", Root, [], "1", 2)]);

        SubAccount sub = (await client.FineTuning.FindAccountAsync(account.User, ComputeUser.Provider, Cancel))!;
        Assert.Equal((Of("2.7"), 2), (sub.Balance, sub.Nonce));
        Assert.Equal(
            [("task-1", true, true), ("task-2", false, true)],
            sub.Deliverables.Select(deliverable => (deliverable.Id, deliverable.IsAcknowledged, deliverable.IsSettled)));
        Assert.Equal(Root, sub.Deliverables[0].ModelRootHash);
        Assert.Equal([1, 2, 3], sub.Deliverables[0].EncryptedSecret);
        await RefusedAsync(
            "ZgDeliverableTooLate", "the key is gone",
            () => account.AcknowledgeDeliverableAsync(ComputeUser.Provider, "task-2", Cancel));
        await RefusedAsync(
            "ZgDeliverableSettled", "Nothing is left to do",
            () => account.AcknowledgeDeliverableAsync(ComputeUser.Provider, "task-1", Cancel));
    }

    private static TokenAmount Of(string amount) => TokenAmount.Parse(amount);

    private static async Task<RefundResult> RefundAsync(ComputeAccount account, ServiceKind kind)
    {
        List<RefundResult> results = await account.RequestRefundAsync(kind, [ComputeUser.Provider], Cancel).ToListAsync(Cancel);
        return Assert.Single(results);
    }

    private static async Task RefusedAsync(string id, string words, Func<Task> call)
    {
        ZeroGException refusal = await Assert.ThrowsAnyAsync<ZeroGException>(call);
        Assert.Equal(id, refusal.ErrorId);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }
}
