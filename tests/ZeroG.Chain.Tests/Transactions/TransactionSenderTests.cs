using System.Net;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

public sealed class TransactionSenderTests : IDisposable
{
    private static readonly TransactionRequest Request = new()
    {
        To = Address.Zero,
        Value = TokenAmount.Parse("1"),
        Data = new byte[] { 1, 2 },
    };


    private readonly FakeChain _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public async Task Send_NoWishes_ChoosesTipFloorCapAndTenPercentReserve()
    {
        SentTransaction sent = await _chain.Sender().SendAsync(Request);
        Transaction transaction = Assert.Single(_chain.Pool).Transaction;
        Assert.Equal(
            (TransactionType.DynamicFee, 16602UL, 0UL, 110_000UL),
            (transaction.Type, transaction.ChainId, transaction.Nonce, transaction.GasLimit));
        Assert.Equal(
            (TokenAmount.FromGwei(4).Wei, TokenAmount.FromGwei(2).Wei), (transaction.MaxFeePerGas, transaction.MaxPriorityFeePerGas));
        Assert.Equal(_chain.Pool[0].Hash, sent.Hash);
        Assert.Equal(TokenAmount.FromGwei(4 * 110_000), sent.MaxFee);
    }

    [Fact]
    public async Task Send_GasPrice_IsATypeTwoTransactionWithBothFeesEqual()
    {
        await _chain.Sender().SendAsync(Request with { GasPrice = TokenAmount.FromGwei(5).Wei });
        Transaction transaction = _chain.Pool[0].Transaction;
        Assert.Equal(TransactionType.DynamicFee, transaction.Type);
        Assert.Equal(
            (TokenAmount.FromGwei(5).Wei, TokenAmount.FromGwei(5).Wei), (transaction.MaxFeePerGas, transaction.MaxPriorityFeePerGas));
    }

    [Fact]
    public async Task Send_TipRefused_LearnsTheFloorAndSignsOnceMoreWithTheSameNonce()
    {
        _chain.Judge = (transaction, _) => transaction.Transaction.MaxPriorityFeePerGas >= TokenAmount.FromGwei(3).Wei
            ? true : throw new FakeRpcException(-32000, "tip cap below minimum 3 gwei");
        FeePolicy fees = new(TokenAmount.FromGwei(2));
        List<Hash256> written = [];
        SentTransaction sent = await _chain.Sender(fees: fees).SendAsync(
            Request with { BeforeBroadcast = (transaction, _) => { written.Add(transaction.Hash); return Task.CompletedTask; } });
        Assert.Equal((2, 0UL, "3 gwei"), (_chain.Arrived, sent.Nonce, fees.MinimumTip.ToString("gwei", null)));
        Assert.Equal((2, sent.Hash), (written.Count, written[^1]));
    }

    [Fact]
    public async Task Send_TipRefusedTwice_GivesUp()
    {
        _chain.Judge = (transaction, _) => throw new FakeRpcException(-32000, "transaction underpriced");
        Assert.Equal("ZgTransactionRefused", (await Assert.ThrowsAsync<ZeroGException>(() => _chain.Sender().SendAsync(Request))).ErrorId);
        Assert.Equal(2, _chain.Arrived);
    }

    [Fact]
    public async Task Send_UsersTipBelowTheLearnedFloor_IsRefusedInsteadOfRaised()
    {
        _chain.Judge = (_, _) => throw new FakeRpcException(-32000, "tip cap below minimum 3 gwei");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(
            () => _chain.Sender().SendAsync(Request with { MaxPriorityFeePerGas = TokenAmount.FromGwei(2).Wei }));
        Assert.Equal(("ZgFeeTooLow", 1), (error.ErrorId, _chain.Arrived));
    }

    [Fact]
    public async Task Send_CapBelowBaseFeePlusFloor_StopsBeforeSigning()
    {
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(
            () => _chain.Sender().SendAsync(Request with { MaxFeePerGas = TokenAmount.FromGwei(2).Wei }));
        Assert.Equal(("ZgFeeTooLow", 0), (error.ErrorId, _chain.Arrived));
    }

