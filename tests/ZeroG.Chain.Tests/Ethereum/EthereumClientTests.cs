using System.Numerics;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Ethereum;

public sealed class EthereumClientTests : IDisposable
{
    private const string Hash = "0x00000000000000000000000000000000000000000000000000000000000000aa";
    private const string Account = "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266";

    private readonly FakeRpcServer _server = new();
    private readonly EthereumClient _client;

    public EthereumClientTests()
    {
        JsonRpcClientOptions options = new() { TimeProvider = new SkippingTimeProvider(TimeSpan.FromSeconds(29)) };
        _client = new EthereumClient(new JsonRpcClient(new Uri("http://node.example"), options, _server));
    }

    public void Dispose()
    {
        _client.Rpc.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task SimpleQuestions_AreAskedAndReadAsTheSpecificationSays()
    {
        _server.On("eth_chainId", "\"0x4115\"").On("eth_blockNumber", "\"0x10\"").On("eth_getBalance", "\"0xde0b6b3a7640000\"")
            .On("eth_getTransactionCount", "\"0x7\"");
        Address address = Address.Parse(Account);
        Assert.Equal(16661UL, await _client.GetChainIdAsync());
        Assert.Equal(16UL, await _client.GetBlockNumberAsync());
        Assert.Equal(TokenAmount.Parse("1"), await _client.GetBalanceAsync(address));
        Assert.Equal(7UL, await _client.GetTransactionCountAsync(address, BlockId.Pending));
        Assert.Equal(7UL, await _client.GetTransactionCountAsync(address, BlockId.FromHash(Hash256.Parse(Hash))));
        Assert.Equal(
            ["[]", "[]", $"[\"{Account}\",\"latest\"]", $"[\"{Account}\",\"pending\"]", $$"""["{{Account}}",{"blockHash":"{{Hash}}"}]"""],
            _server.Calls.Select(call => call.Parameters.GetRawText()));
    }

    [Fact]
    public async Task GetFees_NodeWithoutTipMethod_SuggestsNone()
    {
        _server.On("eth_getBlockByNumber", Block(5, baseFee: "0x3b9aca00"));
        Assert.Equal(new NetworkFees(1_000_000_000, 0), await _client.GetFeesAsync());
        _server.On("eth_maxPriorityFeePerGas", "\"0x1\"");
        Assert.Equal(new NetworkFees(1_000_000_000, 1), await _client.GetFeesAsync());
    }

    [Fact]
    public async Task GetBlock_ByNumberTagAndHash_UsesTheRightMethod()
    {
        _server.On("eth_getBlockByNumber", Block(5)).On("eth_getBlockByHash", "null");
        BlockHeader block = (await _client.GetBlockAsync(BlockId.Number(5)))!;
        Assert.Equal((5UL, (BigInteger?)null, 1), (block.Number, block.BaseFee, block.Transactions.Count));
        Assert.Null(await _client.GetBlockAsync(BlockId.FromHash(Hash256.Parse(Hash))));
        Assert.Equal(["[\"0x5\",false]", $"[\"{Hash}\",false]"], _server.Calls.Select(call => call.Parameters.GetRawText()));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"blockNumber":null}""")]
    public async Task GetReceipt_NotMinedYet_IsNull(string json)
    {
        _server.On("eth_getTransactionReceipt", json);
        Assert.Null(await _client.GetReceiptAsync(Hash256.Zero));
    }

    [Fact]
    public async Task GetReceipt_Mined_HasAllFields()
    {
        _server.On("eth_getTransactionReceipt", Receipt(status: 1));
        TransactionReceipt receipt = (await _client.GetReceiptAsync(Hash256.Parse(Hash)))!;
        Assert.True(receipt.Succeeded);
        Assert.Equal(
            (9UL, 21000UL, TransactionType.DynamicFee, (Address?)null),
            (receipt.BlockNumber, receipt.GasUsed, receipt.Type, receipt.ContractAddress));
        Assert.Equal(TokenAmount.FromGwei(21000 * 3), receipt.Fee);
        Assert.Equal((4, 2), (receipt.Logs[0].LogIndex, receipt.Logs[0].Topics.Count));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("\"0x1\"")]
    [InlineData("7")]
    public async Task GetReceipt_SomethingElse_IsTheNodesFault(string json)
    {
        _server.On(
            "eth_getTransactionReceipt",
            json.Replace("{}", Receipt(1).Replace("\"status\"", "\"stat\"", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal("ZgRpcAnswerInvalid", (await Assert.ThrowsAsync<ZeroGException>(() => _client.GetReceiptAsync(Hash256.Zero))).ErrorId);
    }

    [Fact]
    public async Task GetTransaction_InPool_HasNoBlock()
    {
        _server.On("eth_getTransactionByHash", $$"""
            {"hash":"{{Hash}}","from":"{{Account}}","to":null,"nonce":"0x1","value":"0x2","gas":"0x5208","input":"0x","blockNumber":null}
            """);
        PostedTransaction transaction = (await _client.GetTransactionAsync(Hash256.Parse(Hash)))!;
        Assert.Equal((1UL, (ulong?)null, (Address?)null), (transaction.Nonce, transaction.BlockNumber, transaction.To));
    }

    [Fact]
    public async Task Call_Function_EncodesArgumentsAndDecodesResults()
    {
        AbiFunction function = AbiFunction.Parse("function add(uint256 a, uint256 b) view returns (uint256 sum)");
        _server.On("eth_call", call =>
        {
            object?[] arguments = function.DecodeCall(Hex.ParseBytes(call[0].GetProperty("input").GetString()));
            return $"\"{Hex.ToHex(function.EncodeResult((BigInteger)arguments[0]! + (BigInteger)arguments[1]!))}\"";
        });
        object?[] result = await _client.CallAsync(Address.Parse(Account), function, [2, 3]);
        Assert.Equal(new BigInteger(5), result[0]);
    }

    [Fact]
    public async Task Call_AddressWithoutCode_SaysThatThereIsNoContract()
    {
        _server.On("eth_call", "\"0x\"");
        ZeroGException error = await Assert.ThrowsAsync<ZeroGException>(
            () => _client.CallAsync(Address.Parse(Account), AbiFunction.Parse("function get() view returns (uint256)"), []));
        Assert.Equal(("ZgContractMissing", Address.Parse(Account)), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task EstimateGas_FullMessage_IsWrittenAsHex()
    {
        _server.On("eth_estimateGas", "\"0x5208\"");
        CallMessage message = new()
        {
            From = Address.Parse(Account), To = Address.Zero, Value = 16, Data = new byte[] { 1 }, GasLimit = 255,
        };
        Assert.Equal(21000UL, await _client.EstimateGasAsync(message));
        Assert.Equal(
            $$"""[{"from":"{{Account}}","to":"{{Address.Zero.ToLowerString()}}","value":"0x10","input":"0x01","gas":"0xff"}]""",
            _server.Calls[0].Parameters.GetRawText());
    }

    private static string Block(int number, string? baseFee = null) => $$"""
        {"number":"0x{{number:x}}","hash":"{{Hash}}","parentHash":"{{Hash}}","timestamp":"0x65","gasLimit":"0x1","gasUsed":"0x0",
         "transactions":["{{Hash}}"]{{(baseFee is null ? "" : $",\"baseFeePerGas\":\"{baseFee}\"")}}}
        """;

    private static string Receipt(int status) => $$"""
        {"transactionHash":"{{Hash}}","transactionIndex":"0x0","blockHash":"{{Hash}}","blockNumber":"0x9",
         "from":"{{Account}}","to":"{{Account}}","contractAddress":null,
         "cumulativeGasUsed":"0x5208","gasUsed":"0x5208","effectiveGasPrice":"0xb2d05e00","status":"0x{{status}}","type":"0x2",
         "logs":[{"address":"{{Account}}","topics":["{{Hash}}","{{Hash}}"],"data":"0x01","blockNumber":"0x9","blockHash":"{{Hash}}",
                  "transactionHash":"{{Hash}}","transactionIndex":"0x0","logIndex":"0x4","removed":false}]}
        """;
}
