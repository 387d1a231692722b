using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.FineTuning;
using ZeroG.Compute.FineTuning.Delivery;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning.Delivery;

/// <summary>A delivered model taken, as far as nothing has to be paid for it; the rest runs on a development network.</summary>
public sealed class ModelReceptionTests : IDisposable
{
    private static readonly Guid Id = FineTuningMarket.Id;
    private static readonly byte[] Model = [1, 2, 3, 4];

    private readonly FineTuningMarket _market = new();
    private readonly TempFolder _folder = new();

    public ModelReceptionTests() => _market.Show(FineTuningState.Delivered).Http
        .On($"POST {_market.Route}/{Id}/lora", _ => new HttpResponseMessage { Content = new ByteArrayContent(Model) });

    public void Dispose()
    {
        _market.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_was_acknowledged_before_is_not_acknowledged_again()
    {
        Deliver(isAcknowledged: true, isSettled: true, secret: 129);
        FineTunedModel model = await TakeAsync(acknowledge: true, TimeSpan.FromMinutes(1));
        Assert.Equal(DeliveryState.KeyPublished, model.State);
        Assert.Equal(ModelSource.Provider, model.Source);
        Assert.Equal(ModelHashKind.Keccak, model.Hash);
        Assert.Null(model.Transaction);
        Assert.Equal(Model, await File.ReadAllBytesAsync(model.Path!, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(521)]
    public async Task What_something_else_answers_for_its_provider_is_taken_by_the_word_of_the_chain(int status)
    {
        using FineTuningMarket market = new();
        market.Replace(status).Http
            .On($"POST {market.Route}/{Id}/lora", _ => new HttpResponseMessage { Content = new ByteArrayContent(Model) });
        market.Deliver(Id, isAcknowledged: true, isSettled: true, 129, Hash256.Keccak(Model).ToArray());

        FineTunedModel model = await TakeAsync(market, acknowledge: true, TimeSpan.FromMinutes(1));

        Assert.Equal((DeliveryState.KeyPublished, ""), (model.State, model.Model));
        Assert.True(File.Exists(model.Path));
    }

    [Fact]
    public async Task What_its_provider_is_silent_about_is_taken_by_the_word_of_the_chain()
    {
        using FineTuningMarket market = new();
        market.Http.Break($"GET {market.Route}/{Id}", HttpRequestError.ConnectionError)
            .On($"POST {market.Route}/{Id}/lora", _ => new HttpResponseMessage { Content = new ByteArrayContent(Model) });
        market.Deliver(Id, isAcknowledged: true, isSettled: true, 129, Hash256.Keccak(Model).ToArray());

        FineTunedModel model = await TakeAsync(market, acknowledge: true, TimeSpan.FromMinutes(1));

        Assert.Equal((DeliveryState.KeyPublished, ""), (model.State, model.Model));
        Assert.Equal(Model, await File.ReadAllBytesAsync(model.Path!, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_only_received_keeps_its_deadline()
    {
        Deliver();
        FineTunedModel model = await TakeAsync(acknowledge: false, TimeSpan.FromMinutes(1));
        Assert.Equal(DeliveryState.Delivered, model.State);
        Assert.Equal(FineTuningMarket.DeliveredAt.AddHours(6), model.AcknowledgeBy);
    }

    [Fact]
    public async Task What_is_lost_is_not_received()
    {
        Deliver(isSettled: true);
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => TakeAsync(acknowledge: true, null));
        Assert.Equal("ZgDeliverableTooLate", failure.ErrorId);
        Assert.Empty(_market.Http.Requests);
    }

    [Fact]
    public async Task What_is_not_the_model_is_not_acknowledged()
    {
        _market.Deliver(Id, hash: Hash256.Keccak([9]).ToArray());
        ZeroGException failure = await Assert.ThrowsAnyAsync<ZeroGException>(() => TakeAsync(acknowledge: true, null));
        Assert.Equal("ZgModelHashMismatch", failure.ErrorId);
        Assert.DoesNotContain(_market.Chain.Server.Calls, call => call.Method == "eth_sendRawTransaction");
    }

    private void Deliver(bool isAcknowledged = false, bool isSettled = false, int secret = 0) =>
        _market.Deliver(Id, isAcknowledged, isSettled, secret, Hash256.Keccak(Model).ToArray());

    private Task<FineTunedModel> TakeAsync(bool acknowledge, TimeSpan? keyTimeout) => TakeAsync(_market, acknowledge, keyTimeout);

    private async Task<FineTunedModel> TakeAsync(FineTuningMarket market, bool acknowledge, TimeSpan? keyTimeout)
    {
        using ProviderTasks tasks = await market.OpenAsync();
        ComputeAccount account = new(
            market.Chain.Client, new TransactionSender(market.Chain.Chain, market.User, FakeContracts.Network));
        return await new ModelReception(tasks, account, market.Time).TakeAsync(
            Id, new ModelDownload(tasks.Client, storage: null), _folder["model.bin"], acknowledge, keyTimeout,
            cancellationToken: TestContext.Current.CancellationToken);
    }
}
