using ZeroG.Chain;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;

namespace ZeroG.Compute.Tests.Accounts;

public class LedgerClientTests
{
    private static readonly TokenAmount Half = TokenAmount.Parse("0.5");

    [Fact]
    public async Task GetAsync_Account_TellsWhatIsFreeAndWhatIsLocked()
    {
        using FakeContracts contracts = new();
        contracts.On(
            FakeContracts.Ledger, LedgerContract.GetLedger,
            new object?[] { FakeContracts.User, Half, TokenAmount.Parse("3.75"), "shared" });

        Ledger? ledger = await contracts.Client.Ledger.GetAsync(FakeContracts.User);

        Assert.Equal(new Ledger(FakeContracts.User, Half, TokenAmount.Parse("3.75"), "shared"), ledger);
        Assert.Equal(TokenAmount.Parse("3.25"), ledger!.Locked);
    }

    [Fact]
    public async Task GetAsync_NoAccount_IsNull()
    {
        using FakeContracts contracts = new();
        contracts.Refuse(FakeContracts.Ledger, LedgerContract.GetLedger, LedgerErrors.LedgerNotExists);

        Assert.Null(await contracts.Client.Ledger.GetAsync(FakeContracts.User));
    }

    [Fact]
    public async Task Limits_AreThoseOfTheChain()
    {
        using FakeContracts contracts = new();
        contracts
            .On(FakeContracts.Ledger, LedgerContract.MinAccountBalance, TokenAmount.Parse("0.1"))
            .On(FakeContracts.Ledger, LedgerContract.MinTransferAmount, TokenAmount.Parse("0.01"))
            .On(FakeContracts.Ledger, LedgerContract.MaxProvidersPerBatch, 7);

        Assert.Equal(TokenAmount.Parse("0.1"), await contracts.Client.Ledger.GetMinimumDepositAsync());
        Assert.Equal(TokenAmount.Parse("0.01"), await contracts.Client.Ledger.GetMinimumTransferAsync());
        Assert.Equal(7, await contracts.Client.Ledger.GetProvidersPerBatchAsync());
    }

    [Fact]
    public async Task GetServiceNameAsync_ContractThatTheLedgerDoesNotKnow_SaysWhichItKnows()
    {
        using FakeContracts contracts = new();
        contracts
            .On(FakeContracts.Ledger, LedgerContract.GetServiceInfo, ServiceInfo(Address.Zero, ""))
            .On(FakeContracts.Ledger, LedgerContract.GetAllActiveServices, new object?[]
            {
                ServiceInfo(FakeContracts.Inference, "inference-v1.0"), ServiceInfo(FakeContracts.User, "inference-v2.0"),
            });

        ZeroGException failure =
            await Assert.ThrowsAsync<ZeroGException>(() => contracts.Client.Ledger.GetServiceNameAsync(ServiceKind.FineTuning));

        Assert.Equal("ZgServiceNotRegistered", failure.ErrorId);
        Assert.Equal(
            $"Service fine-tuning at {FakeContracts.FineTuning} is not registered in this ledger. Known: inference-v1.0, inference-v2.0.",
            failure.Message);
    }

    private static object?[] ServiceInfo(Address contract, string name) =>
        [contract, contract, "type", "v1", name, "words", true, 1];
}
