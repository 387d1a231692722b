using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Contracts.Compute;

public sealed class LedgerContractTests : IAsyncDisposable
{
    private static readonly Address Ledger = ComputeContracts.Ledger;
    private static readonly Address User = ComputeChain.User;
    private static readonly Address Provider = ComputeChain.Provider;

    private readonly ComputeChain _chain = new();

    public ValueTask DisposeAsync() => _chain.DisposeAsync();

    [Fact]
    public async Task Genesis_HasBothServicesRegisteredAndRecommended()
    {
        object?[] inference = (object?[])(await _chain.AskAsync(Ledger, LedgerContract.GetServiceInfo, [ComputeContracts.Inference]))[0]!;
        Assert.Equal("inference-v1.0", inference[4]);
        Assert.Equal(true, inference[6]);
        Assert.Equal(
            $"[v1.0, {ComputeContracts.FineTuning}]",
            await _chain.TextAsync(Ledger, LedgerContract.GetRecommendedService, ["fine-tuning"]));
        Assert.Equal(
            $"[{ComputeContracts.FineTuning}]",
            await _chain.TextAsync(Ledger, LedgerContract.GetServiceAddressByName, ["fine-tuning-v1.0"]));
        Assert.Equal($"[{DevelopmentAccounts.Addresses[0]}]", await _chain.TextAsync(Ledger, LedgerContract.Owner, []));
        foreach ((string id, bool supported) in ((string, bool)[])[("0x160841b1", true), ("0x01ffc9a7", true), ("0xffffffff", false)])
        {
            Assert.Equal(
                $"[{supported}]",
                await _chain.TextAsync(ComputeContracts.Inference, InferenceContract.SupportsInterface, [Hex.ParseBytes(id)]));
        }
    }

    [Fact]
    public async Task Deposit_FirstAndLater_KeepsTheMinimumOnlyForTheFirst()
    {
        Assert.Equal(
            "execution reverted: MinimumDepositRequired(provided: 99999999999999999, required: 100000000000000000)",
            await _chain.RefusalAsync(User, Ledger, LedgerContract.DepositFund, [], "0.099999999999999999"));
        Assert.Equal(
            "execution reverted: ZeroAmountNotAllowed()", await _chain.RefusalAsync(User, Ledger, LedgerContract.DepositFund, []));

        await _chain.DoAsync(User, Ledger, LedgerContract.AddLedger, ["hello"], "0.1");
        await _chain.DoAsync(User, Ledger, LedgerContract.DepositFund, [], "0.000000000000000001");
        await _chain.DoAsync(Provider, Ledger, LedgerContract.DepositFundFor, [User], "1");

        Assert.Equal(
            $"[[{User}, 1100000000000000001, 1100000000000000001, hello]]",
            await _chain.TextAsync(Ledger, LedgerContract.GetLedger, [User]));
        Assert.Equal(
            $"execution reverted: LedgerExists(user: {User})",
            await _chain.RefusalAsync(User, Ledger, LedgerContract.AddLedger, [""], "0.1"));
    }

    [Theory]
    [InlineData("0.95", "MinimumDepositRequired(provided: 50000000000000000, required: 100000000000000000)")]
    [InlineData("1.01", "InsufficientBalance(user: 0x70997970C51812dc3A010C7d01b50e0d17dc79C8)")]
    public async Task Refund_LeavesTooLittleOrTakesTooMuch_IsRefused(string amount, string error)
    {
        await _chain.DoAsync(User, Ledger, LedgerContract.DepositFund, [], "1");

        string refusal = await _chain.RefusalAsync(User, Ledger, LedgerContract.Refund, [ComputeChain.Wei(amount)]);

        Assert.Equal($"execution reverted: {error}", refusal);
    }

    [Fact]
    public async Task Refund_OfEverything_DeletesTheLedgerAndItsAccounts()
    {
        await _chain.FundAsync("1", "0.5");
        Assert.Equal(
            $"execution reverted: MustWithdrawAllFundsFirst(remainingBalance: {ComputeChain.Wei("1")})",
            await _chain.RefusalAsync(User, Ledger, LedgerContract.DeleteLedger, []));
        await _chain.RetrieveAsync();
        await _chain.WaitAsync(86_400);
        await _chain.RetrieveAsync();
        BigInteger before = await _chain.BalanceAsync(User);

        string[] events = await _chain.DoAsync(User, Ledger, LedgerContract.Refund, [ComputeChain.Wei("1")]);

        Assert.Equal([$"AccountDeleted[{User}, {Provider}, 0]"], events);
        Assert.InRange(await _chain.BalanceAsync(User), before + ComputeChain.Wei("0.99"), before + ComputeChain.Wei("1"));
        Assert.Equal("[[], 0]", await _chain.TextAsync(Ledger, LedgerContract.GetAllLedgers, [0, 0]));
        Assert.Equal("[[], 0]", await _chain.TextAsync(ComputeContracts.Inference, InferenceContract.GetAllAccounts, [0, 0]));
        Assert.Equal(
            $"execution reverted: LedgerNotExists(user: {User})",
            await _chain.RefusalAsync(User, Ledger, LedgerContract.Refund, [0]));
    }

