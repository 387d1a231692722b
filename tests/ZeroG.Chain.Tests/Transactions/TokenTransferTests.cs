using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

/// <summary>A payment with a reference is made once, wherever the first try ended and whatever the chain does meanwhile.</summary>
public sealed class TokenTransferTests : IDisposable
{
    private static readonly Address Recipient = DevelopmentAccounts.Addresses[5];
    private static readonly TokenOrder Order = new(Recipient, TokenAmount.Parse("1"), Reference: "INV-1");

    private readonly TempFolder _folder = new();
    private readonly FakeChain _chain = new();
    private readonly FakeReceipts _receipts;
    private ulong _latest;
    private ulong _final;

    public TokenTransferTests()
    {
        _receipts = new FakeReceipts(_chain.Server);
        _chain.Server.On("eth_getTransactionCount", call => call[1].GetString() switch
        {
            "latest" => Quantity(_latest),
            "pending" => Quantity(Math.Max(_latest, (ulong)_chain.Pool.Count)),
            _ => Quantity(_final),
        });
    }

    public void Dispose()
    {
        _chain.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Send_SameOrderAgain_SignsNothingNew()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        SentTransfer again = await Transfer().SendAsync(Order);
        Assert.Equal((false, true), (first.AlreadySent, again.AlreadySent));
        Assert.Equal((1, first.Transaction.Hash), (_chain.Arrived, again.Transaction.Hash));
    }

    [Fact]
    public async Task Send_WithoutReference_PaysEachTime()
    {
        await Transfer().SendAsync(Order with { Reference = null });
        await Transfer().SendAsync(Order with { Reference = null });
        Assert.Equal(2, _chain.Pool.Count);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Send_ProcessDiesBetweenJournalAndNode_TheNextOneSendsTheSameBytes()
    {
        // What a killed process leaves: the record, and nothing with the node.
        using CancellationTokenSource killed = new();
        _chain.Judge = (_, _) => { killed.Cancel(); throw new OperationCanceledException(killed.Token); };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Transfer().SendAsync(Order, killed.Token));
        Hash256 signed = Journal().Find("INV-1")!.Newest.Hash;
        _chain.Judge = null;

        SentTransfer again = await Transfer().SendAsync(Order);

        Assert.Equal((true, signed, signed), (again.AlreadySent, again.Transaction.Hash, Assert.Single(_chain.Pool).Hash));
    }

    [Fact]
    public async Task Send_ConnectionBreaksWhileItIsHandedOver_TheNextOneSendsTheSameBytes()
    {
        _chain.Judge = (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded);
        TransactionPendingException pending = await Assert.ThrowsAsync<TransactionPendingException>(() => Transfer().SendAsync(Order));
        _chain.Judge = null;

        Assert.Equal(pending.Transaction.Hash, (await Transfer().SendAsync(Order)).Transaction.Hash);
        Assert.Equal(pending.Transaction.Hash, Assert.Single(_chain.Pool).Hash);
    }

