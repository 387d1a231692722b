using ZeroG.Chain.JsonRpc;

namespace ZeroG.DevChain.Tests.Rpc;

public sealed class MethodCoverageTests
{
    // chain.md §8.2: what clients must find, and the control calls under every prefix in use.
    private const string Must = """
        web3_clientVersion web3_sha3 net_version net_listening net_peerCount eth_chainId eth_syncing eth_blockNumber eth_gasPrice
        eth_maxPriorityFeePerGas eth_feeHistory eth_blobBaseFee eth_accounts eth_getBalance eth_getCode eth_getStorageAt
        eth_getTransactionCount eth_call eth_estimateGas eth_createAccessList eth_sendRawTransaction eth_sendTransaction eth_sign
        personal_sign eth_signTypedData_v4 eth_getBlockByNumber eth_getBlockByHash eth_getBlockTransactionCountByNumber
        eth_getBlockTransactionCountByHash eth_getTransactionByHash eth_getTransactionByBlockHashAndIndex
        eth_getTransactionByBlockNumberAndIndex eth_getTransactionReceipt eth_getBlockReceipts eth_getLogs eth_newFilter
        eth_newBlockFilter eth_newPendingTransactionFilter eth_getFilterChanges eth_getFilterLogs eth_uninstallFilter eth_subscribe
        eth_unsubscribe eth_signTransaction personal_unlockAccount evm_mine hardhat_mine anvil_mine txpool_status txpool_content
        """;

    private const string Controls = """
        setAutomine setIntervalMining increaseTime setNextBlockTimestamp snapshot revert setBalance setCode setNonce setStorageAt
        impersonateAccount stopImpersonatingAccount dropTransaction setNextBlockBaseFeePerGas reset setCoinbase setPrevRandao
        """;

    [Fact]
    public async Task Methods_OfTheSpecification_AreAllThere()
    {
        await using ChainClient chain = new();
        char[] gaps = [' ', '\n', '\r'];
        IEnumerable<string> controls = Controls.Split(gaps, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(name => (string[])["hardhat_" + name, "anvil_" + name, "evm_" + name]);

        Assert.Empty(Must.Split(gaps, StringSplitOptions.RemoveEmptyEntries).Concat(controls).Except(chain.Chain.Methods));
    }

    [Fact]
    public async Task Method_Unknown_IsRefusedInTheWordsThatEthersMatches()
    {
        await using ChainClient chain = new();

        JsonRpcException refusal = await chain.RefusalAsync("eth_nonsense");

        Assert.Equal(-32601, refusal.Code);
        Assert.Equal("the method eth_nonsense does not exist/is not available", refusal.RemoteMessage);
    }

    [Theory]
    [InlineData("eth_getBalance")]
    [InlineData("eth_getBalance", "0x12")]
    [InlineData("eth_getBalance", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "newest")]
    [InlineData("eth_getBlockByNumber", "0xzz")]
    [InlineData("eth_getBlockByNumber", "0x0", "yes")]
    [InlineData("eth_getTransactionReceipt", "0x1234")]
    [InlineData("eth_sendRawTransaction", "f8")]
    [InlineData("eth_call", "0x")]
    public async Task Parameters_MissingOrMalformed_AreRefusedAsSuch(string method, params string[] parameters)
    {
        await using ChainClient chain = new();

        JsonRpcException refusal = await chain.RefusalAsync(method, [.. parameters]);

        Assert.Equal(JsonRpcErrorCode.InvalidParams, refusal.Code);
    }

    [Fact]
    public async Task Subscribe_WithoutASocket_SaysThatThereAreNoNotifications()
    {
        await using ChainClient chain = new();

        Assert.Equal("notifications not supported", (await chain.RefusalAsync("eth_subscribe", "newHeads")).RemoteMessage);
    }

    [Fact]
    public async Task Identity_Asked_IsThatOfTheOptions()
    {
        await using ChainClient chain = new(new DevChainOptions { ChainId = 16602 });

        Assert.Equal("0x40da", (await chain.CallAsync("eth_chainId")).GetString());
        Assert.Equal("16602", (await chain.CallAsync("net_version")).GetString());
        Assert.StartsWith("ZeroG.DevChain/", (await chain.CallAsync("web3_clientVersion")).GetString());
        Assert.False((await chain.CallAsync("eth_syncing")).GetBoolean());
        Assert.Equal(
            "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
            (await chain.CallAsync("web3_sha3", Array.Empty<byte>())).GetString());
        Assert.Equal(20, (await chain.CallAsync("eth_accounts")).GetArrayLength());
        Assert.Equal(
            System.Numerics.BigInteger.Pow(10, 22), await chain.NumberAsync("eth_getBalance", ChainClient.Dev0.Address, "latest"));
    }
}