    [Theory]
    [InlineData("inference-v2.0", "1", 2, "ServiceNotFound(serviceAddress: 0x0000000000000000000000000000000000000000)")]
    [InlineData("inference-v1.0", "0.009", 2, "MinimumDepositRequired(provided: 9000000000000000, required: 10000000000000000)")]
    [InlineData("inference-v1.0", "6", 2, "InsufficientAvailableBalance(available: 5000000000000000000, required: 6000000000000000000)")]
    [InlineData("inference-v1.0", "1", 1, "CallFailed()")]
    public async Task TransferFund_Refused_SaysWhy(string service, string amount, int provider, string error)
    {
        await _chain.DoAsync(User, Ledger, LedgerContract.DepositFund, [], "5");

        string refusal = await _chain.RefusalAsync(
            User, Ledger, LedgerContract.TransferFund, [DevelopmentAccounts.Addresses[provider], service, ComputeChain.Wei(amount)]);

        Assert.Equal($"execution reverted: {error}", refusal);
        Assert.Equal((ComputeChain.Wei("5"), ComputeChain.Wei("5")), await _chain.LedgerAsync());
        Assert.Equal("[[]]", await _chain.TextAsync(Ledger, LedgerContract.GetLedgerProviders, [User, "inference-v1.0"]));
    }

    [Fact]
    public async Task TransferFund_MovesMoneyAndTrust()
    {
        await _chain.DoAsync(User, Ledger, LedgerContract.AddLedger, ["note"], "5");

        string[] events = await _chain.TransferAsync("1.5");

        Assert.Equal([$"BalanceUpdated[{User}, {Provider}, 1500000000000000000, 0]"], events);
        Assert.Equal((ComputeChain.Wei("3.5"), ComputeChain.Wei("5")), await _chain.LedgerAsync());
        Assert.Equal(ComputeChain.Wei("1.5"), await _chain.BalanceAsync(ComputeContracts.Inference));
        Assert.Equal(
            $"[{User}, {Provider}, 0, 1500000000000000000, 0, [], note, True, 0, 0, 0]", ComputeChain.Text(await _chain.AccountAsync()));
        Assert.Equal($"[[{Provider}]]", await _chain.TextAsync(Ledger, LedgerContract.GetLedgerProviders, [User, "inference-v1.0"]));
    }

    [Fact]
    public async Task Limits_AreThoseOfTheContracts()
    {
        await _chain.DoAsync(User, Ledger, LedgerContract.DepositFund, [], "1");
        object?[] many = [.. Enumerable.Repeat((object?)Provider, 21)];

        Assert.Equal(
            "execution reverted: TooManyProviders(requested: 21, maximum: 20)",
            await _chain.RefusalAsync(User, Ledger, LedgerContract.RetrieveFund, [many, "inference-v1.0"]));
        Assert.Equal(
            "execution reverted: AdditionalInfoTooLong(length: 4098, max: 4096)",
            await _chain.RefusalAsync(User, Ledger, LedgerContract.UpdateAdditionalInfo, [new string('é', 2049)]));
        Assert.Equal(
            "execution reverted: DirectDepositsDisabled()",
            (await _chain.Client.RefusalAsync("eth_sendTransaction", ChainClient.Request(User, Ledger, value: 1))).RemoteMessage);
        Assert.Equal(
            $"execution reverted: CallerNotRegisteredService(caller: {User})",
            await _chain.RefusalAsync(User, Ledger, LedgerContract.SpendFund, [User, 1]));
        for (int i = 1; i <= 50; i++)
        {
            await _chain.TransferAsync("0.01", provider: Address.Parse($"0x{i:x40}"));
        }

        Assert.Equal(
            "execution reverted: TooManyProvidersForService(current: 50, maximum: 50)",
            await _chain.RefusalAsync(
                User, Ledger, LedgerContract.TransferFund, [Provider, "inference-v1.0", ComputeChain.Wei("0.01")]));
    }

