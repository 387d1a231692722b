using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.FineTuning;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>Tasks on a chain whose fees rise above what the provider offered: each call goes through at the same nonce, once.</summary>
public sealed class FineTuningFeeTests : IAsyncLifetime
{
    private MarketBench _market = null!;
    private FeeLink _link = null!;

    public async ValueTask InitializeAsync()
    {
        _market = await MarketBench.OpenAsync();
        _link = new FeeLink(_market.Network.RpcUri);
        _market.ProviderChain = _link.Client;
    }

    public async ValueTask DisposeAsync()
    {
        _link.Client.Rpc.Dispose();
        await _market.DisposeAsync();
    }

    [Theory]
    [InlineData("deliver")]
    [InlineData("settle")]
    public async Task BaseFeeRisesAboveTheOffer_TheFeeIsRaisedAndTheCallMadeOnce(string call)
    {
        (MarketUser user, Guid task) = await BeginAsync(call, rise: 2);

        await _market.RunAsync();

        await AssertRaisedAndDoneOnceAsync(call, user, task);
        Assert.Contains(_market.Log.Read(), line =>
            line.EventId == 416 && line.Message.Contains($"'{call} {task}'", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("deliver", true)]
    [InlineData("deliver", false)]
    [InlineData("settle", true)]
    [InlineData("settle", false)]
    public async Task KilledBetweenRaisingAndItsBlock_TheNextLifeGoesOnWithBothVersions(string call, bool beforeItLeft)
    {
        (MarketUser user, Guid task) = await BeginAsync(call, rise: 2);
        using CancellationTokenSource killed = new();
        Func<int, Task> kill = versions => versions == 2 ? killed.CancelAsync() : Task.CompletedTask;
        _link.BeforeSending = beforeItLeft ? kill : null;
        _link.AfterSending = beforeItLeft ? null : kill;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _market.RunAsync(cancellationToken: killed.Token));
        (_link.BeforeSending, _link.AfterSending) = (null, null);

        await _market.ServeAsync();
        await _market.RunAsync();

        await AssertRaisedAndDoneOnceAsync(call, user, task);
    }

    [Fact]
    public async Task BaseFeeRisesAboveTheCeiling_IsToldAndDeliveredOnceItFalls()
    {
        // One failure would be the last.
        (MarketUser user, Guid task) = await BeginAsync("deliver", rise: 100, new FineTuningProviderOptions { Attempts = 1 });

        for (int i = 0; i < 2; i++)
        {
            await _market.RunAsync();

            Assert.Equal(FineTuningState.Trained, await user.StateAsync(task));
            Assert.Equal(2, _link.Sent.Count);
        }

        Assert.Contains("is the most that may be offered", await user.LogAsync(task), StringComparison.Ordinal);
        _link.Rise = 0;
        await _market.RunAsync();

        await AssertRaisedAndDoneOnceAsync("deliver", user, task);
    }

    /// <summary>A task of which the next call of the provider meets fees that rise.</summary>
    private async Task<(MarketUser User, Guid Task)> BeginAsync(string call, int rise, FineTuningProviderOptions? options = null)
    {
        bool isArmed = false;
        await _market.ServeAsync(options, chain => new InterruptedChain(chain, call, before: async () =>
        {
            if (!isArmed)
            {
                isArmed = true;
                await _link.ArmAsync(rise);
            }
        }));
        await _market.ApproveAsync();
        MarketUser user = await _market.UserAsync();
        Guid task = await user.CreateAsync();
        if (call == "settle")
        {
            await _market.RunAsync();
            await user.AcknowledgeAsync(task);
        }

        return (user, task);
    }

    private async Task AssertRaisedAndDoneOnceAsync(string call, MarketUser user, Guid task)
    {
        Assert.Equal(_link.Sent[0].Nonce, _link.Sent[1].Nonce);
        Assert.NotEqual(_link.Sent[0].Nonce, _link.Sent.Skip(2).FirstOrDefault()?.Nonce);
        await _link.DisarmAsync();
        if (call == "deliver")
        {
            Assert.Equal(FineTuningState.Delivered, await user.StateAsync(task));
            await user.AcknowledgeAsync(task);
            await _market.RunAsync();
        }

        Assert.Equal(FineTuningState.Finished, await user.StateAsync(task));
        foreach (AbiEvent kind in (AbiEvent[])[FineTuningEvents.DeliverableAdded, FineTuningEvents.FeesSettled])
        {
            Assert.Equal(1, await _market.CountAsync(kind));
        }

        Assert.Equal(
            await _market.Client.Chain.GetTransactionCountAsync(_market.Provider, BlockId.Latest),
            await _market.Client.Chain.GetTransactionCountAsync(_market.Provider, BlockId.Pending));
    }
}