    [Fact]
    public async Task Send_NotEnoughMoney_SaysHowMuchIsMissing()
    {
        _chain.Balance = TokenAmount.Parse("1");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => _chain.Sender().SendAsync(Request));
        Assert.Equal(("ZgInsufficientFunds", 0), (error.ErrorId, _chain.Arrived));
        Assert.Equal(
            "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 has 1 0G on galileo, but value and highest fee come to 1.00044 0G: "
            + "0.00044 0G are missing. "
            + "Send money to the account, or use another wallet.", error.Message);
    }

    [Fact]
    public async Task Send_NoMoneyForGas_SaysSo()
    {
        _chain.Balance = TokenAmount.FromGwei(1);
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(
            () => _chain.Sender().SendAsync(Request with { Value = TokenAmount.Zero }));
        Assert.Equal(("ZgInsufficientFunds", 0), (error.ErrorId, _chain.Arrived));
        Assert.Equal(
            "Wallet 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 cannot pay gas: 0.000000001 0G on galileo, but the highest fee comes to "
            + "0.00044 0G: 0.000439999 0G are missing. Send money to the account, or use another wallet.", error.Message);
    }

    [Fact]
    public async Task Send_NodeFindsTheMoneyGone_SaysSoToo()
    {
        _chain.Judge = (_, _) =>
        {
            _chain.Balance = TokenAmount.Zero;
            throw new FakeRpcException(-32000, "insufficient funds for gas * price + value");
        };
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => _chain.Sender().SendAsync(Request));
        Assert.Equal("ZgInsufficientFunds", error.ErrorId);
        Assert.Contains("1.00044 0G are missing", error.Message);
    }

    [Fact]
    public async Task Send_CallWouldRevert_PaysNothing()
    {
        _chain.Server.On("eth_estimateGas", _ => throw new FakeRpcException(3, "execution reverted: closed"));
        RevertException error = await Assert.ThrowsAsync<RevertException>(() => _chain.Sender().SendAsync(Request));
        Assert.Equal(("ZgCallReverted", 0), (error.ErrorId, _chain.Arrived));
    }

    [Theory]
    [InlineData(125_000UL, false)]
    [InlineData(125_001UL, true)]
    public async Task Quote_GasLimitOfTheUsers_WarnsAbove25Percent(ulong limit, bool warns)
    {
        TransactionQuote quote = await _chain.Sender().QuoteAsync(Request with { GasLimit = limit });
        Assert.Equal((limit, warns), (quote.GasLimit, quote.Warning is not null));
        Assert.Equal(0, _chain.Arrived);
    }

    [Fact]
    public async Task Quote_ExpectedFee_CountsTheEightyPercentRule()
    {
        Assert.Equal(TokenAmount.FromGwei(3 * 100_000), (await _chain.Sender().QuoteAsync(Request)).ExpectedFee);
        Assert.Equal(
            TokenAmount.FromGwei(3 * 160_000), (await _chain.Sender().QuoteAsync(Request with { GasLimit = 200_000 })).ExpectedFee);
    }

    [Fact]
    public async Task Quote_ReserveOfTheCallers_IsAddedToTheNeed()
    {
        TransactionQuote usual = await _chain.Sender().QuoteAsync(Request);
        TransactionQuote roomy = await _chain.Sender().QuoteAsync(Request with { GasReservePercent = 25, ExtraGas = 7 });

        Assert.Equal(usual.GasEstimate * 110 / 100, usual.GasLimit);
        Assert.Equal((roomy.GasEstimate * 125 / 100) + 7, roomy.GasLimit);
    }

    [Fact]
    public async Task Quote_GasLimitBelowTheNeed_IsRefused() =>
        Assert.Equal(
            "ZgGasTooLow",
            (await Assert.ThrowsAsync<ZeroGException>(() => _chain.Sender().QuoteAsync(Request with { GasLimit = 99_999 }))).ErrorId);

    [Fact]
    public async Task Quote_MaxFee_LowersTheCapOrRefuses()
    {
        TransactionQuote quote = await _chain.Sender().QuoteAsync(Request with { MaxFee = TokenAmount.FromGwei(3 * 110_000) });
        Assert.Equal((TokenAmount.FromGwei(3).Wei, TokenAmount.FromGwei(330_000)), (quote.MaxFeePerGas, quote.MaxFee));
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(
            () => _chain.Sender().QuoteAsync(Request with { MaxFee = TokenAmount.FromGwei((3 * 110_000) - 1) }));
        Assert.Equal("ZgFeeAboveLimit", error.ErrorId);
    }

    [Fact]
    public async Task Send_FiftyAtOnceFromOneKey_UseFiftyConsecutiveNonces()
    {
        // The node's own count lags all the while.
        _chain.Count = 7;
        TransactionSender sender = _chain.Sender();
        SentTransaction[] sent = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => sender.SendAsync(Request))));
        Assert.Equal(Enumerable.Range(7, 50).Select(nonce => (ulong)nonce), sent.Select(transaction => transaction.Nonce).Order());
        Assert.Equal((50, 50), (_chain.Arrived, _chain.Pool.Count));
    }

    [Fact]
    public async Task Send_ConnectionDropsAfterDelivery_OneTransactionIsMadeAndNoneSentAgain()
    {
        _chain.Judge = (transaction, _) => { _chain.Pool.Add(transaction); throw Dropped(); };
        SentTransaction sent = await _chain.Sender().SendAsync(Request);
        Assert.Equal((1, sent.Hash), (_chain.Arrived, Assert.Single(_chain.Pool).Hash));
    }

    [Fact]
    public async Task Send_ConnectionDropsAndTheNodeDeniesTheHash_SendsTheSameBytesAgain()
    {
        _chain.KnowsHashes = false;
        _chain.Judge = (transaction, arrived) =>
        {
            if (arrived > 1)
            {
                throw new FakeRpcException(-32000, "already known");
            }

            _chain.Pool.Add(transaction);
            throw Dropped();
        };
        SentTransaction sent = await _chain.Sender().SendAsync(Request);
        Assert.Equal((2, sent.Hash), (_chain.Arrived, Assert.Single(_chain.Pool).Hash));
    }

    [Fact]
    public async Task Send_ConnectionDropsThenNonceTooLow_IsPendingAndNeverAnotherTransaction()
    {
        _chain.KnowsHashes = false;
        _chain.Judge = (transaction, arrived) => throw (arrived == 1 ? Dropped() : new FakeRpcException(-32000, "nonce too low"));
        TransactionPendingException error = await Assert.ThrowsAsync<TransactionPendingException>(() => _chain.Sender().SendAsync(Request));
        Assert.Equal(("ZgTransactionPending", 0UL, 2), (error.ErrorId, error.Transaction.Nonce, _chain.Arrived));
        Assert.Equal(error.Transaction.Hash, error.Target);
    }

    [Fact]
    public async Task Send_ConnectionDropsEveryTime_IsPendingAndTheNonceCountsAsUsed()
    {
        _chain.Judge = (_, arrived) => arrived <= 4 ? throw Dropped() : true;
        TransactionSender sender = _chain.Sender();
        TransactionPendingException error = await Assert.ThrowsAsync<TransactionPendingException>(() => sender.SendAsync(Request));
        Assert.Equal((0UL, 4), (error.Transaction.Nonce, _chain.Arrived));
        Assert.Equal(1UL, (await sender.SendAsync(Request)).Nonce);
    }

    [Fact]
    public async Task Send_NodeCannotBeReached_NothingIsSentAndTheNonceIsFree()
    {
        _chain.Judge = (_, arrived) => arrived <= 4 ? throw new HttpRequestException(HttpRequestError.ConnectionError) : true;
        TransactionSender sender = _chain.Sender();
        Assert.Equal("ZgRpcUnreachable", (await Assert.ThrowsAsync<ZeroGException>(() => sender.SendAsync(Request))).ErrorId);
        Assert.Equal(0UL, (await sender.SendAsync(Request)).Nonce);
    }

    [Fact]
    public async Task Send_AnotherWalletTookTheNonce_TakesTheNextOne()
    {
        _chain.Judge = (transaction, _) => transaction.Transaction.Nonce >= 3
            ? true
            : throw new FakeRpcException(-32000, "nonce too low: next nonce 3, tx nonce 0");
        _chain.Server.On("eth_getTransactionCount", _ => _chain.Arrived == 0 ? "\"0x0\"" : "\"0x3\"");
        _chain.OwnerOfNonce0 = Hash256.Keccak([7]);
        Assert.Equal(3UL, (await _chain.Sender().SendAsync(Request)).Nonce);
    }

    [Fact]
    public async Task Send_NonceIsPassedAndNobodyShowsByWhat_IsPendingAndNoOtherIsMade()
    {
        _chain.Judge = (_, _) => throw new FakeRpcException(-32000, "nonce too low: next nonce 3, tx nonce 0");
        _chain.Server.On("eth_getTransactionCount", _ => _chain.Arrived == 0 ? "\"0x0\"" : "\"0x3\"");
        await Assert.ThrowsAsync<TransactionPendingException>(() => _chain.Sender().SendAsync(Request));
        Assert.Equal(1, _chain.Arrived);
    }

    [Fact]
    public async Task Send_NonceIsPassedAndABlockShowsThatByIt_IsAccepted()
    {
        _chain.Judge = (transaction, _) =>
        {
            _chain.OwnerOfNonce0 = transaction.Hash;
            throw new FakeRpcException(-32000, "nonce too low: next nonce 1, tx nonce 0");
        };
        _chain.Server.On("eth_getTransactionCount", _ => _chain.Arrived == 0 ? "\"0x0\"" : "\"0x1\"");
        SentTransaction sent = await _chain.Sender().SendAsync(Request);
        Assert.Equal((1, _chain.OwnerOfNonce0), (_chain.Arrived, sent.Hash));
    }

    [Fact]
    public async Task Send_NonceTakenByItsOwnCopy_IsAcceptedAndNoOtherIsMade()
    {
        _chain.Judge = (transaction, _) => { _chain.Pool.Add(transaction); throw new FakeRpcException(-32000, "nonce too low"); };
        SentTransaction sent = await _chain.Sender().SendAsync(Request);
        Assert.Equal((1, sent.Hash), (_chain.Arrived, Assert.Single(_chain.Pool).Hash));
    }

    [Theory]
    [InlineData(-32603, "Internal error")]
    [InlineData(-32000, "request timed out")]
    [InlineData(-32000, "502 Bad Gateway")]
    public async Task Send_GatewayFailsAfterTheNodeTookIt_IsAcceptedAndNoOtherIsMade(int code, string words)
    {
        _chain.Judge = (transaction, _) => { _chain.Pool.Add(transaction); throw new FakeRpcException(code, words); };
        SentTransaction sent = await _chain.Sender().SendAsync(Request);
        Assert.Equal((1, sent.Hash), (_chain.Arrived, Assert.Single(_chain.Pool).Hash));
    }

    [Fact]
    public async Task Send_GatewayFailsEveryTime_IsPendingAndTheNonceCountsAsUsed()
    {
        _chain.Judge = (_, arrived) => arrived <= 4 ? throw new FakeRpcException(-32603, "Internal error") : true;
        TransactionSender sender = _chain.Sender();
        TransactionPendingException error = await Assert.ThrowsAsync<TransactionPendingException>(() => sender.SendAsync(Request));
        Assert.Equal((0UL, 4), (error.Transaction.Nonce, _chain.Arrived));
        Assert.Equal(1UL, (await sender.SendAsync(Request)).Nonce);
    }

    [Fact]
    public async Task Send_GatewayDeliveredItElsewhereAndTheNodeLags_IsAcceptedAndNoOtherIsMade()
    {
        // The first machine took and mined it, the second answers, and the one that is asked shows it only after a while.
        int looks = 0;
        _chain.Judge = (transaction, _) => { _chain.Pool.Add(transaction); throw new FakeRpcException(-32000, "nonce too low"); };
        _chain.Server.On("eth_getTransactionByHash", _ =>
        {
            looks++;
            return looks < 4 ? "null" : $$"""
                {"hash":"{{_chain.Pool[0].Hash}}","from":"{{_chain.Pool[0].Sender.ToLowerString()}}","to":null,"nonce":"0x0",
                 "value":"0x0","gas":"0x1","input":"0x"}
                """;
        });
        SentTransaction sent = await _chain.Sender().SendAsync(Request);
        Assert.Equal((1, sent.Hash, 4), (_chain.Arrived, Assert.Single(_chain.Pool).Hash, looks));
    }

    [Fact]
    public async Task Send_AnotherTransactionWaitsWithTheNonce_TakesTheNextOneAndReplacesNothing()
    {
        _chain.Judge = (transaction, _) => transaction.Transaction.Nonce >= 1
            ? true
            : throw new FakeRpcException(-32000, "replacement transaction underpriced");
        SentTransaction sent = await _chain.Sender().SendAsync(Request);
        Assert.Equal((1UL, 2), (sent.Nonce, _chain.Arrived));
        Assert.Empty(_chain.Clock.Waits);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(null)]
    public async Task Send_RateLimitedByHttp_WaitsAsLongAsAskedAndSendsTheSameBytes(int? retryAfter)
    {
        // The question for the count comes right before the bytes.
        _chain.Server.On("eth_getTransactionCount", _ =>
        {
            _chain.Server.Then(
                HttpStatusCode.TooManyRequests, retryAfter: retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
            return "\"0x0\"";
        });
        SentTransaction sent = await _chain.Sender().SendAsync(Request);
        Assert.Equal((1, sent.Hash), (_chain.Arrived, Assert.Single(_chain.Pool).Hash));
        TimeSpan wait = Assert.Single(_chain.Clock.Waits);
        Assert.True(retryAfter is { } asked ? wait == TimeSpan.FromSeconds(asked) : wait < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Send_WordsThatOnlyResembleAlreadyKnown_AreARefusal()
    {
        _chain.Judge = (_, _) => throw new FakeRpcException(-32000, "unknown transaction type 2");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => _chain.Sender().SendAsync(Request));
        Assert.Equal("ZgTransactionRefused", error.ErrorId);
    }

    [Fact]
    public async Task Send_RefusedForAnotherReason_KeepsTheNodesWords()
    {
        _chain.Judge = (_, _) => throw new FakeRpcException(-32000, "exceeds block gas limit");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => _chain.Sender().SendAsync(Request));
        Assert.Equal("ZgTransactionRefused", error.ErrorId);
        Assert.Equal(
            "The node refuses the transaction: exceeds block gas limit. Nothing was sent or paid; change what the reason names.",
            error.Message);
    }

    [Fact]
    public async Task Send_JournalFails_SendsNothing()
    {
        await Assert.ThrowsAsync<IOException>(
            () => _chain.Sender().SendAsync(Request with { BeforeBroadcast = (_, _) => throw new IOException() }));
        Assert.Equal(0, _chain.Arrived);
    }

    [Fact]
    public async Task Send_Journal_HasTheBytesBeforeTheNode()
    {
        SentTransaction? written = null;
        await _chain.Sender().SendAsync(Request with
        {
            BeforeBroadcast = (transaction, _) =>
            {
                Assert.Equal(0, _chain.Arrived);
                written = SentTransaction.FromRaw(transaction.Raw.Span);
                return Task.CompletedTask;
            },
        });
        Assert.Equal(_chain.Pool[0].Hash, written!.Hash);
    }

    [Fact]
    public async Task Rebroadcast_NodeHasIt_SendsNothing()
    {
        TransactionSender sender = _chain.Sender();
        SentTransaction sent = await sender.SendAsync(Request);
        await sender.RebroadcastAsync(SentTransaction.FromRaw(sent.Raw.Span));
        Assert.Equal(1, _chain.Arrived);
    }

    [Fact]
    public async Task Rebroadcast_NodeForgotIt_SendsTheSameBytes()
    {
        TransactionSender sender = _chain.Sender();
        SentTransaction sent = await sender.SendAsync(Request);
        _chain.Pool.Clear();
        await sender.RebroadcastAsync(SentTransaction.FromRaw(sent.Raw.Span));
        Assert.Equal(sent.Hash, Assert.Single(_chain.Pool).Hash);
    }

    [Fact]
    public async Task Rebroadcast_Refused_DoesNotClaimThatNothingWasSent()
    {
        TransactionSender sender = _chain.Sender();
        SentTransaction sent = await sender.SendAsync(Request);
        _chain.Pool.Clear();
        _chain.Judge = (_, _) => throw new FakeRpcException(-32000, "max fee per gas less than block base fee");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => sender.RebroadcastAsync(sent));
        Assert.Equal(("ZgTransactionRefused", sent.Hash), (error.ErrorId, error.Target));
        Assert.Contains("may still be mined, so no other is sent in its place", error.Message);
    }

    [Fact]
    public async Task Send_RateLimitedAtTheEdge_WaitsAndSendsTheSameBytes()
    {
        _chain.Judge = (_, arrived) => arrived == 1 ? throw new FakeRpcException(-32005, "request rate exceeded") : true;
        await _chain.Sender(NetworkCatalog.Mainnet).SendAsync(Request);
        Assert.Equal((2, 1), (_chain.Arrived, _chain.Pool.Count));
    }

    private static HttpRequestException Dropped() => new(HttpRequestError.ResponseEnded, "dropped", null, HttpStatusCode.OK);
}
