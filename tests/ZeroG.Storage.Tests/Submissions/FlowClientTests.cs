using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Contracts;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Submissions;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Submissions;

public sealed class FlowClientTests : IAsyncLifetime
{
    private const ulong Price = 11;

    private static readonly Network Network = NetworkCatalog.Galileo;
    private static readonly Address Market = Address.Parse("0x00A9E9604b0538e06b268Fb297Df333337f9593b");

    private readonly SkippingTimeProvider _clock = new(TimeSpan.FromSeconds(29));
    private readonly FakeRpcServer _server = new();
    private readonly Wallet _wallet = DevelopmentAccounts.Open(0);
    private readonly List<SignedTransaction> _pool = [];
    private readonly List<PendingSubmission> _remembered = [];
    private EthereumClient _client = null!;
    private FlowClient _flow = null!;
    private readonly FlowForms _forms = new();
    private Submission _submission = null!;
    private Submission _other = null!;
    private IReadOnlyList<Submission> _logged = [];
    private bool _legacy;
    private bool _mines = true;
    private Hash256? _mined;
    private bool _reverts;
    private Hash256? _owner;
    private ulong _finalizedCount;
    private ulong? _latestCount;
    private ulong _height = 5;
    private long _baseFee = 7;
    private ulong _gasLimit = 1;

