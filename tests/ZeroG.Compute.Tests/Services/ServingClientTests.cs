using System.Numerics;
using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Services;

namespace ZeroG.Compute.Tests.Services;

public class ServingClientTests
{
    private const long Noon = 1_767_268_800;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task GetServicesAsync_MoreThanAPage_ReadsToTheEnd()
    {
        using FakeContracts contracts = new();
        List<(int Offset, int Limit)> pages = [];
        contracts.On(FakeContracts.Inference, InferenceContract.GetAllServices, call =>
        {
            int offset = (int)(BigInteger)call[0]!;
            int limit = (int)(BigInteger)call[1]!;
            pages.Add((offset, limit));
            return [Enumerable.Range(offset, Math.Min(limit, 120 - offset)).Select(Service).ToArray(), 120];
        });

        IReadOnlyList<InferenceService> services = await contracts.Client.Inference.GetServicesAsync();

        Assert.Equal([(0, 50), (50, 50), (100, 50)], pages);
        Assert.Equal(Enumerable.Range(0, 120).Select(i => $"model-{i}"), services.Select(service => service.Model));
    }

    [Fact]
    public async Task GetServicesAsync_ListThatShrinksOnTheWay_IsReadAnew()
    {
        using FakeContracts contracts = new();
        int total = 60;
        contracts.On(FakeContracts.Inference, InferenceContract.GetAllServices, call =>
        {
            int offset = (int)(BigInteger)call[0]!;
            object?[] answer = [Enumerable.Range(offset, Math.Min(50, total - offset)).Select(Service).ToArray(), total];
            total = 55;
            return answer;
        });

        IReadOnlyList<InferenceService> services = await contracts.Client.Inference.GetServicesAsync();

        Assert.Equal(Enumerable.Range(0, 55).Select(i => $"model-{i}"), services.Select(service => service.Model));
        Assert.Equal(4, contracts.Server.Calls.Count);
    }

    [Fact]
    public async Task GetServicesAsync_TotalThatNoPageFills_Ends()
    {
        using FakeContracts contracts = new();
        contracts.On(FakeContracts.Inference, InferenceContract.GetAllServices, _ => [Array.Empty<object?>(), 1000]);

        Assert.Empty(await contracts.Client.Inference.GetServicesAsync());
    }

    [Fact]
    public async Task FindServiceAsync_ProviderWithout_IsNull()
    {
        using FakeContracts contracts = new();
        contracts
            .Refuse(FakeContracts.Inference, InferenceContract.GetService, InferenceErrors.ServiceNotExist)
            .Refuse(FakeContracts.FineTuning, FineTuningContract.GetService, FineTuningErrors.ServiceNotExist);

        Assert.Null(await contracts.Client.Inference.FindServiceAsync(FakeContracts.Provider(1)));
        Assert.Null(await contracts.Client.FineTuning.FindServiceAsync(FakeContracts.Provider(1)));
    }

    [Fact]
    public async Task FindAccountAsync_StaleRefunds_AreLeftOut()
    {
        using FakeContracts contracts = new();
        contracts
            .On(FakeContracts.Inference, InferenceContract.GetAccount, InferenceAccount(FakeContracts.Provider(1), validRefunds: 1))
            .On(FakeContracts.Inference, InferenceContract.LockTime, 86400);

        SubAccount? account = await contracts.Client.Inference.FindAccountAsync(FakeContracts.User, FakeContracts.Provider(1));

        DateTimeOffset requested = DateTimeOffset.FromUnixTimeSeconds(Noon);
        Assert.Equal([new PendingRefund(TokenAmount.Parse("0.5"), requested, requested + Day)], account!.Refunds);
        Assert.Equal(
            (TokenAmount.Parse("2.5"), TokenAmount.Parse("0.5"), TokenAmount.Parse("2"), new BigInteger(3), new BigInteger(5)),
            (account.Balance, account.PendingRefund, account.Free, account.Generation, account.RevokedBitmap));
        Assert.Equal(ServiceKind.Inference, account.Service);
        Assert.False(account.Refunds[0].IsUnlocked(requested + Day - TimeSpan.FromSeconds(1)));
        Assert.True(account.Refunds[0].IsUnlocked(requested + Day));
    }

    [Fact]
    public async Task FindAccountAsync_NoRefunds_DoesNotAskForTheLockTime()
    {
        using FakeContracts contracts = new();
        contracts.On(
            FakeContracts.Inference, InferenceContract.GetAccount, InferenceAccount(FakeContracts.Provider(1), validRefunds: 0));

        SubAccount? account = await contracts.Client.Inference.FindAccountAsync(FakeContracts.User, FakeContracts.Provider(1));

        Assert.Empty(account!.Refunds);
    }

    [Fact]
    public async Task FindAccountAsync_TimesBeyondTheCalendar_AreItsEnd()
    {
        using FakeContracts contracts = new();
        BigInteger huge = BigInteger.Pow(2, 200);
        contracts
            .On(FakeContracts.Inference, InferenceContract.GetAccount, InferenceAccount(FakeContracts.Provider(1), 1, at: huge))
            .On(FakeContracts.Inference, InferenceContract.LockTime, huge);

        SubAccount? account = await contracts.Client.Inference.FindAccountAsync(FakeContracts.User, FakeContracts.Provider(1));

        Assert.Equal(DateTimeOffset.MaxValue, account!.Refunds[0].UnlocksAt);
    }

