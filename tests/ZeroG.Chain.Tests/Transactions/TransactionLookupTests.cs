using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

/// <summary>What became of a transaction, as told by nodes that lag, fall silent and change their mind.</summary>
public sealed class TransactionLookupTests : IDisposable
{
    private readonly FakeChain _chain = new();
    private readonly FakeReceipts _receipts;
    private ulong _final;

    public TransactionLookupTests()
    {
        _receipts = new FakeReceipts(_chain.Server);
        _chain.Server.On(
            "eth_getTransactionCount", call => call[1].GetString()!.StartsWith("0x") ? $"\"{Hex.ToQuantity(_final)}\"" : "\"0x0\"");
    }

    private TransactionLookup Lookup => new(_chain.Client, "galileo");

    public void Dispose() => _chain.Dispose();

    [Fact]
    public async Task Find_Mined_HasAllThatIsKnown()
    {
        SentTransaction sent = await SendAsync();
        _receipts.Mine(sent.Hash, 3);
        TransactionStatus status = (await Lookup.FindAsync(sent.Hash))!;
        Assert.Equal((TransactionState.Succeeded, 3L, 3L, "galileo"), (status.State, status.Block, status.Confirmations, status.Network));
        Assert.Equal((TokenAmount.FromGwei(63_000), DateTimeOffset.FromUnixTimeSeconds(100)), (status.Fee, status.CreatedAt));
        Assert.Null(status.Reason);
    }

    [Fact]
    public async Task Find_InThePool_IsPending()
    {
        SentTransaction sent = await SendAsync();
        TransactionStatus status = (await Lookup.FindAsync(sent.Hash))!;
        Assert.Equal((TransactionState.Pending, sent.From, 0L), (status.State, status.From, status.Confirmations));
    }

    [Fact]
    public async Task Find_OneMachineLags_LooksAgain()
    {
        SentTransaction sent = await SendAsync();
        _chain.KnowsHashes = false;
        _receipts.OnAsk = asked =>
        {
            if (asked == 3)
            {
                _receipts.Mine(sent.Hash, 5);
            }
        };
        Assert.Equal(TransactionState.Succeeded, (await Lookup.FindAsync(sent.Hash))!.State);
    }

    [Fact]
    public async Task Find_NobodyKnowsIt_IsNullAfterFourLooks()
    {
        Assert.Null(await Lookup.FindAsync(Hash256.Zero));
        Assert.Equal(4, _receipts.Asked);
    }

    [Fact]
    public async Task Find_Reverted_HasTheContractsReason()
    {
        SentTransaction sent = await SendAsync();
        _receipts.Mine(sent.Hash, 3, succeeded: false);
        string reason = Hex.ToHex(ZeroG.Chain.Abi.RevertReason.Error.Encode("closed"));
        _chain.Server.On("eth_call", call => call[1].GetString() == "0x3"
            ? throw new FakeRpcException(3, "execution reverted", $"\"{reason}\"") : "\"0x\"");
        TransactionStatus status = (await Lookup.FindAsync(sent.Hash))!;
        Assert.Equal((TransactionState.Reverted, "closed"), (status.State, status.Reason));
    }

    [Fact]
    public async Task Wait_ReorganisationTakesTheBlockBack_CountsFromTheNewBlock()
    {
        SentTransaction sent = await SendAsync();
        _receipts.Mine(sent.Hash, 5);
        _receipts.OnAsk = asked =>
        {
            _receipts.Head = 5 + (ulong)asked;
            if (asked == 2)
            {
                _receipts.Unmine(sent.Hash);
            }
            else if (asked == 4)
            {
                _receipts.Mine(sent.Hash, 9);
            }
        };
        TransactionStatus status = await WaitAsync(sent, confirmations: 4);
        Assert.Equal((9L, 4L, 7), (status.Block, status.Confirmations, _receipts.Asked));
    }

    [Fact]
    public async Task Wait_HeadComesFromAMachineThatLags_CountsTheBlockItself()
    {
        SentTransaction sent = await SendAsync();
        _receipts.Mine(sent.Hash, 100);
        Assert.Equal(1, (await WaitAsync(sent, confirmations: 1)).Confirmations);
    }

    [Fact]
    public async Task Wait_NodeIsDownAndAnswersNonsense_GoesOnAsking()
    {
        SentTransaction sent = await SendAsync();
        _receipts.Mine(sent.Hash, 5);
        _receipts.OnAsk = asked => _ = asked switch
        {
            < 6 => throw new HttpRequestException(HttpRequestError.ConnectionError),
            < 9 => throw new FakeRpcException(-32603, "internal error"),
            _ => asked,
        };
        Assert.Equal(TransactionState.Succeeded, (await WaitAsync(sent)).State);
    }

    [Fact]
    public async Task Wait_BlockShowsThatAnotherTransactionHasItsNonce_IsReplaced()
    {
        SentTransaction sent = await SendAsync();
        _chain.KnowsHashes = false;
        _final = 1;
        _chain.OwnerOfNonce0 = Hash256.Keccak([7]);
        TransactionStatus status = await WaitAsync(sent);
        Assert.Equal(TransactionState.Replaced, status.State);
        Assert.Contains(Hash256.Keccak([7]).ToString(), status.Reason);
    }

    [Theory]
    [InlineData(false, "ZgTransactionNotFound")]
    [InlineData(true, "ZgTransactionPending")]
    public async Task Wait_NonceHasPassedAndNobodyShowsTheReceipt_IsNoReplacement(bool blockShowsIt, string errorId)
    {
        SentTransaction sent = await SendAsync();
        _chain.KnowsHashes = false;
        _final = 1;
        _chain.OwnerOfNonce0 = blockShowsIt ? sent.Hash : null;
        Assert.Equal(errorId, (await Assert.ThrowsAsync<ZeroGException>(() => WaitAsync(sent))).ErrorId);
    }

    [Fact]
    public async Task Wait_ReceiptComesAfterTheNonceHasPassed_IsNoReplacement()
    {
        SentTransaction sent = await SendAsync();
        _chain.KnowsHashes = false;
        _final = 1;
        _receipts.OnAsk = asked =>
        {
            if (asked == 12)
            {
                _receipts.Mine(sent.Hash, 5);
            }
        };
        Assert.Equal(TransactionState.Succeeded, (await WaitAsync(sent)).State);
    }

    [Theory]
    [InlineData(true, "ZgTransactionPending", "it waits in the pool")]
    [InlineData(false, "ZgTransactionNotFound", "it was dropped")]
    public async Task Wait_NotMinedInTime_SaysWhetherAnyNodeHasIt(bool inPool, string id, string what)
    {
        SentTransaction sent = await SendAsync();
        _chain.KnowsHashes = inPool;
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => WaitAsync(sent));
        Assert.Equal((id, sent.Hash), (error.ErrorId, error.Target));
        Assert.Contains(what, error.Message);
    }

    [Fact]
    public async Task Wait_TooFewConfirmations_SaysHowMany()
    {
        SentTransaction sent = await SendAsync();
        _receipts.Mine(sent.Hash, 4);
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => WaitAsync(sent, confirmations: 3));
        Assert.Equal("ZgTransactionPending", error.ErrorId);
        Assert.Contains("block 4 with 2 of 3 confirmations", error.Message);
    }

    private Task<SentTransaction> SendAsync() => _chain.Sender().SendAsync(new TransactionRequest { To = Address.Zero });

    private Task<TransactionStatus> WaitAsync(SentTransaction sent, int confirmations = 1) =>
        Lookup.WaitAsync(TransactionStatus.Of(sent, "galileo"), confirmations, TimeSpan.FromMinutes(2));
}
