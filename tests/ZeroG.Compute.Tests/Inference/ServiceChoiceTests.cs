using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Inference;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Tests.Inference;

public class ServiceChoiceTests
{
    [Fact]
    public void Choose_CheapestHealthyProviderWithMoney()
    {
        Entry[] services =
            [Detail(1, 10), Detail(2, 5, HealthState.Critical), Detail(3, 7), Detail(4, 1), Detail(5, 2, type: ServiceTypes.Image)];

        Assert.Equal(FakeContracts.Provider(3), Choose(services, [Account(1), Account(2), Account(3), Account(5)]));
    }

    [Fact]
    public void Choose_MoneyMayBeMoved_TakesTheCheapestWithoutAccountOnlyWhenThereIsNone()
    {
        Entry[] services = [Detail(1, 10), Detail(4, 1)];

        Assert.Equal(FakeContracts.Provider(4), Choose(services, [], mayOpenAccount: true));
        Assert.Equal(FakeContracts.Provider(1), Choose(services, [Account(1)], mayOpenAccount: true));
    }

    [Fact]
    public void Choose_ByModel_LooksIntoTheListsToo()
    {
        Entry[] entries = [Detail(1, 1), Detail(2, 1, other: "llama"), Detail(3, 0, other: "llama", isApproved: false)];

        Assert.Equal(FakeContracts.Provider(2), Choose(entries, [Account(1), Account(2), Account(3)], model: "llama"));
    }

    [Theory]
    [InlineData(0, false, "No provider offers chatbot")]
    [InlineData(1, false, "You have no money with a provider of chatbot. Transfer to one with Move-ZgFund")]
    [InlineData(1, true, "All 1 providers of chatbot are in trouble")]
    public void Choose_Nobody_SaysWhy(int count, bool isSick, string text)
    {
        Entry[] services = count == 0 ? [] : [Detail(1, 1, isSick ? HealthState.Warning : HealthState.Healthy)];

        ZeroGException failure = Assert.Throws<ZeroGException>(() => Choose(services, []));

        Assert.Equal("ZgNoProvider", failure.ErrorId);
        Assert.StartsWith(text, failure.Message);
    }

    private static Address Choose(
        Entry[] entries, SubAccount[] accounts, string? model = null, bool mayOpenAccount = false) =>
        ServiceChoice.Choose(
            [.. entries.Select(entry => entry.Service)], [.. entries.Select(entry => entry.Health).OfType<ServiceHealth>()],
            [.. entries.Select(entry => entry.Other).OfType<ServedModel>()], accounts, ServiceTypes.Chat, model, mayOpenAccount).Provider;

    private static Entry Detail(
        int number, int price, HealthState? health = null, string type = ServiceTypes.Chat, string? other = null, bool isApproved = true)
    {
        InferenceService service = new(
            FakeContracts.Provider(number), type, "http://p", new TokenAmount(price), new TokenAmount(price), default, "qwen", "TeeML", "",
            default, isApproved);
        return new Entry(
            service,
            health is { } state ? new ServiceHealth(service.Provider, type, "qwen", state, null, null, null, null, null, null, null) : null,
            other is null ? null : new ServedModel { Id = other, Provider = service.Provider });
    }

    private static SubAccount Account(int number) => new()
    {
        Service = ServiceKind.Inference,
        User = FakeContracts.User,
        Provider = FakeContracts.Provider(number),
        Nonce = 0,
        Balance = TokenAmount.Parse("1"),
        PendingRefund = TokenAmount.Zero,
        Refunds = [],
        AdditionalInfo = "",
        IsAcknowledged = true,
    };

    private sealed record Entry(InferenceService Service, ServiceHealth? Health, ServedModel? Other);
}
