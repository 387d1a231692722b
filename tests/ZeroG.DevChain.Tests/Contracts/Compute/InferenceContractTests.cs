using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Contracts.Compute;

namespace ZeroG.DevChain.Tests.Contracts.Compute;

public sealed class InferenceContractTests : IAsyncDisposable
{
    private static readonly Address Inference = ComputeContracts.Inference;
    private static readonly Address User = ComputeChain.User;
    private static readonly Address Provider = ComputeChain.Provider;

    private readonly ComputeChain _chain = new();

    public ValueTask DisposeAsync() => _chain.DisposeAsync();

    [Fact]
    public async Task AddOrUpdateService_TakesTheStakeOnceAndGivesItBack()
    {
        Assert.Equal(
            $"execution reverted: InsufficientStake(provided: {ComputeChain.Wei("99")}, required: {ComputeChain.Wei("100")})",
            await _chain.RefusalAsync(Provider, Inference, InferenceContract.AddOrUpdateService, [Parameters()], "99"));
        await AddServiceAsync();
        Assert.Equal(
            "execution reverted: CannotAddStakeWhenUpdating()",
            await _chain.RefusalAsync(Provider, Inference, InferenceContract.AddOrUpdateService, [Parameters()], "1"));

        string[] events = await _chain.DoAsync(Provider, Inference, InferenceContract.RemoveService, []);

        Assert.Equal([$"ProviderStakeReturned[{Provider}, {ComputeChain.Wei("100")}]", $"ServiceRemoved[{Provider}]"], events);
        Assert.Equal(0, await _chain.BalanceAsync(Inference));
        Assert.Equal(
            $"execution reverted: ServiceNotExist(provider: {Provider})",
            await _chain.RefusalAsync(Provider, Inference, InferenceContract.RemoveService, []));
    }

    [Theory]
    [InlineData("price", true)]
    [InlineData("url", true)]
    [InlineData("type", false)]
    [InlineData("model", false)]
    [InlineData("verifiability", false)]
    [InlineData("info", false)]
    [InlineData("signer", false)]
    public async Task AddOrUpdateService_Changes_KeepTheApprovalOrTakeIt(string field, bool kept)
    {
        await AddServiceAsync();
        await ApproveAsync();
        object?[] changed = Parameters();
        int place = field switch { "type" => 0, "url" => 1, "model" => 2, "verifiability" => 3, "price" => 4, "info" => 6, _ => 7 };
        changed[place] = field switch { "price" => 9, "signer" => (object?)User, _ => "other" };

        await _chain.DoAsync(Provider, Inference, InferenceContract.AddOrUpdateService, [changed]);

        object?[] service = (object?[])(await _chain.AskAsync(Inference, InferenceContract.GetService, [Provider]))[0]!;
        Assert.Equal(kept, service[10]);
    }

    [Fact]
    public async Task SettleFeesWithTEE_PaysWhatThereIs_AndTakesRefundsThatWait()
    {
        await AddServiceAsync();
        await ApproveAsync();
        await _chain.FundAsync("5", "2");
        await _chain.RetrieveAsync();
        await _chain.TransferAsync("0.5");
        BigInteger before = await _chain.BalanceAsync(Provider);

        string[] events = await _chain.DoAsync(
            Provider, Inference, InferenceContract.SettleFeesWithTEE, [new object?[] { Signed("1.7", 7), Signed("0.5", 8) }]);

        BigInteger left = ComputeChain.Wei("0.3");
        Assert.Equal(
            [
                $"FundSpent[{User}, {Inference}, {ComputeChain.Wei("1.7")}]",
                $"BalanceUpdated[{User}, {Provider}, {left}, {left}]",
                $"TEESettlementResult[{User}, 0, 0]",
                $"FundSpent[{User}, {Inference}, {left}]",
                $"BalanceUpdated[{User}, {Provider}, 0, 0]",
                $"TEESettlementResult[{User}, 1, {ComputeChain.Wei("0.2")}]",
            ],
            events);
        Assert.Equal((ComputeChain.Wei("3"), ComputeChain.Wei("3")), await _chain.LedgerAsync());
        Assert.InRange(await _chain.BalanceAsync(Provider), before + ComputeChain.Wei("1.99"), before + ComputeChain.Wei("2"));
        Assert.Equal((BigInteger)8, (await _chain.AccountAsync())[2]);
    }

