using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>Our own sender against a chain with 0G's traps (chain.md §2.2).</summary>
public sealed class TransactionSenderTests
{
    private static readonly Network Local = new() { Name = "local", ChainId = 31337, RpcUri = new Uri("http://chain.test") };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_NodeSuggestsATipThatItsPoolRefuses_LearnsTheFloorAndIsMined()
    {
        await using DevChain chain = new(new DevChainOptions { ZeroGravityMode = true });
        using JsonRpcClient rpc = Connect(chain);
        FeePolicy fees = new(TokenAmount.Zero);
        TransactionSender sender = SenderOf(rpc, fees);

        SentTransaction sent =
            await sender.SendAsync(new TransactionRequest { To = ChainClient.Dev1.Address, Value = TokenAmount.FromWei(1) }, Cancelled);
        TransactionReceipt receipt = await sender.WaitAsync(sent, cancellationToken: Cancelled);

        Assert.True(receipt.Succeeded);
        Assert.Equal(TokenAmount.FromGwei(2), fees.MinimumTip);
    }

    [Fact]
    public async Task Wait_ReceiptHiddenAtFirst_AsksUntilItIsThere()
    {
        await using DevChain chain = new(new DevChainOptions { ZeroGravityMode = true, HiddenLookups = 3 });
        using JsonRpcClient rpc = Connect(chain);
        TransactionSender sender = SenderOf(rpc);

        SentTransaction sent = await sender.SendAsync(new TransactionRequest { To = ChainClient.Dev1.Address }, Cancelled);

        Assert.Equal(sent.Hash, (await sender.WaitAsync(sent, cancellationToken: Cancelled)).TransactionHash);
    }

    [Fact]
    public async Task Send_FiftyAtOnceFromOneKey_AreAllMinedOnce()
    {
        await using DevChain chain = new(new DevChainOptions { ZeroGravityMode = true, HiddenLookups = 1 });
        using JsonRpcClient rpc = Connect(chain);
        TransactionSender sender = SenderOf(rpc);

        TransactionReceipt[] receipts = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            TransactionRequest request = new() { To = ChainClient.Dev1.Address, Value = TokenAmount.FromWei(BigInteger.One << i) };
            return await sender.WaitAsync(await sender.SendAsync(request, Cancelled), cancellationToken: Cancelled);
        }));

        Assert.All(receipts, receipt => Assert.True(receipt.Succeeded));
        Assert.Equal(50, receipts.Select(receipt => receipt.TransactionHash).Distinct().Count());
        EthereumClient client = new(rpc);
        Assert.Equal(50UL, await client.GetTransactionCountAsync(ChainClient.Dev0.Address, cancellationToken: Cancelled));
        BigInteger expected = BigInteger.Pow(10, 22) + (BigInteger.One << 50) - 1;
        Assert.Equal(expected, (await client.GetBalanceAsync(ChainClient.Dev1.Address, cancellationToken: Cancelled)).Wei);
    }

    [Fact]
    public async Task Send_ContractRefuses_NamesItsErrorAndPaysNothing()
    {
        await using DevChain chain = new();
        using JsonRpcClient rpc = Connect(chain);
        byte[] unpaid = FlowContract.Submit.EncodeCall([FlowCalls.Submission(256, ChainClient.Dev0.Address, (Hash256.Keccak([1]), 0))]);

        RevertException refusal = await Assert.ThrowsAsync<RevertException>(() => SenderOf(rpc).SendAsync(
            new TransactionRequest { To = StorageContracts.Flow, Data = unpaid, KnownErrors = FlowContract.Errors }, Cancelled));

        Assert.Contains("NotEnoughFee", refusal.Message);
        Assert.Equal(0UL, await new EthereumClient(rpc).GetBlockNumberAsync(Cancelled));
    }

    private static JsonRpcClient Connect(DevChain chain) => new(Local.RpcUri!, handler: new ChainMessageHandler(chain));

    private static TransactionSender SenderOf(JsonRpcClient rpc, FeePolicy? fees = null) => new(
        new EthereumClient(rpc), ChainClient.Dev0, Local, fees, new NonceTracker(folder: null),
        new TransactionSenderOptions { PollInterval = TimeSpan.FromMilliseconds(1) });
}
