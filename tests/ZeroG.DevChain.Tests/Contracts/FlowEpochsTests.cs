using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Tests.Contracts;

public sealed class FlowEpochsTests
{
    private const int BlocksPerEpoch = 10;

    [Fact]
    public async Task MakeContext_EpochsPassed_BeginsEachAndEmitsIt()
    {
        await using ChainClient chain = Start();
        await FlowCalls.SubmitAsync(chain, seed: 1);
        await chain.CallAsync("hardhat_mine", 24UL);

        // Block 26: the epochs that begin with blocks 10 and 20 are due.
        JsonElement receipt = await chain.TransactAsync(StorageContracts.Flow, FlowContract.MakeContext.EncodeCall());

        JsonElement[] logs = [.. receipt.GetProperty("logs").EnumerateArray()];
        Assert.Equal(2, logs.Length);
        Assert.All(logs, log => Assert.Equal(FlowContract.NewEpochEvent.Topic.ToString(), log.GetProperty("topics")[0].GetString()));
        object?[] context = await ContextAsync(chain);
        Hash256 blockTwenty = await HashOfAsync(chain, 20);
        Assert.Equal((BigInteger)2, context[0]);
        Assert.Equal((BigInteger)20, context[1]);
        Assert.Equal(new Hash256(await FlowCalls.ReadAsync(chain, FlowContract.ComputeFlowRoot.EncodeCall())), context[2]);
        Assert.Equal((BigInteger)2, context[3]);
        Assert.Equal(blockTwenty, context[4]);
        byte[] preimage = AbiCoder.Encode(
            [AbiType.Parse("bytes32"), AbiType.Parse("bytes32"), AbiType.Parse("uint256")], [blockTwenty, context[2], context[3]]);
        Assert.Equal(Hash256.Keccak(preimage), context[5]);
    }

    [Fact]
    public async Task Submit_EpochPassed_BeginsItBeforeTheFileIsPlaced()
    {
        await using ChainClient chain = Start();
        await chain.CallAsync("hardhat_mine", 12UL);

        await FlowCalls.SubmitAsync(chain, seed: 1);

        object?[] context = await ContextAsync(chain);
        Assert.Equal(BigInteger.One, context[0]);
        Assert.Equal(BigInteger.One, context[3]);
        Assert.Equal(Hash256.Zero, context[2]);
    }

    [Fact]
    public async Task MakeContextFixedTimes_Zero_BeginsOne()
    {
        await using ChainClient chain = Start();
        await chain.CallAsync("hardhat_mine", 35UL);

        await chain.TransactAsync(StorageContracts.Flow, FlowContract.MakeContextFixedTimes.EncodeCall(0));

        Assert.Equal(BigInteger.One, (await ContextAsync(chain))[0]);
    }

    [Fact]
    public async Task QueryContext_PositionsOfTwoEpochs_FindsTheRangeOfEach()
    {
        await using ChainClient chain = Start();
        await FlowCalls.SubmitAsync(chain, seed: 1);
        await chain.CallAsync("hardhat_mine", 12UL);
        await FlowCalls.SubmitAsync(chain, seed: 2);
        await chain.CallAsync("hardhat_mine", 12UL);
        await chain.TransactAsync(StorageContracts.Flow, FlowContract.MakeContext.EncodeCall());

        Assert.Equal([BigInteger.Zero, (BigInteger)2], (await QueryAsync(chain, 1))[..2]);
        object?[] second = await QueryAsync(chain, 2);
        Assert.Equal([(BigInteger)2, (BigInteger)3], second[..2]);
        object?[] byDigest =
            FlowContract.GetEpochRange.DecodeResult(await FlowCalls.ReadAsync(chain, FlowContract.GetEpochRange.EncodeCall(second[2])));
        Assert.Equal([(BigInteger)2, (BigInteger)3], (object?[])byDigest[0]!);
        object?[] byIndex = FlowContract.GetEpochRangeHistory.DecodeResult(
            await FlowCalls.ReadAsync(chain, FlowContract.GetEpochRangeHistory.EncodeCall(1)));
        Assert.Equal(second, (object?[])byIndex[0]!);
    }

    [Theory]
    [InlineData(99, "Queried position exceeds upper bound")]
    [InlineData(1, "Can not find proper context")]
    public async Task QueryContext_PositionOutsideFinishedEpochs_IsRefused(int position, string reason)
    {
        await using ChainClient chain = Start();
        await FlowCalls.SubmitAsync(chain, seed: 1);

        Dictionary<string, object?> request = ChainClient.Request(
            ChainClient.Dev0.Address, StorageContracts.Flow, FlowContract.QueryContextAtPosition.EncodeCall(position));

        Assert.Equal($"execution reverted: {reason}", (await chain.RefusalAsync("eth_call", request)).RemoteMessage);
    }

    [Fact]
    public async Task History_BeyondItsEnd_PanicsAsAnArrayDoes()
    {
        await using ChainClient chain = Start();
        Dictionary<string, object?> request = ChainClient.Request(
            ChainClient.Dev0.Address, StorageContracts.Flow, FlowContract.GetEpochRangeHistory.EncodeCall(0));

        Assert.Equal("execution reverted: panic code 0x32", (await chain.RefusalAsync("eth_call", request)).RemoteMessage);
    }

    private static ChainClient Start() => new(new DevChainOptions
    {
        Contracts =
        [
            journal => new FlowSystemContract(
                journal, StorageContracts.Flow, StorageContracts.Market, StorageContracts.Owner, BlocksPerEpoch),
            .. StorageContracts.All.Skip(1),
        ],
    });

    private static async Task<object?[]> ContextAsync(ChainClient chain) =>
        (object?[])FlowContract.GetContext.DecodeResult(await FlowCalls.ReadAsync(chain, FlowContract.GetContext.EncodeCall()))[0]!;

    private static async Task<object?[]> QueryAsync(ChainClient chain, int position) =>
        (object?[])FlowContract.QueryContextAtPosition.DecodeResult(
            await FlowCalls.ReadAsync(chain, FlowContract.QueryContextAtPosition.EncodeCall(position)))[0]!;

    private static async Task<Hash256> HashOfAsync(ChainClient chain, ulong number)
    {
        JsonElement block = await chain.CallAsync("eth_getBlockByNumber", Hex.ToQuantity(number), false);
        return Hash256.Parse(block.GetProperty("hash").GetString()!);
    }
}
