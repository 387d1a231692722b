using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Ethereum;

public sealed class RevertDecodingTests : IDisposable
{
    private static readonly AbiError TooLow = AbiError.Parse("error TooLow(uint256 wanted)");
    private static readonly string NoMoney = Hex.ToHex(RevertReason.Error.Encode("no money"));

    private readonly FakeRpcServer _server = new();
    private readonly EthereumClient _client;

    public RevertDecodingTests() => _client = new EthereumClient(new JsonRpcClient(new Uri("http://node.example"), null, _server));

    public void Dispose()
    {
        _client.Rpc.Dispose();
        _server.Dispose();
    }

    public static TheoryData<string, int, string, string?> Refusals() => new()
    {
        { "geth: data as text", 3, "execution reverted: no money", $"\"{NoMoney}\"" },
        {
            "hardhat: data in an object", -32603,
            "Error: VM Exception while processing transaction: reverted with reason string 'no money'",
            $$"""{"message":"reverted","data":"{{NoMoney}}"}"""
        },
        { "wrapped twice", -32000, "execution reverted", $$$"""{"originalError":{"code":3,"data":"{{{NoMoney}}}"}}""" },
        { "openethereum: text with data", -32015, "VM execution error.", $"\"Reverted {NoMoney}\"" },
        { "data in the message", -32000, $"execution reverted, return {NoMoney}", null },
    };

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"data\":\"\\udfff\"}")]
    public async Task Call_RevertWithHalfASurrogatePairAsData_KeepsTheNodesWords(string data)
    {
        _server.On("eth_call", _ => throw new FakeRpcException(3, "execution reverted", data));
        RevertException error = await Assert.ThrowsAsync<RevertException>(() => _client.CallAsync(new CallMessage { To = Address.Zero }));
        Assert.Equal(RevertKind.Empty, error.Reason.Kind);
    }

    [Fact]
    public async Task Call_RevertWithAMegabyteOfReason_IsCutForPeople()
    {
        string data = $"\"{Hex.ToHex(RevertReason.Error.Encode(new string('x', 1 << 20)))}\"";
        _server.On("eth_call", _ => throw new FakeRpcException(3, "execution reverted", data));
        RevertException error = await Assert.ThrowsAsync<RevertException>(() => _client.CallAsync(new CallMessage { To = Address.Zero }));
        Assert.InRange(error.Message.Length, 500, 700);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Call_RevertInAnyNodesForm_GivesTheReason(string form, int code, string message, string? data)
    {
        _server.On("eth_call", _ => throw new FakeRpcException(code, message, data));
        RevertException error = await Assert.ThrowsAsync<RevertException>(() => _client.CallAsync(new CallMessage { To = Address.Zero }));
        Assert.Equal(("ZgCallReverted", RevertKind.Error, "no money"), (error.ErrorId, error.Reason.Kind, error.Reason.Message));
        Assert.True(error.Message.Contains("no money", StringComparison.Ordinal), form);
    }

    [Fact]
    public async Task Estimate_CustomErrorThatIsKnown_IsNamedWithItsArguments()
    {
        _server.On("eth_estimateGas", _ => throw new FakeRpcException(3, "execution reverted", $"\"{Hex.ToHex(TooLow.Encode(5))}\""));
        RevertException error = await Assert.ThrowsAsync<RevertException>(
            () => _client.EstimateGasAsync(new CallMessage { To = Address.Zero }, [TooLow]));
        Assert.Contains("TooLow(wanted: 5)", error.Message);
    }

    [Fact]
    public async Task Call_RevertWithoutData_KeepsTheNodesWords()
    {
        _server.On("eth_call", _ => throw new FakeRpcException(-32000, "execution reverted: sender is not WA0GI"));
        RevertException error = await Assert.ThrowsAsync<RevertException>(() => _client.CallAsync(new CallMessage { To = Address.Zero }));
        Assert.Contains("sender is not WA0GI", error.Message);
    }

    [Theory]
    [InlineData(-32602, "invalid argument 0: hex string has length 2, want 40")]
    [InlineData(-32000, "header not found")]
    public async Task Call_RefusedForAnotherReason_IsNoRevert(int code, string message)
    {
        _server.On("eth_call", _ => throw new FakeRpcException(code, message, "\"0x08c379a0\""));
        await Assert.ThrowsAsync<JsonRpcException>(() => _client.CallAsync(new CallMessage { To = Address.Zero }));
    }
}