    [Fact]
    public async Task RegisterService_ChecksCallerNameAndInterface()
    {
        AbiFunction register = LedgerContract.RegisterService;

        Assert.Equal(
            "execution reverted: Ownable: caller is not the owner",
            await _chain.RefusalAsync(User, Ledger, register, ["inference", "v2", ComputeContracts.Inference, ""]));
        foreach ((object?[] arguments, string error) in ((object?[], string)[])
        [
            (["inference", "v2", Address.Zero, ""], $"InvalidServiceAddress(serviceAddress: {Address.Zero})"),
            (["", "v2", Provider, ""], "ServiceTypeRequired()"),
            (["inference", "", Provider, ""], "VersionRequired()"),
            (["x", "v2", ComputeContracts.Inference, ""], $"ServiceAlreadyRegistered(serviceAddress: {ComputeContracts.Inference})"),
            (["inference", "v1.0", Provider, ""], "ServiceNameExists(serviceName: \"inference-v1.0\")"),
            (["x", "v2", Provider, ""], $"ServiceMustImplementIServing(serviceAddress: {Provider})"),
            (["x", "v2", Ledger, ""], $"ServiceMustImplementIServing(serviceAddress: {Ledger})"),
        ])
        {
            Assert.Equal($"execution reverted: {error}", await _chain.RefusalAsync(ComputeChain.Owner, Ledger, register, arguments));
        }
    }

    [Fact]
    public async Task RegisterService_WithFiveHundredThere_IsRefused()
    {
        RegisteredService[] services =
            [.. Enumerable.Range(1, 500).Select(i => new RegisteredService("x", $"v{i}", Address.Parse($"0x{i:x40}")))];
        ComputeSettings settings = new();
        await using ComputeChain chain = new(new DevChainOptions
        {
            Contracts =
            [
                journal => new LedgerSystemContract(journal, Ledger, ComputeChain.Owner, settings, services),
                journal => new InferenceSystemContract(journal, ComputeContracts.Inference, Ledger, ComputeChain.Owner, settings),
            ],
        });

        string refusal = await chain.RefusalAsync(
            ComputeChain.Owner, Ledger, LedgerContract.RegisterService, ["inference", "v1.0", ComputeContracts.Inference, ""]);

        Assert.Equal("execution reverted: ServiceRegistryLimitReached(limit: 500)", refusal);
    }

    [Fact]
    public async Task Owner_CanBePassedOnAndGivenUp()
    {
        await _chain.DoAsync(ComputeChain.Owner, Ledger, LedgerContract.TransferOwnership, [User]);
        Assert.Equal(
            "execution reverted: Ownable: new owner is the zero address",
            await _chain.RefusalAsync(User, Ledger, LedgerContract.TransferOwnership, [Address.Zero]));

        string[] events = await _chain.DoAsync(User, Ledger, LedgerContract.RenounceOwnership, []);

        Assert.Equal([$"OwnershipTransferred[{User}, {Address.Zero}]"], events);
        Assert.Equal(
            "execution reverted: AlreadyInitialized()", await _chain.RefusalAsync(User, Ledger, LedgerContract.Initialize, [User]));
    }

    [Fact]
    public async Task Snapshot_TakesAccountsAndIndexesBack()
    {
        await _chain.DoAsync(User, Ledger, LedgerContract.DepositFund, [], "5");
        object? snapshot = (await _chain.Client.CallAsync("evm_snapshot")).GetString();
        await _chain.TransferAsync("1");
        await _chain.RetrieveAsync();

        await _chain.Client.CallAsync("evm_revert", snapshot);

        Assert.Equal((ComputeChain.Wei("5"), ComputeChain.Wei("5")), await _chain.LedgerAsync());
        Assert.Equal("[[], 0]", await _chain.TextAsync(ComputeContracts.Inference, InferenceContract.GetAccountsByUser, [User, 0, 0]));
        await _chain.TransferAsync("1");
        Assert.Equal(ComputeChain.Wei("1"), (await _chain.AccountAsync())[3]);
    }

    [Fact]
    public async Task Restart_OverTheSameFolder_HasTheSameAccountsAndRefunds()
    {
        using TempFolder folder = new();
        DevChainOptions options = new() { DataPath = folder.Path };
        string before;
        await using (ComputeChain chain = new(options))
        {
            await chain.FundAsync("5", "1");
            await chain.RetrieveAsync();
            await chain.WaitAsync(43_200);
            await chain.TransferAsync("0.25");
            before = ComputeChain.Text(await chain.AccountAsync());
        }

        await using ComputeChain again = new(options);

        Assert.Equal(before, ComputeChain.Text(await again.AccountAsync()));
        await again.WaitAsync(43_200);
        await again.RetrieveAsync();
        Assert.Equal((ComputeChain.Wei("4.75"), ComputeChain.Wei("5")), await again.LedgerAsync());
    }
}