    public async ValueTask InitializeAsync()
    {
        _client = new(new JsonRpcClient(new Uri("http://node.example"), new JsonRpcClientOptions { TimeProvider = _clock }, _server));
        _flow = Open();
        using FileSource source = FileSource.FromBytes(new byte[1000]);
        _submission = Submission.Create(await FileTree.BuildAsync(source));
        using FileSource larger = FileSource.FromBytes(new byte[5000]);
        _other = Submission.Create(await FileTree.BuildAsync(larger), new byte[] { 7 });
        _logged = [_submission];
        _server
            .On("eth_getBlockByNumber", call => Block(Hash256.Zero, owner: call[1].GetBoolean() ? _owner : null))
            .On("eth_maxPriorityFeePerGas", "\"0x1\"")
            .On("eth_getBalance", "\"0xde0b6b3a7640000\"")
            .On("eth_estimateGas", "\"0x186a0\"")
            .On("eth_getTransactionCount", call => $"\"{Hex.ToQuantity(CountAt(call[1].GetString()))}\"")
            .On("eth_getTransactionByHash", call =>
                _pool.Exists(known => known.Hash.ToString() == call[0].GetString()) ? Posted(call[0].GetString()!) : "null")
            .On("eth_sendRawTransaction", Take)
            .On("eth_getTransactionReceipt", call =>
                _pool.Find(known => known.Hash.ToString() == call[0].GetString()) is { } mined && Mines(mined) ? Receipt(mined) : "null")
            .On("eth_call", Call);
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _wallet.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task GetPricePerSector_Market_IsAskedWhereTheContractNamesIt() =>
        Assert.Equal(Price, await _flow.GetPricePerSectorAsync());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Submit_ContractOfEitherAge_IsCalledInTheFormThatItKnows(bool legacy)
    {
        _legacy = legacy;

        PendingSubmission pending = await SubmitAsync();

        SignedTransaction sent = Assert.Single(_pool);
        Assert.Equal(SubmissionAbi.EncodeSubmit(_submission, _wallet.Address, legacy), sent.Transaction.Data.ToArray());
        Assert.Equal(_submission.Fee(Price).Wei, sent.Transaction.Value);
        Assert.Equal(Network.FlowAddress, sent.Transaction.To);
        Assert.Equal(sent.Hash, pending.Transaction);
        Assert.Equal([new SubmittedFile(_submission.FileRoot, 1000)], pending.Files);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Submit_SeveralFiles_AreOneTransactionWithTheSumOfTheFees(bool legacy)
    {
        _legacy = legacy;
        _logged = [_submission, _other, _submission];
        TokenAmount fee = _submission.Fee(Price) + _other.Fee(Price) + _submission.Fee(Price);

        PendingSubmission pending = await _flow.SubmitAsync(_logged, fee, null, _remembered.Add, default);
        SubmissionOutcome outcome = await WaitAsync(pending);

        SignedTransaction sent = Assert.Single(_pool);
        Assert.Equal(SubmissionAbi.EncodeBatchSubmit(_logged, _wallet.Address, legacy), sent.Transaction.Data.ToArray());
        Assert.Equal(fee.Wei, sent.Transaction.Value);
        Assert.Equal([42, 43, 44], outcome.Logs.Select(log => log.Sequence));
        Assert.Equal([_submission.File, _other.File, _submission.File], outcome.Logs.Select(log => log.Submission.File));
        Assert.Equal(_other.Fee(Price), outcome.ShareOf(1).Fee);
        Assert.Equal(outcome.GasFee, outcome.ShareOf(0).GasFee + outcome.ShareOf(1).GasFee + outcome.ShareOf(2).GasFee);
    }

    [Fact]
    public async Task Submit_Again_DoesNotTryTheFormsOutAgain()
    {
        _legacy = true;
        await SubmitAsync();
        int calls = Calls("eth_call");

        _flow = Open();
        await SubmitAsync();

        Assert.Equal(calls, Calls("eth_call"));
        Assert.Equal(SubmissionAbi.EncodeSubmit(_submission, _wallet.Address, legacy: true), _pool[1].Transaction.Data.ToArray());
    }

    [Fact]
    public async Task Submit_ContractWasExchangedSince_IsTriedOutAnew()
    {
        _legacy = true;
        await SubmitAsync();
        _legacy = false;
        _server.On("eth_estimateGas", call => FlowContract.Submit.IsCall(Hex.ParseBytes(call[0].GetProperty("input").GetString()))
            ? "\"0x186a0\""
            : throw new FakeRpcException(3, "execution reverted", "\"0x\""));

        await SubmitAsync();

        Assert.Equal(SubmissionAbi.EncodeSubmit(_submission, _wallet.Address), _pool[1].Transaction.Data.ToArray());
    }

    [Fact]
    public async Task Submit_OtherSubmitter_IsNamedToAContractThatTakesOne()
    {
        Address other = Address.Parse("0x00A9E9604b0538e06b268Fb297Df333337f9593b");

        await _flow.SubmitAsync([_submission], _submission.Fee(Price), other, _remembered.Add, default);

        Assert.Equal(SubmissionAbi.EncodeSubmit(_submission, other), Assert.Single(_pool).Transaction.Data.ToArray());
        _legacy = true;
        _forms.Forget(_flow.ChainId, _flow.Address);
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => _flow.SubmitAsync([_submission], _submission.Fee(Price), other, _remembered.Add, default));
        Assert.Equal("ZgSubmitterUnsupported", failure.ErrorId);
        await _flow.SubmitAsync([_submission], _submission.Fee(Price), _wallet.Address, _remembered.Add, default);
    }

    [Theory]
    [InlineData("gas required exceeds allowance (36000000)")]
    [InlineData("exceeds block gas limit: gas 40000000, limit 36000000")]
    [InlineData("oversized data: transaction size 140000, limit 131072")]
    public async Task Submit_MoreThanFitsIntoOneTransaction_SaysSo(string words)
    {
        _server.On("eth_estimateGas", _ => throw new FakeRpcException(-32000, words));

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => _flow.SubmitAsync([_submission, _other], _submission.Fee(Price) + _other.Fee(Price), null, _remembered.Add, default));

        Assert.Equal("ZgBatchTooLarge", failure.ErrorId);
        Assert.Equal("ZgRpcError", (await Assert.ThrowsAsync<JsonRpcException>(SubmitAsync)).ErrorId);
        Assert.Empty(_remembered);
    }

    [Fact]
    public async Task Submit_MoreGasThanTheTargetOfABlock_IsTooMuchForSeveralFilesAndFineForOne()
    {
        _gasLimit = 36_000_000;
        _server.On("eth_estimateGas", _ => $"\"{Hex.ToQuantity(18_000_001)}\"");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => _flow.SubmitAsync([_submission, _other], _submission.Fee(Price) + _other.Fee(Price), null, _remembered.Add, default));

