using ZeroG.Chain;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Services;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>The provider's entry on the chain.</summary>
public sealed class ServiceRecordTests
{
    [Fact]
    public async Task Register_New_StakesAndSaysWhatIsOffered()
    {
        await using MarketBench market = await MarketBench.ServingAsync();

        FineTuningService service = (await market.Client.FineTuning.FindServiceAsync(market.Provider))!;

        Assert.Equal("http://provider.test", service.Url);
        Assert.Equal(["zerog-stand-in"], service.Models);
        Assert.Equal(market.Tee.Address, service.TeeSigner);
        Assert.Equal("none (stand-in)", service.Quota.GpuType);
        Assert.Equal(new FineTuningProviderOptions().PricePerToken, service.PricePerToken);
        Assert.False(service.IsOccupied);
        Assert.True(service.IsTeeSignerAcknowledged);
        Assert.True(await market.Client.Chain.GetBalanceAsync(market.Client.FineTuning.Address) >= TokenAmount.Parse("100"));
        Assert.Contains(market.Log.Read(), entry => entry.Message.StartsWith(StandIn.Notice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Register_Again_SendsOnlyWhatDiffers()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        ulong sent = await market.Client.Chain.GetTransactionCountAsync(market.Provider);

        await market.ServeAsync();
        Assert.Equal(sent, await market.Client.Chain.GetTransactionCountAsync(market.Provider));
        FineTuningProvider dearer = await market.ServeAsync(new FineTuningProviderOptions { PricePerToken = new TokenAmount(1) });
        await dearer.RegisterAsync(new Uri("http://provider.test"));

        Assert.Equal(sent + 1, await market.Client.Chain.GetTransactionCountAsync(market.Provider));
        FineTuningService service = (await market.Client.FineTuning.FindServiceAsync(market.Provider))!;
        Assert.Equal(new TokenAmount(1), service.PricePerToken);
        Assert.True(service.IsTeeSignerAcknowledged);
    }

    [Fact]
    public async Task Occupied_FollowsTheQueue()
    {
        await using MarketBench market = await MarketBench.ServingAsync();
        MarketUser user = await market.UserAsync(2);
        MarketUser next = await market.UserAsync(3);
        await user.CreateAsync();
        market.Clock.Advance(TimeSpan.FromSeconds(1));
        await next.CreateAsync(wait: true);
        int updates = await market.CountAsync(FineTuningEvents.ServiceUpdated);

        await market.Service.RunOnceAsync();
        Assert.True((await market.Client.FineTuning.FindServiceAsync(market.Provider))!.IsOccupied);
        await market.RunAsync();

        Assert.False((await market.Client.FineTuning.FindServiceAsync(market.Provider))!.IsOccupied);
        Assert.Equal(updates + 2, await market.CountAsync(FineTuningEvents.ServiceUpdated));
    }
}
