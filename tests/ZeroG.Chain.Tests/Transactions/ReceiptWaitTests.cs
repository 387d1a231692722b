using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

public sealed class ReceiptWaitTests : IDisposable
{
    private readonly FakeChain _chain = new();

    public void Dispose() => _chain.Dispose();

    [Fact]
    public async Task Wait_ReceiptComesLate_IsReturned()
    {
        int asked = 0;
        TransactionReceipt receipt = await WaitAsync(hash => ++asked < 30 ? "null" : Receipt(hash, 1));
        Assert.Equal((30, true), (asked, receipt.Succeeded));
        Assert.All(_chain.Clock.Waits, wait => Assert.Equal(TimeSpan.FromSeconds(1), wait));
    }

    [Fact]
    public async Task Wait_NoReceiptInTime_IsPendingWithHashAndNonceAndNotAFailure()
    {
        TransactionPendingException error = await Assert.ThrowsAsync<TransactionPendingException>(() => WaitAsync(_ => "null"));
        Assert.Equal(("ZgTransactionPending", error.Transaction.Hash), (error.ErrorId, error.Target));
        Assert.Equal(120, _chain.Clock.Waits.Count);
        Assert.Contains($"Transaction {error.Transaction.Hash} (nonce 0 of", error.Message);
        Assert.Contains("no receipt within 120 seconds, and the account's nonce has not reached it", error.Message);
    }

    [Fact]
    public async Task Wait_NonceHasPassedIt_SaysSo()
    {
        _chain.Server.On("eth_getTransactionCount", call => call[1].GetString() == "latest" ? "\"0x1\"" : "\"0x0\"");
        TransactionPendingException error = await Assert.ThrowsAsync<TransactionPendingException>(() => WaitAsync(_ => "null"));
        Assert.Contains("the account's nonce has passed it", error.Message);
    }

    [Fact]
    public async Task Wait_NodeIsDownForAWhile_GoesOnAsking()
    {
        int asked = 0;
        TransactionReceipt receipt = await WaitAsync(
            hash => ++asked <= 20 ? throw new HttpRequestException(HttpRequestError.ConnectionError) : Receipt(hash, 1));
        Assert.True(receipt.Succeeded);
    }

    [Fact]
    public async Task Wait_Reverted_ThrowsAtOnceWithTheReasonOfAReplay()
    {
        AbiError closed = AbiError.Parse("error Closed(uint256 epoch)");
        _chain.Server.On("eth_call", call => call[1].GetString() == "0x9"
            ? throw new FakeRpcException(3, "execution reverted", $"\"{Hex.ToHex(closed.Encode(4))}\"") : "\"0x\"");
        RevertException error = await Assert.ThrowsAsync<RevertException>(() => WaitAsync(hash => Receipt(hash, 0), closed));
        Assert.Equal(("ZgTransactionReverted", RevertKind.Custom), (error.ErrorId, error.Reason.Kind));
        Assert.Contains(
            "was mined in block 9 but the contract refused it: Closed(epoch: 4). Its fee of 0.000063 0G is spent", error.Message);
        Assert.Empty(_chain.Clock.Waits);
    }

    [Fact]
    public async Task Wait_RevertedWithoutAReplay_StillSaysThatItReverted()
    {
        _chain.Server.On("eth_call", _ => throw new FakeRpcException(-32000, "missing trie node"));
        RevertException error = await Assert.ThrowsAsync<RevertException>(() => WaitAsync(hash => Receipt(hash, 0)));
        Assert.Equal("ZgTransactionReverted", error.ErrorId);
    }

    [Fact]
    public async Task Wait_Cancelled_EndsAtOnce()
    {
        using CancellationTokenSource stop = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WaitAsync(_ => { stop.Cancel(); return "null"; }, null, stop.Token));
    }

    private async Task<TransactionReceipt> WaitAsync(
        Func<string, string> receipt, AbiError? known = null, CancellationToken cancellationToken = default)
    {
        TransactionSender sender = _chain.Sender();
        SentTransaction sent = await sender.SendAsync(new TransactionRequest { To = Address.Zero }, CancellationToken.None);
        _chain.Server.On("eth_getTransactionReceipt", call => receipt(call[0].GetString()!));
        return await sender.WaitAsync(sent, null, known is null ? null : [known], cancellationToken);
    }

    private static string Receipt(string hash, int status) => $$"""
        {"transactionHash":"{{hash}}","transactionIndex":"0x0","blockHash":"{{Hash256.Zero}}","blockNumber":"0x9",
         "from":"{{Address.Zero.ToLowerString()}}","to":null,
         "cumulativeGasUsed":"0x5208","gasUsed":"0x5208","effectiveGasPrice":"0xb2d05e00","status":"0x{{status}}","type":"0x2","logs":[]}
        """;
}
