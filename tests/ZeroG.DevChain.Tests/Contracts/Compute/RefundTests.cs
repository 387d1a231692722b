using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Contracts.Compute;

namespace ZeroG.DevChain.Tests.Contracts.Compute;

/// <summary>Refunds, which both services keep in the same way.</summary>
public sealed class RefundTests : IAsyncDisposable
{
    private const int Day = 86_400;

    private readonly ComputeChain _chain = new();

    public static TheoryData<string> Services => [ComputeChain.InferenceName, ComputeChain.FineTuningName];

    public ValueTask DisposeAsync() => _chain.DisposeAsync();

    [Theory]
    [MemberData(nameof(Services))]
    public async Task RetrieveFund_TakesTwoCallsALockTimeApart(string service)
    {
        await _chain.FundAsync("5", "2", service);
        await _chain.RetrieveAsync(service);
        Assert.Equal("2000000000000000000, 2000000000000000000", await MoneyAsync(service));

        await _chain.WaitAsync(Day - 60);
        await _chain.RetrieveAsync(service);
        Assert.Equal((ComputeChain.Wei("3"), ComputeChain.Wei("5")), await _chain.LedgerAsync());

        await _chain.WaitAsync(60);
        await _chain.RetrieveAsync(service);
        Assert.Equal((ComputeChain.Wei("5"), ComputeChain.Wei("5")), await _chain.LedgerAsync());
        Assert.Equal("0, 0", await MoneyAsync(service));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task RetrieveFund_WithFiveRefundsWaiting_IsRefused(string service)
    {
        await AddRefundsAsync(service, "0.25", "0.1", "0.05", "0.02");
        Assert.Equal("0.25 0.15 0.05 0.03 0.02", await RefundsAsync(service));
        await _chain.TransferAsync("0.01", service);

        string refusal = await _chain.RefusalAsync(
            ComputeChain.User, ComputeContracts.Ledger, LedgerContract.RetrieveFund, [new object?[] { ComputeChain.Provider }, service]);

        Assert.Equal($"execution reverted: TooManyRefunds(user: {ComputeChain.User}, provider: {ComputeChain.Provider})", refusal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task TransferFund_CancelsTheNewestRefundsFirst(string service)
    {
        await AddRefundsAsync(service, "0.25", "0.1");
        Assert.Equal("0.25 0.15 0.1", await RefundsAsync(service));

        await _chain.TransferAsync("0.2", service);

        // The last entry is stale now, and shows.
        Assert.Equal("0.25 0.05 0", await RefundsAsync(service));
        Assert.Equal("500000000000000000, 300000000000000000", await MoneyAsync(service));
        Assert.Equal((ComputeChain.Wei("4.5"), ComputeChain.Wei("5")), await _chain.LedgerAsync());

        // All that waits and more: only what goes beyond it leaves the main account.
        await _chain.TransferAsync("0.4", service);
        Assert.Equal("600000000000000000, 0", await MoneyAsync(service));
        Assert.Equal((ComputeChain.Wei("4.4"), ComputeChain.Wei("5")), await _chain.LedgerAsync());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task RetrieveFund_SomeUnlocked_MovesTheOthersUp(string service)
    {
        await AddRefundsAsync(service, "0.25");
        await _chain.WaitAsync(Day / 2);
        await _chain.TransferAsync("0.1", service);
        await _chain.RetrieveAsync(service);
        Assert.Equal("0.25 0.15 0.1", await RefundsAsync(service));

        await _chain.WaitAsync(Day / 2);
        await _chain.RetrieveAsync(service);

        object?[][] refunds = [.. ((object?[])(await AccountAsync(service))[5]!).Cast<object?[]>()];
        Assert.Equal("0.1 0.15 0.1", await RefundsAsync(service));
        Assert.Equal([0, 1, 2], refunds.Select(refund => (int)(BigInteger)refund[0]!));
        Assert.Equal("100000000000000000, 100000000000000000", await MoneyAsync(service));
        Assert.Equal((ComputeChain.Wei("4.9"), ComputeChain.Wei("5")), await _chain.LedgerAsync());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task UpdateLockTime_CountsForRefundsThatWait(string service)
    {
        Address contract = service == ComputeChain.FineTuningName ? ComputeContracts.FineTuning : ComputeContracts.Inference;
        await AddRefundsAsync(service);
        Assert.Contains(
            "LockTimeOutOfRange(lockTime: 3599",
            await _chain.RefusalAsync(ComputeChain.Owner, contract, InferenceContract.UpdateLockTime, [3599]),
            StringComparison.Ordinal);

        await _chain.DoAsync(ComputeChain.Owner, contract, InferenceContract.UpdateLockTime, [3600]);
        await _chain.WaitAsync(3600);
        await _chain.RetrieveAsync(service);

        Assert.Equal("0, 0", await MoneyAsync(service));
    }

    private async Task<object?[]> AccountAsync(string service) => await _chain.AccountAsync(service == ComputeChain.FineTuningName);

    /// <summary>Balance and what of it waits.</summary>
    private async Task<string> MoneyAsync(string service)
    {
        object?[] account = await AccountAsync(service);
        return $"{account[3]}, {account[4]}";
    }

    /// <summary>The amounts of all refunds, stale ones too.</summary>
    private async Task<string> RefundsAsync(string service) => string.Join(
        ' ',
        ((object?[])(await AccountAsync(service))[5]!)
            .Select(refund => new TokenAmount((BigInteger)((object?[])refund!)[1]!).ToUnits(18)));

    /// <summary>Asks for half a unit back. Every further amount is taken from the newest refund and asked for anew.</summary>
    private async Task AddRefundsAsync(string service, params string[] amounts)
    {
        await _chain.FundAsync("5", "0.5", service);
        await _chain.RetrieveAsync(service);
        foreach (string amount in amounts)
        {
            await _chain.TransferAsync(amount, service);
            await _chain.RetrieveAsync(service);
        }
    }
}