    [Theory]
    [InlineData("no account", 5)]
    [InlineData("no service", 2)]
    [InlineData("other provider", 2)]
    [InlineData("not approved", 3)]
    [InlineData("not acknowledged", 3)]
    [InlineData("old nonce", 4)]
    [InlineData("other signer", 5)]
    [InlineData("v of 0 or 1", 5)]
    [InlineData("", 0)]
    public async Task SettleFeesWithTEE_OneReason_GivesItsStatus(string reason, int status)
    {
        object?[] settlement = Signed("0", 1);
        if (reason != "no service")
        {
            await AddServiceAsync();
        }

        if (reason != "not approved" && reason != "no service")
        {
            await ApproveAsync();
        }

        if (reason != "no account")
        {
            await _chain.FundAsync("5", "1");
        }

        if (reason == "not acknowledged")
        {
            await _chain.RetrieveAsync();
            await _chain.WaitAsync(86_400);
            await _chain.RetrieveAsync();
            await _chain.DoAsync(User, Inference, InferenceContract.AcknowledgeTEESigner, [Provider, false]);
        }

        settlement = reason switch
        {
            "other provider" => Signed("0", 1, ComputeChain.OtherProvider),
            "old nonce" => Signed("0", 0),
            "other signer" => Signed("0", 1, signer: ChainClient.Dev0),
            "v of 0 or 1" => [.. settlement[..5], (byte[])[.. ((byte[])settlement[5]!)[..64], (byte)(((byte[])settlement[5]!)[64] - 27)]],
            _ => settlement,
        };

        string statuses = await _chain.TextAsync(
            Inference, InferenceContract.SettleFeesWithTEE, [new object?[] { settlement, settlement }], Provider);
        string preview = await _chain.TextAsync(
            Inference, InferenceContract.PreviewSettlementResults, [new object?[] { settlement }], Provider);

        // The same settlement a second time has an old nonce, if the first one counted.
        Assert.Equal($"[[{status}, {(status == 0 ? 4 : status)}]]", statuses);
        Assert.Equal(status == 0 ? "[[], [], [], []]" : $"[[{User}], [{status}], [], []]", preview);
    }

    [Fact]
    public async Task SettleFeesWithTEE_NoneOrTooMany_IsRefused()
    {
        Assert.Equal(
            "execution reverted: NoSettlementsProvided()",
            await _chain.RefusalAsync(Provider, Inference, InferenceContract.SettleFeesWithTEE, [Array.Empty<object?>()]));
        Assert.Equal(
            "execution reverted: TooManySettlements(count: 51, max: 50)",
            await _chain.RefusalAsync(
                Provider, Inference, InferenceContract.SettleFeesWithTEE, [Enumerable.Repeat(Signed("0", 1), 51).ToArray()]));
    }

    [Fact]
    public async Task RevokeTokens_SetBitsUntilTheNextGeneration()
    {
        await _chain.FundAsync("5", "1");
        await _chain.DoAsync(User, Inference, InferenceContract.RevokeToken, [Provider, 0]);
        await _chain.DoAsync(User, Inference, InferenceContract.RevokeTokens, [Provider, new object?[] { 3, 255 }]);
        Assert.Equal(1 + 8 + (BigInteger.One << 255), (await _chain.AccountAsync())[10]);
        Assert.Equal("[True]", await _chain.TextAsync(Inference, InferenceContract.IsTokenRevoked, [User, Provider, 255]));
        Assert.Equal("[False]", await _chain.TextAsync(Inference, InferenceContract.IsTokenRevoked, [User, Provider, 254]));

        string[] events = await _chain.DoAsync(User, Inference, InferenceContract.RevokeAllTokens, [Provider]);

        Assert.Equal([$"AllTokensRevoked[{User}, {Provider}, 1]"], events);
        Assert.Equal("[False]", await _chain.TextAsync(Inference, InferenceContract.IsTokenRevoked, [User, Provider, 255]));
        Assert.Equal(
            $"execution reverted: AccountNotExists(user: {User}, provider: {Inference})",
            await _chain.RefusalAsync(User, Inference, InferenceContract.RevokeAllTokens, [Inference]));
    }

    [Fact]
    public async Task DeletedAccount_KeepsNonceAndGeneration()
    {
        await AddServiceAsync();
        await ApproveAsync();
        await _chain.FundAsync("1", "1");
        await _chain.DoAsync(User, Inference, InferenceContract.RevokeAllTokens, [Provider]);
        await _chain.DoAsync(Provider, Inference, InferenceContract.SettleFeesWithTEE, [new object?[] { Signed("1", 9) }]);
        await _chain.DoAsync(User, ComputeContracts.Ledger, LedgerContract.DeleteLedger, []);

        await _chain.FundAsync("1", "1");

        object?[] account = await _chain.AccountAsync();
        Assert.Equal((BigInteger)9, account[2]);
        Assert.Equal(BigInteger.One, account[9]);
        Assert.Equal(true, account[7]);
    }

