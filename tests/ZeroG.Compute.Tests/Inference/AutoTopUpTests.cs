using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Inference;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.Inference;

/// <summary>What is decided before money moves. That it does move is tested where there is a chain.</summary>
public sealed class AutoTopUpTests : IDisposable
{
    private readonly InferenceMarket _market = new();
    private readonly TempFolder _folder = new();

    public AutoTopUpTests() =>
        _market.Contracts.Server.On("eth_getBlockByNumber", $$"""
            {"number":"0x0","hash":"{{Hash256.Zero}}","parentHash":"{{Hash256.Zero}}","timestamp":"0x1","gasLimit":"0x1","gasUsed":"0x0",
            "transactions":[]}
            """);

    public void Dispose()
    {
        _market.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("3")]
    [InlineData("3.5")]
    public async Task EnsureAsync_EnoughThere_MovesAndAsksNothing(string owed)
    {
        using AutoTopUp topUp = Create("1", (_, _) => throw new InvalidOperationException("asked"));

        Assert.True(await topUp.EnsureAsync(Owing(owed), TestContext.Current.CancellationToken));
        Assert.Equal(TokenAmount.Zero, topUp.Moved);
    }

    [Fact]
    public async Task EnsureAsync_AboveTheCeiling_IsRefusedBeforeAnybodyIsAsked()
    {
        using AutoTopUp topUp = Create("0.9", (_, _) => throw new InvalidOperationException("asked"));

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(
            () => topUp.EnsureAsync(Owing("4"), TestContext.Current.CancellationToken));

        Assert.Equal("ZgTopUpCeiling", refusal.ErrorId);
        Assert.Contains("lacks 1 0G, and 0 0G of the 0.9 0G that may be moved is spent", refusal.Message);
    }

    [Fact]
    public async Task EnsureAsync_AfterANo_MovesNothing()
    {
        TokenAmount asked = default;
        using AutoTopUp topUp = Create("5", (_, amount) =>
        {
            asked = amount;
            return Task.FromResult(false);
        });

        Assert.False(await topUp.EnsureAsync(Owing("4.5"), TestContext.Current.CancellationToken));
        Assert.Equal(TokenAmount.Parse("1.5"), asked);
        Assert.Equal(TokenAmount.Zero, topUp.Moved);
    }

    [Fact]
    public async Task EnsureAsync_MoreIsLackingAfterAYes_AsksForTheMore()
    {
        List<string> asked = [];
        using AutoTopUp topUp = Create("9", (_, amount) =>
        {
            asked.Add($"{amount}");
            Owing("6");
            return Task.FromResult(asked.Count == 1);
        });

        Assert.False(await topUp.EnsureAsync(Owing("4"), TestContext.Current.CancellationToken));
        Assert.Equal(["1 0G", "3 0G"], asked);
        Assert.Equal(TokenAmount.Zero, topUp.Moved);
    }

    [Fact]
    public async Task EnsureAsync_FolderCannotBeUsed_IsRefusedBeforeAnybodyIsAsked()
    {
        await File.WriteAllTextAsync(_folder["taken"], "", TestContext.Current.CancellationToken);
        using AutoTopUp topUp = Create("9", (_, _) => throw new InvalidOperationException("asked"), _folder["taken"]);

        ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(
            () => topUp.EnsureAsync(Owing("4"), TestContext.Current.CancellationToken));

        Assert.Equal("ZgJournalUnwritable", refusal.ErrorId);
        Assert.Contains("ZEROG_HOME", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureAsync_NoSubAccount_AsksForTheContractsMinimumAtLeast()
    {
        _market.HasAccount = false;
        _market.Contracts.On(FakeContracts.Ledger, LedgerContract.MinTransferAmount, TokenAmount.Parse("7").Wei);
        TokenAmount asked = default;
        using AutoTopUp topUp = Create("10", (_, amount) =>
        {
            asked = amount;
            return Task.FromResult(false);
        });

        await topUp.EnsureAsync(Owing("0"), TestContext.Current.CancellationToken);

        Assert.Equal(TokenAmount.Parse("7"), asked);
    }

    private Compute.Services.InferenceService Owing(string amount)
    {
        _market.Broker.On(
            $"/v1/user/{TestKeys.User.Address}/unsettledfee", $$"""{"unsettledFee":"{{TokenAmount.Parse(amount).Wei}}"}""");
        return _market.Service;
    }

    private AutoTopUp Create(
        string ceiling, Func<Compute.Services.InferenceService, TokenAmount, Task<bool>> ask, string? folder = null) => new(
        new ComputeAccount(_market.Compute, new TransactionSender(_market.Compute.Chain, TestKeys.User, FakeContracts.Network)),
        _market.Client, TokenAmount.Parse(ceiling), folder ?? _folder.Path, ask);
}
