using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Contracts.Compute;

namespace ZeroG.DevChain.Tests.Contracts.Compute;

public sealed class FineTuningContractTests : IAsyncDisposable
{
    private static readonly Address FineTuning = ComputeContracts.FineTuning;
    private static readonly Address User = ComputeChain.User;
    private static readonly Address Provider = ComputeChain.Provider;
    private static readonly byte[] Root = [.. Enumerable.Repeat((byte)7, 32)];
    private static readonly byte[] Secret = [1, 2, 3];

    private readonly ComputeChain _chain = new();

    public ValueTask DisposeAsync() => _chain.DisposeAsync();

    [Fact]
    public async Task SettleFees_Acknowledged_PaysTheFeeAndPublishesTheKey()
    {
        await OpenAsync();
        await DeliverAsync("a");
        await _chain.DoAsync(User, FineTuning, FineTuningContract.AcknowledgeDeliverable, [Provider, "a"]);
        BigInteger before = await _chain.BalanceAsync(Provider);

        string[] events = await SettleAsync(Signed("a", Secret, "0.4", 1));

        Assert.Equal(
            [
                $"FeesSettled[{User}, {Provider}, a, {ComputeChain.Wei("0.4")}, True, 1]",
                $"FundSpent[{User}, {FineTuning}, {ComputeChain.Wei("0.4")}]",
                $"BalanceUpdated[{User}, {Provider}, {ComputeChain.Wei("0.6")}, 0]",
            ],
            events);
        Assert.InRange(await _chain.BalanceAsync(Provider), before + ComputeChain.Wei("0.39"), before + ComputeChain.Wei("0.4"));
        object?[] answer = await _chain.AskAsync(FineTuning, FineTuningContract.GetDeliverable, [User, Provider, "a"]);
        object?[] deliverable = (object?[])answer[0]!;
        Assert.Equal(Secret, deliverable[2]);
        Assert.Equal([true, true], [deliverable[3], deliverable[5]]);
    }

    [Fact]
    public async Task SettleFees_NotAcknowledged_TakesThePenaltyAndKeepsTheKey()
    {
        await OpenAsync();
        await DeliverAsync("a");

        string[] events = await SettleAsync(Signed("a", [], "0.4", 1));

        Assert.Equal($"FeesSettled[{User}, {Provider}, a, {ComputeChain.Wei("0.12")}, False, 1]", events[0]);
        Assert.Equal(
            "execution reverted: CannotAcknowledgeSettledDeliverable(id: \"a\")",
            await _chain.RefusalAsync(User, FineTuning, FineTuningContract.AcknowledgeDeliverable, [Provider, "a"]));
        Assert.Equal(
            "execution reverted: PreviousDeliverableNotAcknowledged(id: \"a\")",
            await _chain.RefusalAsync(Provider, FineTuning, FineTuningContract.AddDeliverable, [User, "b", Root]));
    }

    [Theory]
    [InlineData("not approved", "InvalidVerifierInput(reason: \"TEE signer not acknowledged\")")]
    [InlineData("nonce", "InvalidVerifierInput(reason: \"nonce should larger than the current nonce\")")]
    [InlineData("balance", "InvalidVerifierInput(reason: \"insufficient balance\")")]
    [InlineData("name", "DeliverableNotExists(id: \"other\")")]
    [InlineData("root", "InvalidVerifierInput(reason: \"model root hash mismatch\")")]
    [InlineData("signer", "InvalidVerifierInput(reason: \"TEE settlement validation failed\")")]
    [InlineData("secret", "SecretShouldBeEmpty()")]
    public async Task SettleFees_OneThingWrong_IsRefused(string what, string error)
    {
        await OpenAsync(approve: what != "not approved");
        await DeliverAsync("a");
        object?[] settlement = what switch
        {
            "nonce" => Signed("a", [], "0.1", 0),
            "balance" => Signed("a", [], "1.1", 1),
            "name" => Signed("other", [], "0.1", 1),
            "root" => Signed("a", [], "0.1", 1, root: [1]),
            "signer" => Signed("a", [], "0.1", 1, signer: ChainClient.Dev0),
            "secret" => Signed("a", Secret, "0.1", 1),
            _ => Signed("a", [], "0.1", 1),
        };

        string refusal = await _chain.RefusalAsync(Provider, FineTuning, FineTuningContract.SettleFees, [settlement]);

        Assert.Equal($"execution reverted: {error}", refusal);
    }