        Assert.Equal("ZgBatchTooLarge", failure.ErrorId);
        Assert.Equal("ZgGasAboveTarget", Assert.IsType<ZeroGException>(failure.InnerException).ErrorId);
        Assert.Empty(_remembered);
        await SubmitAsync();
        Assert.Single(_pool);
    }

    [Fact]
    public async Task Submit_SpecifiedBlockHeaderDoesNotExistInAnyCase_IsTriedAgain()
    {
        int refusals = 3;
        _server.On("eth_estimateGas", _ => refusals-- > 0
            ? throw new FakeRpcException(
                -32000, refusals % 2 == 0 ? "Specified block header does not exist" : "specified block HEADER does not exist")
            : "\"0x186a0\"");

        await SubmitAsync();

        Assert.Single(_pool);
    }

    [Fact]
    public async Task Wait_ChainPassesItOver_OffersMoreAtTheSameNonceAfterWritingItDown()
    {
        PendingSubmission pending = await SubmitAsync();
        _latestCount = 0;
        _mines = false;
        _server.On("eth_getBlockByNumber", _ => Block(Hash256.Zero, _height++));
        List<(PendingSubmission Pending, int Pool)> remembered = [];

        SubmissionOutcome outcome = await _flow.WaitAsync(
            pending, new TransactionPatience(TimeSpan.FromMinutes(10)),
            raised =>
            {
                remembered.Add((raised, _pool.Count));
                _mines = remembered.Count == 2;
            },
            default);

        Assert.Equal([1, 2], remembered.Select(entry => entry.Pool));
        Assert.All(remembered, entry => Assert.Equal(pending.Id, entry.Pending.Id));
        Assert.Equal(3, _pool.Count);
        Assert.All(_pool, version => Assert.Equal(0UL, version.Transaction.Nonce));
        Assert.All(
            _pool.Zip(_pool.Skip(1)),
            pair => Assert.True(pair.Second.Transaction.MaxFeePerGas * 100 >= pair.First.Transaction.MaxFeePerGas * 110));
        Assert.All(_pool, version => Assert.Equal(_pool[0].Transaction.Data.ToArray(), version.Transaction.Data.ToArray()));
        Assert.All(_pool, version => Assert.Equal(_pool[0].Transaction.Value, version.Transaction.Value));
        Assert.Equal(SubmissionFate.Logged, outcome.Fate);
        Assert.Equal(remembered[1].Pending.Transaction, outcome.Transaction);
    }

    [Fact]
    public async Task Wait_OlderVersionIsMinedAfterAll_CountsTheSame()
    {
        PendingSubmission pending = await SubmitAsync();
        _latestCount = 0;
        _mines = false;
        _baseFee = 5_000_000_000;

        SubmissionOutcome outcome = await _flow.WaitAsync(
            pending, new TransactionPatience(TimeSpan.FromMinutes(10), TokenAmount.FromGwei(20)), _ => _mined = pending.Transaction,
            default);

        Assert.Equal(SubmissionFate.Logged, outcome.Fate);
        Assert.Equal(pending.Transaction, outcome.Transaction);
        Assert.Equal(2, _pool.Count);
    }

    [Fact]
    public async Task Wait_FeeMayNotRiseSoFar_StaysWithWhatWasOffered()
    {
        PendingSubmission pending = await SubmitAsync();
        _latestCount = 0;
        _mines = false;
        _baseFee = 5_000_000_000;

        ZeroGException failure = await Assert.ThrowsAsync<TransactionPendingException>(() => _flow.WaitAsync(
            pending, new TransactionPatience(TimeSpan.FromMinutes(3), TokenAmount.FromGwei(2)), _remembered.Add, default));

        Assert.Equal("ZgTransactionPending", failure.ErrorId);
        Assert.Single(_pool);
        Assert.Single(_remembered);
    }

    [Fact]
    public async Task Wait_RaisedVersionCannotBeRemembered_IsNotSent()
    {
        PendingSubmission pending = await SubmitAsync();
        _latestCount = 0;
        _mines = false;
        _baseFee = 5_000_000_000;

        await Assert.ThrowsAsync<IOException>(() => _flow.WaitAsync(
            pending, new TransactionPatience(TimeSpan.FromMinutes(10), TokenAmount.FromGwei(20)), _ => throw new IOException("disk full"),
            default));

        Assert.Single(_pool);
    }

    [Fact]
    public async Task Wait_ReceiptHasTheEntriesInAnotherOrder_IsRefused()
    {
        PendingSubmission pending = await _flow.SubmitAsync(
            [_submission, _other], _submission.Fee(Price) + _other.Fee(Price), null, _remembered.Add, default);
        _logged = [_other, _submission];

        Assert.Equal("ZgSubmissionLogMissing", (await Assert.ThrowsAsync<ZeroGException>(() => WaitAsync(pending))).ErrorId);
        _logged = [_submission];
        Assert.Equal("ZgSubmissionLogMissing", (await Assert.ThrowsAsync<ZeroGException>(() => WaitAsync(pending))).ErrorId);
    }

    [Fact]
    public async Task Submit_SignedTransaction_IsRememberedBeforeItIsSent()
    {
        int poolWhenRemembered = -1;

        await _flow.SubmitAsync([_submission], _submission.Fee(Price), null, pending => poolWhenRemembered = _pool.Count, default);

        Assert.Equal(0, poolWhenRemembered);
        Assert.Single(_pool);
    }

    [Fact]
    public async Task Submit_CannotBeRemembered_IsNotSent()
    {
        await Assert.ThrowsAsync<IOException>(
            () => _flow.SubmitAsync([_submission], _submission.Fee(Price), null, _ => throw new IOException("disk full"), default));

        Assert.Empty(_pool);
    }

    [Fact]
    public async Task Wait_MinedSubmission_GivesItsPlaceAndWhatItCost()
    {
        SubmissionOutcome outcome = await WaitAsync(await SubmitAsync(), 1);

        Assert.Equal(SubmissionFate.Logged, outcome.Fate);
        Assert.Equal(42, Assert.Single(outcome.Logs).Sequence);
        Assert.Equal(6, outcome.Block);
        Assert.Equal(_submission.Fee(Price), outcome.Fee);
        Assert.Equal(TokenAmount.FromWei(9 * 100_000), outcome.GasFee);
    }

    [Fact]
    public async Task Wait_ChainDoesNotKnowTheTransaction_SendsTheSameBytes()
    {
        PendingSubmission pending = await SubmitAsync();
        byte[] raw = _pool[0].Raw.ToArray();
        _pool.Clear();

        SubmissionOutcome outcome = await WaitAsync(pending, 1);

        Assert.Equal(SubmissionFate.Logged, outcome.Fate);
        Assert.Equal(raw, Assert.Single(_pool).Raw.ToArray());
    }

    [Fact]
    public async Task Wait_SubmissionReverted_GivesTheReason()
    {
        PendingSubmission pending = await SubmitAsync();
        _reverts = true;
        _height = 6;

        SubmissionOutcome outcome = await WaitAsync(pending, 1);

        Assert.Equal(SubmissionFate.Reverted, outcome.Fate);
        Assert.Contains("NotEnoughFee", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(6, outcome.Block);
    }

    [Fact]
    public async Task Wait_AnotherTransactionTookTheNonceForGood_IsReplaced()
    {
        PendingSubmission pending = await SubmitAsync();
        _mines = false;
        _finalizedCount = 1;
        _owner = Hash256.Keccak([7]);

        SubmissionOutcome outcome = await WaitAsync(pending, 5);

        Assert.Equal(SubmissionFate.Replaced, outcome.Fate);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wait_NonceHasPassedAndNobodyShowsTheReceipt_IsNotReplaced(bool blockShowsIt)
    {
        PendingSubmission pending = await SubmitAsync();
        _mines = false;
        _pool.Clear();
        _finalizedCount = 1;
        _owner = blockShowsIt ? pending.Transaction : null;

        await Assert.ThrowsAsync<TransactionPendingException>(() => WaitAsync(pending, 60));
    }

    [Fact]
    public async Task Wait_RevertedInABlockThatMayChange_WaitsUntilItIsFinal()
    {
        PendingSubmission pending = await SubmitAsync();
        _reverts = true;
        int asked = 0;
        _server.On("eth_getBlockByNumber", call => Block(Hash256.Zero, call[0].GetString() == "finalized" && ++asked < 4 ? 5UL : 6UL));

        Assert.Equal(SubmissionFate.Reverted, (await WaitAsync(pending)).Fate);
        Assert.True(asked >= 4);
    }

    [Fact]
    public async Task Wait_RevertedAndTakenBack_CountsWhatTheNextBlockDoes()
    {
        PendingSubmission pending = await SubmitAsync();
        _reverts = true;
        int asked = 0;
        _server.On("eth_getBlockByNumber", call =>
        {
            _reverts = call[0].GetString() != "finalized" ? _reverts : ++asked < 4;
            return Block(Hash256.Zero, 5);
        });

        Assert.Equal(SubmissionFate.Logged, (await WaitAsync(pending)).Fate);
    }

    [Fact]
    public async Task Wait_NodeCannotBeAskedForAWhile_WaitsOn()
    {
        PendingSubmission pending = await SubmitAsync();
        int asked = 0;
        _server.On("eth_getTransactionByHash", _ => ++asked < 3
            ? throw new HttpRequestException(HttpRequestError.ConnectionError)
            : Posted(pending.Transaction.ToString()));

        Assert.Equal(SubmissionFate.Logged, (await WaitAsync(pending, 5)).Fate);
    }

    [Fact]
    public async Task Wait_NodeKnowsTheNonceBeforeTheReceipt_WaitsForTheReceipt()
    {
        PendingSubmission pending = await SubmitAsync();
        _finalizedCount = 1;
        TimeSpan start = _clock.GetUtcNow() - DateTimeOffset.UnixEpoch;
        _server.On("eth_getTransactionReceipt", _ =>
            _clock.GetUtcNow() - DateTimeOffset.UnixEpoch - start < TimeSpan.FromSeconds(20) ? "null" : Receipt(_pool[0]));

        SubmissionOutcome outcome = await WaitAsync(pending, 5);

        Assert.Equal(SubmissionFate.Logged, outcome.Fate);
        Assert.Single(_pool);
    }

    [Fact]
    public async Task Wait_TimeEndsAfterTheNonceHasPassed_IsNotReplaced()
    {
        PendingSubmission pending = await SubmitAsync();
        _mines = false;
        _finalizedCount = 1;
        TransactionPatience patience = new(TimeSpan.FromSeconds(16));

        await Assert.ThrowsAsync<TransactionPendingException>(() => _flow.WaitAsync(pending, patience, _remembered.Add, default));
    }

    [Fact]
    public async Task Wait_NothingIsCertain_SaysThatItIsPending()
    {
        PendingSubmission pending = await SubmitAsync();
        _mines = false;

        TransactionPendingException failure = await Assert.ThrowsAsync<TransactionPendingException>(() => WaitAsync(pending, 2));

        Assert.Equal("ZgTransactionPending", failure.ErrorId);
        Assert.Equal(pending.Transaction, failure.Target);
    }

    [Fact]
    public async Task Wait_ReceiptWithoutTheEntry_IsRefused()
    {
        PendingSubmission pending = await SubmitAsync();

        PendingSubmission other = new([_other.File], pending.Signed, pending.CreatedAt);
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => WaitAsync(other));

        Assert.Equal("ZgSubmissionLogMissing", failure.ErrorId);
    }

    [Fact]
    public async Task OpenJournal_ChainThatMayBeginAnew_IsKeptApartByItsFirstBlock()
    {
        using TempFolder folder = new();
        FlowClient local = new(Network with { Name = "local", ChainId = 31337 }, _client);
        using (SubmissionJournal journal = await local.OpenJournalAsync(folder.Path))
        {
            journal.Remember(new PendingSubmission([default], [new byte[] { 1 }], DateTimeOffset.UnixEpoch));
            using SubmissionJournal again = await local.OpenJournalAsync(folder.Path);
            Assert.NotNull(again.Find(default));
        }

        _server.On("eth_getBlockByNumber", Block(Hash256.Keccak([1])));
        using SubmissionJournal afterRestart = await local.OpenJournalAsync(folder.Path);
        Assert.Null(afterRestart.Find(default));

        _server.On("eth_getBlockByNumber", "null");
        Assert.Equal("ZgGenesisUnknown", (await Assert.ThrowsAsync<ZeroGException>(() => local.OpenJournalAsync(folder.Path))).ErrorId);
    }

    [Fact]
    public async Task OpenJournal_PublicChain_IsTheSameThroughEveryNode()
    {
        using TempFolder folder = new();
        using SubmissionJournal journal = await _flow.OpenJournalAsync(folder.Path);
        journal.Remember(new PendingSubmission([default], [new byte[] { 1 }], DateTimeOffset.UnixEpoch));

        using SubmissionJournal plain = new(folder.Path, _flow.ChainId, _flow.Address);
        Assert.NotNull(plain.Find(default));
        Assert.DoesNotContain(_server.Calls, call => call.Method == "eth_getBlockByNumber");
    }

    [Fact]
    public void FlowClient_AddressOrWalletMissing_SaysWhatToName()
    {
        EthereumClient client = new(new JsonRpcClient(new Uri("http://node.example"), null, _server));

        Assert.Equal(
            "ZgFlowUnknown", Assert.Throws<ZeroGException>(() => new FlowClient(Network with { FlowAddress = null }, client)).ErrorId);
        Assert.Equal("ZgWalletMissing", Assert.Throws<ZeroGException>(() => new FlowClient(Network, client).Payer).ErrorId);
    }

    private Task<PendingSubmission> SubmitAsync() =>
        _flow.SubmitAsync([_submission], _submission.Fee(Price), null, _remembered.Add, default);

    private FlowClient Open() => new(
        Network, _client, new TransactionSender(_client, _wallet, Network, nonces: new NonceTracker(null, _clock)), forms: _forms);

    private Task<SubmissionOutcome> WaitAsync(PendingSubmission pending, int minutes = 1) =>
        _flow.WaitAsync(pending, new TransactionPatience(TimeSpan.FromMinutes(minutes)), _remembered.Add, default);

    private int Calls(string method) => _server.Calls.Count(call => call.Method == method && call.Parameters[0].GetRawText().Length > 200);

    private bool Mines(SignedTransaction transaction) =>
        _mined is { } one ? transaction.Hash == one : _mines && transaction.Hash == _pool[^1].Hash;

    private string Take(JsonElement call)
    {
        SignedTransaction transaction = SignedTransaction.Decode(Hex.ParseBytes(call[0].GetString()));
        _pool.Add(transaction);
        return $"\"{transaction.Hash}\"";
    }

    /// <summary>The contract as <c>eth_call</c> shows it: without value its own form of submit asks for the fee, the other form does not
    /// exist.</summary>
    private string Call(JsonElement call)
    {
        byte[] data = Hex.ParseBytes(call[0].GetProperty("input").GetString());
        if (FlowContract.Market.IsCall(data))
        {
            return $"\"{Hex.ToHex(FlowContract.Market.EncodeResult(Market))}\"";
        }

        if (MarketContract.PricePerSector.IsCall(data))
        {
            return $"\"{Hex.ToHex(MarketContract.PricePerSector.EncodeResult(Price))}\"";
        }

        bool known = (_legacy ? FlowContract.LegacySubmit : FlowContract.Submit).IsCall(data);
        throw new FakeRpcException(
            3, "execution reverted", $"\"{(known ? Hex.ToHex(FlowContract.NotEnoughFee.Encode(Price, 4, 0)) : "0x")}\"");
    }

    private ulong CountAt(string? tag) => tag switch
    {
        "pending" => (ulong)_pool.Count,
        "latest" => _latestCount ?? (ulong)_pool.Count,
        _ => _finalizedCount,
    };

    private string Receipt(SignedTransaction transaction)
    {
        IEnumerable<string> entries = _logged.Select((submission, index) =>
        {
            AbiLog log = new SubmitLog(
                _wallet.Address, submission.Identity, 42 + index, 1024 * (1 + index), (long)submission.Sectors, submission).Encode();
            return $$"""
                {"address":"{{Network.FlowAddress!.Value.ToLowerString()}}",
                 "topics":[{{string.Join(',', log.Topics.Select(topic => $"\"{topic}\""))}}],"data":"{{Hex.ToHex(log.Data)}}",
                 "blockNumber":"0x6","blockHash":"{{Hash256.Zero}}","transactionHash":"{{transaction.Hash}}","transactionIndex":"0x0",
                 "logIndex":"0x0","removed":false}
                """;
        });
        return $$"""
            {"transactionHash":"{{transaction.Hash}}","transactionIndex":"0x0","blockHash":"{{Hash256.Zero}}","blockNumber":"0x6",
             "type":"0x2","from":"{{_wallet.Address.ToLowerString()}}","to":"{{Network.FlowAddress!.Value.ToLowerString()}}",
             "contractAddress":null,"status":"{{(_reverts ? "0x0" : "0x1")}}","gasUsed":"0x186a0","cumulativeGasUsed":"0x186a0",
             "effectiveGasPrice":"0x9","logsBloom":"0x{{new string('0', 512)}}","logs":[{{(_reverts ? "" : string.Join(',', entries))}}]}
            """;
    }

    private string Block(Hash256 hash, ulong? number = null, Hash256? owner = null) => $$"""
        {"number":"{{Hex.ToQuantity(number ?? _height)}}","hash":"{{hash}}","parentHash":"{{Hash256.Zero}}","timestamp":"0x1",
         "gasLimit":"{{Hex.ToQuantity(_gasLimit)}}","gasUsed":"0x0","transactions":[{{(owner is null ? "" : Posted($"{owner}"))}}],
         "baseFeePerGas":"{{Hex.ToQuantity((ulong)_baseFee)}}"}
        """;

    private string Posted(string hash) => $$"""
        {"hash":"{{hash}}","from":"{{_wallet.Address.ToLowerString()}}","to":null,"nonce":"0x0","value":"0x0","gas":"0x1","input":"0x",
         "blockNumber":null}
        """;
}
