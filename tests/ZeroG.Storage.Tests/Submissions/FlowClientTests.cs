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
    private Submission _submission = null!;
    private bool _legacy;
    private bool _mines = true;
    private bool _reverts;
    private ulong _finalizedCount;

    public async ValueTask InitializeAsync()
    {
        _client = new(new JsonRpcClient(new Uri("http://node.example"), new JsonRpcClientOptions { TimeProvider = _clock }, _server));
        _flow = new FlowClient(Network, _client, new TransactionSender(_client, _wallet, Network, nonces: new NonceTracker(null, _clock)));
        using FileSource source = FileSource.FromBytes(new byte[1000]);
        _submission = Submission.Create(await FileTree.BuildAsync(source));
        _server
            .On("eth_getBlockByNumber", Block(Hash256.Zero))
            .On("eth_maxPriorityFeePerGas", "\"0x1\"")
            .On("eth_getBalance", "\"0xde0b6b3a7640000\"")
            .On("eth_estimateGas", "\"0x186a0\"")
            .On("eth_getTransactionCount", call => $"\"{Hex.ToQuantity(call[1].GetString() == "finalized" ? _finalizedCount : (ulong)_pool.Count)}\"")
            .On("eth_getTransactionByHash", call => _pool.Exists(known => known.Hash.ToString() == call[0].GetString()) ? Posted(call[0].GetString()!) : "null")
            .On("eth_sendRawTransaction", Take)
            .On("eth_getTransactionReceipt", call => _mines && _pool.Find(known => known.Hash.ToString() == call[0].GetString()) is { } mined ? Receipt(mined) : "null")
            .On("eth_call", Call);
    }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        _wallet.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task GetPricePerSector_Market_IsAskedWhereTheContractNamesIt() => Assert.Equal(Price, await _flow.GetPricePerSectorAsync());

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
        Assert.Equal(_submission.FileRoot, pending.Root);
    }

    [Fact]
    public async Task Submit_SignedTransaction_IsRememberedBeforeItIsSent()
    {
        int poolWhenRemembered = -1;

        await _flow.SubmitAsync(_submission, _submission.Fee(Price), pending => poolWhenRemembered = _pool.Count, default);

        Assert.Equal(0, poolWhenRemembered);
        Assert.Single(_pool);
    }

    [Fact]
    public async Task Submit_CannotBeRemembered_IsNotSent()
    {
        await Assert.ThrowsAsync<IOException>(() => _flow.SubmitAsync(_submission, _submission.Fee(Price), _ => throw new IOException("disk full"), default));

        Assert.Empty(_pool);
    }

    [Fact]
    public async Task Wait_MinedSubmission_GivesItsPlaceAndWhatItCost()
    {
        SubmissionOutcome outcome = await _flow.WaitAsync(await SubmitAsync(), TimeSpan.FromMinutes(1), default);

        Assert.Equal(SubmissionFate.Logged, outcome.Fate);
        Assert.Equal(42, outcome.Log!.Sequence);
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

        SubmissionOutcome outcome = await _flow.WaitAsync(pending, TimeSpan.FromMinutes(1), default);

        Assert.Equal(SubmissionFate.Logged, outcome.Fate);
        Assert.Equal(raw, Assert.Single(_pool).Raw.ToArray());
    }

    [Fact]
    public async Task Wait_SubmissionReverted_GivesTheReason()
    {
        PendingSubmission pending = await SubmitAsync();
        _reverts = true;

        SubmissionOutcome outcome = await _flow.WaitAsync(pending, TimeSpan.FromMinutes(1), default);

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

        SubmissionOutcome outcome = await _flow.WaitAsync(pending, TimeSpan.FromMinutes(5), default);

        Assert.Equal(SubmissionFate.Replaced, outcome.Fate);
    }

    [Fact]
    public async Task Wait_NothingIsCertain_SaysThatItIsPending()
    {
        PendingSubmission pending = await SubmitAsync();
        _mines = false;

        TransactionPendingException failure = await Assert.ThrowsAsync<TransactionPendingException>(() => _flow.WaitAsync(pending, TimeSpan.FromMinutes(2), default));

        Assert.Equal("ZgTransactionPending", failure.ErrorId);
        Assert.Equal(pending.Transaction, failure.Target);
    }

    [Fact]
    public async Task Wait_ReceiptWithoutTheEntry_IsRefused()
    {
        PendingSubmission pending = await SubmitAsync();

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => _flow.WaitAsync(pending with { Root = Hash256.Zero }, TimeSpan.FromMinutes(1), default));

        Assert.Equal("ZgSubmissionLogMissing", failure.ErrorId);
    }

    [Fact]
    public async Task OpenJournal_ChainThatMayBeginAnew_IsKeptApartByItsFirstBlock()
    {
        using TempFolder folder = new();
        FlowClient local = new(Network with { Name = "local", ChainId = 31337 }, _client);
        using (SubmissionJournal journal = await local.OpenJournalAsync(folder.Path))
        {
            journal.Remember(new PendingSubmission(Hash256.Zero, Hash256.Zero, new byte[] { 1 }, DateTimeOffset.UnixEpoch));
            using SubmissionJournal again = await local.OpenJournalAsync(folder.Path);
            Assert.NotNull(again.Find(Hash256.Zero));
        }

        _server.On("eth_getBlockByNumber", Block(Hash256.Keccak([1])));
        using SubmissionJournal afterRestart = await local.OpenJournalAsync(folder.Path);
        Assert.Null(afterRestart.Find(Hash256.Zero));

        _server.On("eth_getBlockByNumber", "null");
        Assert.Equal("ZgGenesisUnknown", (await Assert.ThrowsAsync<ZeroGException>(() => local.OpenJournalAsync(folder.Path))).ErrorId);
    }

    [Fact]
    public async Task OpenJournal_PublicChain_IsTheSameThroughEveryNode()
    {
        using TempFolder folder = new();
        using SubmissionJournal journal = await _flow.OpenJournalAsync(folder.Path);
        journal.Remember(new PendingSubmission(Hash256.Zero, Hash256.Zero, new byte[] { 1 }, DateTimeOffset.UnixEpoch));

        using SubmissionJournal plain = new(folder.Path, _flow.ChainId, _flow.Address);
        Assert.NotNull(plain.Find(Hash256.Zero));
        Assert.DoesNotContain(_server.Calls, call => call.Method == "eth_getBlockByNumber");
    }

    [Fact]
    public void FlowClient_AddressOrWalletMissing_SaysWhatToName()
    {
        EthereumClient client = new(new JsonRpcClient(new Uri("http://node.example"), null, _server));

        Assert.Equal("ZgFlowUnknown", Assert.Throws<ZeroGException>(() => new FlowClient(Network with { FlowAddress = null }, client)).ErrorId);
        Assert.Equal("ZgWalletMissing", Assert.Throws<ZeroGException>(() => new FlowClient(Network, client).Submitter).ErrorId);
    }

    private Task<PendingSubmission> SubmitAsync() => _flow.SubmitAsync(_submission, _submission.Fee(Price), _remembered.Add, default);

    private string Take(JsonElement call)
    {
        SignedTransaction transaction = SignedTransaction.Decode(Hex.ParseBytes(call[0].GetString()));
        _pool.Add(transaction);
        return $"\"{transaction.Hash}\"";
    }

    /// <summary>The contract as <c>eth_call</c> shows it: without value its own form of submit asks for the fee, the other form does not exist.</summary>
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
        throw new FakeRpcException(3, "execution reverted", $"\"{(known ? Hex.ToHex(FlowContract.NotEnoughFee.Encode(Price, 4, 0)) : "0x")}\"");
    }

    private string Receipt(SignedTransaction transaction)
    {
        AbiLog log = new SubmitLog(_wallet.Address, _submission.Identity, 42, 1024, 4, _submission).Encode();
        string entry = $$"""
            {"address":"{{Network.FlowAddress!.Value.ToLowerString()}}","topics":[{{string.Join(',', log.Topics.Select(topic => $"\"{topic}\""))}}],"data":"{{Hex.ToHex(log.Data)}}",
             "blockNumber":"0x6","blockHash":"{{Hash256.Zero}}","transactionHash":"{{transaction.Hash}}","transactionIndex":"0x0","logIndex":"0x0","removed":false}
            """;
        return $$"""
            {"transactionHash":"{{transaction.Hash}}","transactionIndex":"0x0","blockHash":"{{Hash256.Zero}}","blockNumber":"0x6","type":"0x2","from":"{{_wallet.Address.ToLowerString()}}",
             "to":"{{Network.FlowAddress!.Value.ToLowerString()}}","contractAddress":null,"status":"{{(_reverts ? "0x0" : "0x1")}}","gasUsed":"0x186a0","cumulativeGasUsed":"0x186a0",
             "effectiveGasPrice":"0x9","logsBloom":"0x{{new string('0', 512)}}","logs":[{{(_reverts ? "" : entry)}}]}
            """;
    }

    private static string Block(Hash256 hash) => $$"""{"number":"0x5","hash":"{{hash}}","parentHash":"{{Hash256.Zero}}","timestamp":"0x1","gasLimit":"0x1","gasUsed":"0x0","transactions":[],"baseFeePerGas":"0x7"}""";

    private string Posted(string hash) => $$"""
        {"hash":"{{hash}}","from":"{{_wallet.Address.ToLowerString()}}","to":null,"nonce":"0x0","value":"0x0","gas":"0x1","input":"0x","blockNumber":null}
        """;
}