    [Fact]
    public async Task FindAccountAsync_NoSubAccount_IsNull()
    {
        using FakeContracts contracts = new();
        contracts
            .Refuse(FakeContracts.Inference, InferenceContract.GetAccount, InferenceErrors.AccountNotExists)
            .Refuse(FakeContracts.FineTuning, FineTuningContract.GetAccount, FineTuningErrors.AccountNotExists);

        foreach (ServiceKind kind in ServiceKinds.All)
        {
            Assert.Null(await contracts.Client.Serving(kind).FindAccountAsync(FakeContracts.User, FakeContracts.Provider(1)));
        }
    }

    [Fact]
    public async Task GetAccountsAsync_FineTuning_AsksForTheDetailsThatListsLeaveOut()
    {
        using FakeContracts contracts = new();
        contracts
            .On(FakeContracts.FineTuning, FineTuningContract.LockTime, 3600)
            .On(FakeContracts.FineTuning, FineTuningContract.GetAccountsByUser, _ =>
            [
                Enumerable.Range(1, 3).Select(object?[] (i) => [FakeContracts.User, FakeContracts.Provider(i), 1, 2, 3, "", 1, 1, true])
                    .ToArray(),
                3,
            ])
            .On(FakeContracts.FineTuning, FineTuningContract.GetAccount, call => (Address)call[1]! == FakeContracts.Provider(2)
                ? throw FakeContracts.Revert(FineTuningErrors.AccountNotExists, call)
                : [FineTuningAccount((Address)call[1]!)]);

        IReadOnlyList<SubAccount> accounts = await contracts.Client.FineTuning.GetAccountsAsync(FakeContracts.User);

        Assert.Equal([FakeContracts.Provider(1), FakeContracts.Provider(3)], accounts.Select(account => account.Provider));
        Deliverable delivered = Assert.Single(accounts[0].Deliverables);
        Assert.Equal(
            ("task", "ab", "", true, false, DateTimeOffset.FromUnixTimeSeconds(Noon)),
            (delivered.Id, Convert.ToHexStringLower(delivered.ModelRootHash), Convert.ToHexStringLower(delivered.EncryptedSecret),
                delivered.IsAcknowledged, delivered.IsSettled, delivered.DeliveredAt));
        Assert.Equal(TimeSpan.FromHours(1), accounts[0].Refunds[0].UnlocksAt - accounts[0].Refunds[0].RequestedAt);
    }

    [Fact]
    public async Task FindDeliverableAsync_UnknownIdOrNoSubAccount_IsNull()
    {
        using FakeContracts contracts = new();
        contracts.On(FakeContracts.FineTuning, FineTuningContract.GetDeliverable, call => throw ((string)call[2]! == "a"
            ? FakeContracts.Revert(FineTuningErrors.DeliverableNotExists, call[2])
            : FakeContracts.Revert(FineTuningErrors.AccountNotExists, call[0], call[1])));

        Assert.Null(await contracts.Client.FineTuning.FindDeliverableAsync(FakeContracts.User, FakeContracts.Provider(1), "a"));
        Assert.Null(await contracts.Client.FineTuning.FindDeliverableAsync(FakeContracts.User, FakeContracts.Provider(1), "b"));
    }

    [Fact]
    public void ToParams_OrderOfTheContract_DiffersFromThatOfTheService()
    {
        InferenceService service = InferenceService.FromAbi((object?[])Service(7));

        byte[] call = InferenceContract.AddOrUpdateService.EncodeCall([service.ToParams()]);

        Assert.Equal(
            ["chatbot", "https://p.example", "model-7", "TeeML", new BigInteger(1), new BigInteger(2), "{}", FakeContracts.User],
            (object?[])InferenceContract.AddOrUpdateService.DecodeCall(call)[0]!);
    }

    [Fact]
    public void ToArguments_FineTuning_AreThoseOfTheContract()
    {
        object?[] fields =
        [
            FakeContracts.Provider(1), "https://p.example",
            new object?[] { new BigInteger(4), new BigInteger(64), BigInteger.One, new BigInteger(500), "H200" },
            new BigInteger(1000), true, new object?[] { "qwen" }, FakeContracts.User, true,
        ];
        FineTuningService service = FineTuningService.FromAbi(fields);

        byte[] call = FineTuningContract.AddOrUpdateService.EncodeCall(service.ToArguments());

        Assert.Equal(fields[1..7], FineTuningContract.AddOrUpdateService.DecodeCall(call));
    }

    private static object?[] Service(int i) =>
    [
        FakeContracts.Provider(1), "chatbot", "https://p.example", BigInteger.One, new BigInteger(2), new BigInteger(Noon), $"model-{i}",
        "TeeML", "{}", FakeContracts.User, true,
    ];

    private static object?[] InferenceAccount(Address provider, int validRefunds, BigInteger? at = null) =>
    [
        FakeContracts.User, provider, 42, TokenAmount.Parse("2.5"), TokenAmount.Parse("0.5"),
        new object?[]
        {
            new object?[] { 0, TokenAmount.Parse("0.5"), at ?? Noon, false },
            new object?[] { 1, TokenAmount.Parse("0.25"), Noon + 60, false },
        },
        "", true, validRefunds, 3, 5,
    ];

    private static object?[] FineTuningAccount(Address provider) =>
    [
        FakeContracts.User, provider, 1, 2, 1, new object?[] { new object?[] { 0, 1, Noon, false } }, "",
        new object?[] { new object?[] { "task", new byte[] { 0xab }, Array.Empty<byte>(), true, Noon, false } }, 1, 0, 1, true,
    ];
}