    [Fact]
    public async Task SettleFees_AcknowledgedWithoutTheKeyOrTwice_IsRefused()
    {
        await OpenAsync();
        await DeliverAsync("a");
        await _chain.DoAsync(User, FineTuning, FineTuningContract.AcknowledgeDeliverable, [Provider, "a"]);
        Assert.Equal(
            "execution reverted: SecretShouldNotBeEmpty()",
            await _chain.RefusalAsync(Provider, FineTuning, FineTuningContract.SettleFees, [Signed("a", [], "0.1", 1)]));
        await SettleAsync(Signed("a", Secret, "0.1", 1));

        Assert.Equal(
            "execution reverted: DeliverableAlreadySettled(id: \"a\")",
            await _chain.RefusalAsync(Provider, FineTuning, FineTuningContract.SettleFees, [Signed("a", Secret, "0.1", 2)]));
        Assert.Equal(
            "execution reverted: CannotAbandonSettledDeliverable(id: \"a\")",
            await _chain.RefusalAsync(Provider, FineTuning, FineTuningContract.AbandonDeliverable, [User, "a"]));
    }

    [Fact]
    public async Task AddDeliverable_BeyondTwenty_TakesThePlaceOfTheOldestSettledOne()
    {
        await OpenAsync();
        for (int i = 0; i < 20; i++)
        {
            await DeliverAsync($"d{i}");
            await _chain.DoAsync(
                i == 0 ? User : Provider,
                FineTuning,
                i == 0 ? FineTuningContract.AcknowledgeDeliverable : FineTuningContract.AbandonDeliverable,
                [i == 0 ? Provider : User, $"d{i}"]);
        }

        Assert.Equal(
            "execution reverted: CannotEvictUnsettledDeliverable(id: \"d0\")",
            await _chain.RefusalAsync(Provider, FineTuning, FineTuningContract.AddDeliverable, [User, "d20", Root]));
        await SettleAsync(Signed("d0", Secret, "0.1", 1));

        string[] events = await DeliverAsync("d20");

        Assert.StartsWith($"DeliverableEvicted[{Provider}, {User}, d0, d20, ", events[0], StringComparison.Ordinal);
        object?[] account = await _chain.AccountAsync(fineTuning: true);
        string[] ids = [.. ((object?[])account[7]!).Select(item => (string)((object?[])item!)[0]!)];
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"d{i}"), ids);
        Assert.Equal([BigInteger.One, (BigInteger)20], [account[9], account[10]]);
        Assert.Equal(
            "execution reverted: DeliverableNotExists(id: \"d0\")",
            await _chain.RefusalAsync(User, FineTuning, FineTuningContract.GetDeliverable, [User, Provider, "d0"]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public async Task AddDeliverable_NameOfWrongLength_IsRefused(int length)
    {
        string refusal = await _chain.RefusalAsync(
            Provider, FineTuning, FineTuningContract.AddDeliverable, [User, new string('x', length), Root]);

        Assert.Equal($"execution reverted: DeliverableIdInvalidLength(length: {length})", refusal);
    }

    [Fact]
    public async Task AddDeliverable_NameTakenOrNoAccount_IsRefused()
    {
        await OpenAsync();
        await DeliverAsync("a");

        Assert.Equal(
            "execution reverted: DeliverableAlreadyExists(id: \"a\")",
            await _chain.RefusalAsync(Provider, FineTuning, FineTuningContract.AddDeliverable, [User, "a", Root]));
        Assert.Equal(
            $"execution reverted: AccountNotExists(user: {Provider}, provider: {Provider})",
            await _chain.RefusalAsync(Provider, FineTuning, FineTuningContract.AddDeliverable, [Provider, "a", Root]));
    }

    [Fact]
    public async Task AddOrUpdateService_KeepsTheApprovalUnlessTheSignerChanges()
    {
        await OpenAsync();
        await _chain.DoAsync(Provider, FineTuning, FineTuningContract.AddOrUpdateService, [.. Parameters(price: 5)]);
        object?[] service = (object?[])(await _chain.AskAsync(FineTuning, FineTuningContract.GetService, [Provider]))[0]!;
        Assert.Equal([(BigInteger)5, true], [service[3], service[7]]);
        Assert.Equal("[1, 2, 3, 4, H100]", ComputeChain.Text(service[2]));
        Assert.Equal("[small, large]", ComputeChain.Text(service[5]));

        await _chain.DoAsync(Provider, FineTuning, FineTuningContract.AddOrUpdateService, [.. Parameters(signer: User)]);

        service = (object?[])(await _chain.AskAsync(FineTuning, FineTuningContract.GetService, [Provider]))[0]!;
        Assert.Equal(false, service[7]);
    }

    [Fact]
    public async Task Penalty_IsTheOwnersToSet()
    {
        Assert.Equal("[30]", await _chain.TextAsync(FineTuning, FineTuningContract.PenaltyPercentage, []));
        Assert.Equal(
            "execution reverted: PenaltyPercentageTooHigh(percentage: 101)",
            await _chain.RefusalAsync(ComputeChain.Owner, FineTuning, FineTuningContract.UpdatePenaltyPercentage, [101]));
        Assert.Equal(
            "execution reverted: Ownable: caller is not the owner",
            await _chain.RefusalAsync(User, FineTuning, FineTuningContract.UpdatePenaltyPercentage, [10]));
        Assert.Empty(await _chain.DoAsync(ComputeChain.Owner, FineTuning, FineTuningContract.UpdatePenaltyPercentage, [100]));
        Assert.Equal("[100]", await _chain.TextAsync(FineTuning, FineTuningContract.PenaltyPercentage, []));
    }

    [Fact]
    public async Task UpdateLockTime_ToWhatItIs_TellsNobody()
    {
        Assert.Empty(await _chain.DoAsync(ComputeChain.Owner, FineTuning, FineTuningContract.UpdateLockTime, [86_400]));
        Assert.Equal(
            ["LockTimeUpdated[86400, 7200]"],
            await _chain.DoAsync(ComputeChain.Owner, FineTuning, FineTuningContract.UpdateLockTime, [7200]));
        Assert.Equal(
            ["LockTimeUpdated[86400, 86400]"],
            await _chain.DoAsync(ComputeChain.Owner, ComputeContracts.Inference, InferenceContract.UpdateLockTime, [86_400]));
    }

    private static object?[] Parameters(int price = 1, Address? signer = null) =>
    [
        "http://localhost", (object?[])[1, 2, 3, 4, "H100"], price, false, (object?[])["small", "large"],
        signer ?? ComputeChain.Signer.Address,
    ];

    private async Task OpenAsync(bool approve = true)
    {
        await _chain.DoAsync(Provider, FineTuning, FineTuningContract.AddOrUpdateService, Parameters(), "100");
        if (approve)
        {
            await _chain.DoAsync(ComputeChain.Owner, FineTuning, FineTuningContract.AcknowledgeTEESignerByOwner, [Provider]);
        }

        await _chain.FundAsync("5", "1", ComputeChain.FineTuningName);
    }

    private Task<string[]> DeliverAsync(string id) =>
        _chain.DoAsync(Provider, FineTuning, FineTuningContract.AddDeliverable, [User, id, Root]);

    private Task<string[]> SettleAsync(object?[] settlement) =>
        _chain.DoAsync(Provider, FineTuning, FineTuningContract.SettleFees, [settlement]);

    /// <summary>A settlement with the signature of the provider's TEE.</summary>
    private static object?[] Signed(string id, byte[] secret, string fee, int nonce, byte[]? root = null, Wallet? signer = null)
    {
        TypedDataField[] fields =
        [
            new("id", "string"), new("encryptedSecret", "bytes"), new("modelRootHash", "bytes"), new("nonce", "uint256"),
            new("taskFee", "uint256"), new("user", "address"),
        ];
        TypedData data = TypedData.Create(
            new TypedDataDomain { Name = "0G Fine-Tuning Serving", Version = "1", ChainId = 31337, VerifyingContract = FineTuning },
            new Dictionary<string, IReadOnlyList<TypedDataField>> { ["VerifierMessage"] = fields },
            "VerifierMessage",
            new Dictionary<string, object?>
            {
                ["id"] = id, ["encryptedSecret"] = secret, ["modelRootHash"] = root ?? Root, ["nonce"] = nonce,
                ["taskFee"] = ComputeChain.Wei(fee), ["user"] = User,
            });
        byte[] signature = (signer ?? ComputeChain.Signer).Sign(data.Digest).ToBytes();
        return [id, secret, root ?? Root, nonce, signature, ComputeChain.Wei(fee), User];
    }
}