    [Fact]
    public async Task Send_RefusedForCertain_IsForgottenAndMayBeTriedAgain()
    {
        _chain.Judge = (_, _) => throw new FakeRpcException(-32000, "exceeds block gas limit");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => Transfer().SendAsync(Order));
        Assert.Equal("ZgTransactionRefused", error.ErrorId);
        Assert.Null(Journal().Find("INV-1"));
        _chain.Judge = null;
        Assert.False((await Transfer().SendAsync(Order)).AlreadySent);
    }

    [Fact]
    public async Task Send_JournalCannotBeWritten_SendsNothing()
    {
        File.WriteAllText(_folder["file"], "");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(
            () => Transfer(new TransactionJournal(Path.Combine(_folder["file"], "payments"))).SendAsync(Order));
        Assert.Equal(("ZgJournalUnwritable", 0), (error.ErrorId, _chain.Arrived));
    }

    [Fact]
    public async Task Send_EarlierOneIsMined_IsFoundThere()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        _receipts.Mine(first.Transaction.Hash, 5);
        (_latest, _final) = (1, 1);
        _chain.Pool.Clear();
        Assert.Equal((true, 1), ((await Transfer().SendAsync(Order)).AlreadySent, _chain.Arrived));
    }

    [Fact]
    public async Task Send_ReorganisationTookTheBlockBack_SendsTheSameBytes()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        _receipts.Mine(first.Transaction.Hash, 5);
        await Transfer().SendAsync(Order);
        _receipts.Unmine(first.Transaction.Hash);
        _chain.Pool.Clear();

        Assert.Equal((true, first.Transaction.Hash), Of(await Transfer().SendAsync(Order)));

        Assert.Equal(first.Transaction.Hash, Assert.Single(_chain.Pool).Hash);
    }

    [Fact]
    public async Task Send_EarlierOneWasReverted_IsTriedAnewOnceThatIsFinal()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        _receipts.Mine(first.Transaction.Hash, 5, succeeded: false);
        (_latest, _final) = (1, 1);

        SentTransfer second = await Transfer().SendAsync(Order);

        Assert.Equal((false, 1UL), (second.AlreadySent, second.Transaction.Nonce));
        Assert.Equal(second.Transaction.Hash, Journal().Find("INV-1")!.Newest.Hash);
    }

    [Fact]
    public async Task Send_EarlierOneWasRevertedInABlockThatMayChange_SendsNothing()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        _receipts.Mine(first.Transaction.Hash, 6, succeeded: false);
        _latest = 1;

        TransactionPendingException error = await Assert.ThrowsAsync<TransactionPendingException>(() => Transfer().SendAsync(Order));

        Assert.Equal((first.Transaction.Hash, 1), (error.Target, _chain.Arrived));
    }

    [Fact]
    public async Task Send_AnotherTransactionHasTheNonceForGood_SignsAnew()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        (_latest, _final) = (1, 1);
        _chain.OwnerOfNonce0 = Hash256.Keccak([7]);
        _chain.Pool.Clear();

        SentTransfer second = await Transfer().SendAsync(Order);

        Assert.Equal((false, 1UL), (second.AlreadySent, second.Transaction.Nonce));
        Assert.NotEqual(first.Transaction.Hash, second.Transaction.Hash);
    }

    [Fact]
    public async Task Send_NonceHasPassedAndNobodyShowsTheReceiptOrTheBlock_SendsNothing()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        (_latest, _final) = (1, 1);
        _chain.Pool.Clear();

        TransactionPendingException error = await Assert.ThrowsAsync<TransactionPendingException>(() => Transfer().SendAsync(Order));

        Assert.Equal((first.Transaction.Hash, 1), (error.Target, _chain.Arrived));
    }

    [Fact]
    public async Task Send_NodesHaveThrownTheReceiptAway_TheBlockStillShowsThatItWasMined()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        (_latest, _final) = (1, 1);
        _chain.OwnerOfNonce0 = first.Transaction.Hash;
        _chain.Pool.Clear();

        Assert.Equal((true, first.Transaction.Hash), Of(await Transfer().SendAsync(Order)));
        Assert.Equal(1, _chain.Arrived);
    }

    [Fact]
    public async Task Send_NodesHaveThrownTheReceiptAway_TheJournalTellsWhatWasSeen()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        _receipts.Mine(first.Transaction.Hash, 5);
        TransactionStatus seen = await Transfer().WaitAsync(first, TimeSpan.FromMinutes(2));
        _receipts.Unmine(first.Transaction.Hash);
        (_latest, _final) = (1, 1);
        _chain.Pool.Clear();

        TransactionStatus again = await Transfer().WaitAsync(await Transfer().SendAsync(Order), TimeSpan.FromMinutes(2));

        Assert.Equal(
            (TransactionState.Succeeded, true, seen.Transaction, seen.Block, seen.Fee, 1),
            (again.State, again.AlreadySent, again.Transaction, again.Block, again.Fee, _chain.Arrived));
    }

    [Fact]
    public async Task Send_ReorganisationTookBackWhatTheJournalSaw_SendsTheSameBytes()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        _receipts.Mine(first.Transaction.Hash, 5);
        await Transfer().WaitAsync(first, TimeSpan.FromMinutes(2));
        _receipts.Unmine(first.Transaction.Hash);
        _chain.Pool.Clear();
        _chain.HeadHash = Hash256.Keccak([9]);

        Assert.Equal((true, first.Transaction.Hash), Of(await Transfer().SendAsync(Order)));

        Assert.Equal(first.Transaction.Hash, Assert.Single(_chain.Pool).Hash);
    }

    [Fact]
    public async Task Wait_FeeTooLowMeanwhile_OffersMoreAtTheSameNonceAndBothAreInTheJournal()
    {
        SentTransfer sent = await Transfer().SendAsync(Order);
        _chain.BaseFee = 2 * sent.Transaction.MaxFeePerGas;
        _chain.Judge = (transaction, _) => { _receipts.Mine(transaction.Hash, 5); return true; };

        TransactionStatus status = await Transfer().WaitAsync(sent, TimeSpan.FromMinutes(2));

        SignedTransaction raised = _chain.Pool[1];
        Assert.Equal((2, 0UL), (_chain.Pool.Count, raised.Transaction.Nonce));
        Assert.True(raised.Transaction.MaxFeePerGas * 10 >= _chain.Pool[0].Transaction.MaxFeePerGas * 11);
        Assert.True(raised.Transaction.MaxPriorityFeePerGas * 10 >= _chain.Pool[0].Transaction.MaxPriorityFeePerGas * 11);
        Assert.Equal((raised.Hash, TransactionState.Succeeded), (status.Transaction, status.State));
        Assert.Equal(_chain.Pool.Select(version => version.Hash), Journal().Find("INV-1")!.Versions.Select(version => version.Hash));
    }

    [Fact]
    public async Task Wait_OlderVersionIsMinedAfterTheFeeWasRaised_CountsTheSame()
    {
        SentTransfer sent = await Transfer().SendAsync(Order);
        _chain.BaseFee = 2 * sent.Transaction.MaxFeePerGas;
        _chain.Judge = (_, _) => { _receipts.Mine(sent.Transaction.Hash, 5); return true; };

        TransactionStatus status = await Transfer().WaitAsync(sent, TimeSpan.FromMinutes(2));

        Assert.Equal((sent.Transaction.Hash, 2), (status.Transaction, _chain.Pool.Count));
        Assert.True((await Transfer().SendAsync(Order)).AlreadySent);
        Assert.Equal(2, _chain.Arrived);
    }

    [Fact]
    public async Task Wait_KilledAfterTheFeeWasRaised_TheNextOneKnowsBothVersions()
    {
        SentTransfer sent = await Transfer().SendAsync(Order);
        _chain.BaseFee = 2 * sent.Transaction.MaxFeePerGas;
        using CancellationTokenSource killed = new();
        _chain.Judge = (_, _) => { killed.Cancel(); throw new OperationCanceledException(killed.Token); };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Transfer().WaitAsync(sent, TimeSpan.FromMinutes(2), killed.Token));
        _chain.Judge = null;

        SentTransfer again = await Transfer().SendAsync(Order);

        Assert.Equal((true, 2, sent.Transaction.Hash), (again.AlreadySent, again.Entry.Versions.Count, again.Entry.Versions[0].Hash));
        Assert.Equal(again.Transaction.Hash, _chain.Pool[1].Hash);
        _receipts.Mine(sent.Transaction.Hash, 5);
        Assert.Equal(sent.Transaction.Hash, (await Transfer().WaitAsync(again, TimeSpan.FromMinutes(2))).Transaction);
    }

    [Fact]
    public async Task Wait_TimeEndsWhileARaisedFeeIsHandedOver_IsPending()
    {
        SentTransfer sent = await Transfer().SendAsync(Order);
        _chain.BaseFee = 2 * sent.Transaction.MaxFeePerGas;
        _chain.Judge = (_, _) => throw new HttpRequestException(HttpRequestError.ResponseEnded);

        await Assert.ThrowsAsync<TransactionPendingException>(() => Transfer().WaitAsync(sent, TimeSpan.FromSeconds(31)));

        Assert.Equal(2, Journal().Find("INV-1")!.Versions.Count);
    }

    [Fact]
    public async Task Wait_FeeMayNotRiseSoFar_StaysWithWhatWasOffered()
    {
        SentTransfer sent = await Transfer().SendAsync(Order with { MaxFee = TokenAmount.FromGwei(4 * 110_000) });
        _chain.BaseFee = 2 * sent.Transaction.MaxFeePerGas;

        await Assert.ThrowsAsync<TransactionPendingException>(() => Transfer().WaitAsync(sent, TimeSpan.FromMinutes(3)));

        Assert.Equal(1, _chain.Arrived);
        Assert.Single(Journal().Find("INV-1")!.Versions);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("0.00044", false)]
    public async Task Send_NodeRefusesTheEarlierOneOverItsFee_OffersMoreWithinTheLimit(string? maxFee, bool raises)
    {
        TokenOrder order = Order with { MaxFee = maxFee is null ? null : TokenAmount.Parse(maxFee) };
        SentTransfer sent = await Transfer().SendAsync(order);
        _chain.Pool.Clear();
        _chain.BaseFee = sent.Transaction.MaxFeePerGas + 1;
        _chain.Judge = (transaction, _) => transaction.Transaction.MaxFeePerGas >= _chain.BaseFee
            ? true
            : throw new FakeRpcException(-32000, "max fee per gas less than block base fee");

        if (raises)
        {
            SentTransfer again = await Transfer().SendAsync(order);
            Assert.Equal((true, 2, 0UL), (again.AlreadySent, again.Entry.Versions.Count, again.Transaction.Nonce));
            Assert.Equal(again.Transaction.Hash, Assert.Single(_chain.Pool).Hash);
        }
        else
        {
            ZeroGException refusal = await Assert.ThrowsAsync<ZeroGException>(() => Transfer().SendAsync(order));
            Assert.Equal(("ZgTransactionRefused", 0), (refusal.ErrorId, _chain.Pool.Count));
        }
    }

    [Fact]
    public async Task Wait_AnotherTransactionTakesTheNonce_SaysSoAndTheNextOneSignsAnew()
    {
        SentTransfer sent = await Transfer().SendAsync(Order);
        (_latest, _final) = (1, 1);
        _chain.OwnerOfNonce0 = Hash256.Keccak([7]);
        _chain.Pool.Clear();

        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(() => Transfer().WaitAsync(sent, TimeSpan.FromMinutes(2)));

        Assert.Equal(("ZgTransactionReplaced", sent.Transaction.Hash), (error.ErrorId, error.Target));
        Assert.Equal(
            (false, 1UL), ((await Transfer().SendAsync(Order)) is var next ? (next.AlreadySent, next.Transaction.Nonce) : default));
    }

    [Fact]
    public async Task Wait_PoolIsFullWhenItIsSentAgain_WaitsForRoom()
    {
        SentTransfer sent = await Transfer().SendAsync(Order);
        _chain.Pool.Clear();
        _chain.Judge = (transaction, arrived) =>
        {
            if (arrived < 4)
            {
                throw new FakeRpcException(-32000, "txpool is full");
            }

            _receipts.Mine(transaction.Hash, 5);
            return true;
        };

        Assert.Equal(TransactionState.Succeeded, (await Transfer().WaitAsync(sent, TimeSpan.FromMinutes(2))).State);
    }

    [Fact]
    public async Task Send_NodeKnowsTheNonceBeforeTheReceipt_WaitsForTheReceipt()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        (_latest, _final) = (1, 1);
        _receipts.OnAsk = asked =>
        {
            if (asked == 10)
            {
                _receipts.Mine(first.Transaction.Hash, 5);
            }
        };

        Assert.Equal((true, first.Transaction.Hash), Of(await Transfer().SendAsync(Order)));
        Assert.Equal(1, _chain.Arrived);
    }

    [Fact]
    public async Task Send_NonceHasPassedInABlockThatMayChange_SendsNothing()
    {
        SentTransfer first = await Transfer().SendAsync(Order);
        _latest = 1;
        _chain.Pool.Clear();

        TransactionPendingException error = await Assert.ThrowsAsync<TransactionPendingException>(() => Transfer().SendAsync(Order));

        Assert.Equal((first.Transaction.Hash, 1), (error.Target, _chain.Arrived));
    }

    [Fact]
    public async Task Send_TwoSessionsAtOnce_PayOnce()
    {
        SentTransfer[] sent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Transfer().SendAsync(Order))));
        Assert.Equal(1, sent.Count(one => !one.AlreadySent));
        Assert.Single(sent.Select(one => one.Transaction.Hash).Distinct());
        Assert.Single(_chain.Pool);
    }

    [Fact]
    public async Task Wait_NetworkDropsIt_SendsTheSameBytesAgain()
    {
        SentTransfer sent = await Transfer().SendAsync(Order);
        _chain.Pool.Clear();
        _chain.Judge = (transaction, _) => { _receipts.Mine(transaction.Hash, 5); return true; };

        TransactionStatus status = await Transfer().WaitAsync(sent, TimeSpan.FromMinutes(2));

        Assert.Equal((TransactionState.Succeeded, 2, 5L), (status.State, _chain.Arrived, status.Block));
        Assert.Equal((TokenAmount.Parse("1"), 0UL), (status.Amount, status.Nonce));
    }

    [Fact]
    public async Task Wait_NeverMined_IsPendingWithTheHash()
    {
        SentTransfer sent = await Transfer().SendAsync(Order);
        TransactionPendingException error = await Assert.ThrowsAsync<TransactionPendingException>(
            () => Transfer().WaitAsync(sent, TimeSpan.FromMinutes(1)));
        Assert.Equal(sent.Transaction.Hash, error.Target);
        Assert.Equal(1, _chain.Arrived);
    }

    [Theory]
    [InlineData("0", false, "ZgAmountInvalid")]
    [InlineData("1", true, "ZgRecipientInvalid")]
    public async Task Send_ZeroOrToOneself_IsRefusedBeforeAnythingIsAsked(string amount, bool toOneself, string id)
    {
        TokenOrder order = Order with
        {
            Amount = TokenAmount.Parse(amount), Recipient = toOneself ? DevelopmentAccounts.Addresses[0] : Recipient,
        };
        Assert.Equal(id, (await Assert.ThrowsAsync<ZeroGException>(() => Transfer().SendAsync(order))).ErrorId);
        Assert.Empty(_chain.Server.Calls);
    }

    private static (bool AlreadySent, Hash256 Hash) Of(SentTransfer transfer) => (transfer.AlreadySent, transfer.Transaction.Hash);

    private static string Quantity(ulong number) => $"\"{Hex.ToQuantity(number)}\"";

    private TransactionJournal Journal() => new(_folder.Path);

    private TokenTransfer Transfer(TransactionJournal? journal = null) =>
        new(NetworkCatalog.Galileo, _chain.Client, _chain.Sender(), journal ?? Journal());
}