    [Fact]
    public async Task AcknowledgeTEESigner_WithMoneyThere_CannotBeTakenBack()
    {
        await _chain.FundAsync("5", "1");

        string refusal = await _chain.RefusalAsync(User, Inference, InferenceContract.AcknowledgeTEESigner, [Provider, false]);

        Assert.Equal(
            $"execution reverted: CannotRevokeWithNonZeroBalance(user: {User}, provider: {Provider}, balance: {ComputeChain.Wei("1")})",
            refusal);
    }

    [Fact]
    public async Task Lists_ArePaged()
    {
        await _chain.FundAsync("5", "1");
        await _chain.TransferAsync("1", provider: ComputeChain.OtherProvider);

        object?[] second = await _chain.AskAsync(Inference, InferenceContract.GetAccountsByUser, [User, 1, 1]);
        Assert.Equal((BigInteger)2, second[1]);
        Assert.Equal(ComputeChain.OtherProvider, ((object?[])Assert.Single((object?[])second[0]!)!)[1]);
        Assert.Equal("[[], 2]", await _chain.TextAsync(Inference, InferenceContract.GetAllAccounts, [2, 50]));
        Assert.Equal("[[], 0]", await _chain.TextAsync(Inference, InferenceContract.GetAllServices, [0, 0]));
        Assert.Equal(
            "execution reverted: LimitTooLarge(limit: 51, max: 50)",
            await _chain.RefusalAsync(User, Inference, InferenceContract.GetAllServices, [0, 51]));
        object?[] batch = (object?[])(await _chain.AskAsync(
            Inference, InferenceContract.GetBatchAccountsByUsers, [new object?[] { Provider, User }], Provider))[0]!;
        Assert.Equal([Address.Zero, User], batch.Select(account => ((object?[])account!)[0]));
    }

    [Fact]
    public async Task Accounts_AreTheLedgersAlone()
    {
        Assert.Equal(
            $"execution reverted: CallerNotLedger(caller: {User})",
            await _chain.RefusalAsync(User, Inference, InferenceContract.DepositFund, [User, Provider, 0], "1"));
        Assert.Equal(
            "execution reverted: DirectDepositsDisabled()",
            (await _chain.Client.RefusalAsync("eth_sendTransaction", ChainClient.Request(User, Inference, value: 1))).RemoteMessage);
    }

    private static object?[] Parameters() =>
        ["chatbot", "http://localhost", "model", "TeeML", 1, 2, "{}", ComputeChain.Signer.Address];

    private async Task AddServiceAsync()
    {
        string[] events = await _chain.DoAsync(Provider, Inference, InferenceContract.AddOrUpdateService, [Parameters()], "100");
        Assert.Equal($"ProviderStaked[{Provider}, {ComputeChain.Wei("100")}]", events[0]);
        Assert.StartsWith($"ServiceUpdated[{Provider}, chatbot, http://localhost, 1, 2, ", events[1], StringComparison.Ordinal);
    }

    private Task<string[]> ApproveAsync() =>
        _chain.DoAsync(ComputeChain.Owner, Inference, InferenceContract.AcknowledgeTEESignerByOwner, [Provider]);

    /// <summary>A settlement with the signature of the provider's TEE.</summary>
    private static object?[] Signed(string fee, int nonce, Address? provider = null, Wallet? signer = null)
    {
        Hash256 requests = Hash256.Keccak("requests"u8);
        TypedDataField[] fields =
        [
            new("requestsHash", "bytes32"), new("nonce", "uint256"), new("provider", "address"), new("user", "address"),
            new("totalFee", "uint256"),
        ];
        TypedData data = TypedData.Create(
            new TypedDataDomain { Name = "0G Inference Serving", Version = "1", ChainId = 31337, VerifyingContract = Inference },
            new Dictionary<string, IReadOnlyList<TypedDataField>> { ["TEESettlement"] = fields },
            "TEESettlement",
            new Dictionary<string, object?>
            {
                ["requestsHash"] = requests, ["nonce"] = nonce, ["provider"] = provider ?? Provider, ["user"] = User,
                ["totalFee"] = ComputeChain.Wei(fee),
            });
        byte[] signature = (signer ?? ComputeChain.Signer).Sign(data.Digest).ToBytes();
        return [User, provider ?? Provider, ComputeChain.Wei(fee), requests, nonce, signature];
    }
}
