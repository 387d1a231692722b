using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.DevChain.Contracts.Storage;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Tests.Contracts;

public sealed class FlowSystemContractTests
{
    private static readonly Address Dev0 = ChainClient.Dev0.Address;
    private static readonly Address Somebody = Address.Parse("0x00000000000000000000000000000000005b0d17");
    private static readonly BigInteger Price = MarketSystemContract.TurboPricePerSector;

    private static Hash256 Root(byte seed) => Hash256.Keccak([seed]);

    [Fact]
    public async Task Submit_Current_NamesTheSubmitterGivenInTheEvent()
    {
        await using ChainClient chain = new();
        byte[] call = FlowContract.Submit.EncodeCall([FlowCalls.Submission(257, Somebody, (Root(1), 1))]);

        SubmitLog log = LogOf(await chain.TransactAsync(StorageContracts.Flow, call, 2 * Price));

        Assert.Equal(Somebody, log.Sender);
        Assert.Equal((0, 2, 2), (log.Sequence, log.StartPosition, log.Sectors));
        Assert.Equal(Hash256.Keccak(Root(1).ToArray()), log.Identity);
    }

    [Fact]
    public async Task Submit_Legacy_NamesTheSenderInTheEvent()
    {
        await using ChainClient chain = new();
        byte[] call = FlowContract.LegacySubmit.EncodeCall([FlowCalls.Data(257, (Root(1), 1))]);

        SubmitLog log = LogOf(await chain.TransactAsync(StorageContracts.Flow, call, 2 * Price));

        Assert.Equal(Dev0, log.Sender);
        Assert.Equal(2, log.Sectors);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BatchSubmit_SeveralFiles_PlacesAllAndReturnsWhatSubmitWould(bool legacy)
    {
        await using ChainClient chain = new();
        object?[] files = legacy
            ? [FlowCalls.Data(256, (Root(1), 0)), FlowCalls.Data(513, (Root(2), 1), (Root(3), 0))]
            : [FlowCalls.Submission(256, Dev0, (Root(1), 0)), FlowCalls.Submission(513, Dev0, (Root(2), 1), (Root(3), 0))];
        byte[] call = (legacy ? FlowContract.LegacyBatchSubmit : FlowContract.BatchSubmit).EncodeCall([files]);
        Dictionary<string, object?> request = ChainClient.Request(Dev0, StorageContracts.Flow, call, 4 * Price);

        object?[] result = FlowContract.BatchSubmit.DecodeResult(Hex.ParseBytes((await chain.CallAsync("eth_call", request)).GetString()));
        JsonElement receipt = await chain.CallAsync("eth_getTransactionReceipt", await chain.CallAsync("eth_sendTransaction", request));

        Assert.Equal([BigInteger.Zero, BigInteger.One], (object?[])result[0]!);
        Assert.Equal(
            [Hash256.Keccak(Root(1).ToArray()), Hash256.Keccak([.. Root(2).ToArray(), .. Root(3).ToArray()])], (object?[])result[1]!);
        Assert.Equal([BigInteger.One, (BigInteger)2], (object?[])result[2]!);
        Assert.Equal([BigInteger.One, (BigInteger)3], (object?[])result[3]!);
        Assert.Equal(2, receipt.GetProperty("logs").GetArrayLength());
        Assert.Equal(2, await FlowCalls.CountAsync(chain));
    }

    [Fact]
    public async Task BatchSubmit_SecondFileInvalid_LeavesNothingOfTheFirst()
    {
        await using ChainClient chain = new();
        byte[] call = FlowContract.BatchSubmit.EncodeCall(
            [new object?[] { FlowCalls.Submission(256, Dev0, (Root(1), 0)), FlowCalls.Submission(0, Dev0, (Root(2), 0)) }]);
        Dictionary<string, object?> request = ChainClient.Request(Dev0, StorageContracts.Flow, call, 4 * Price);
        request["gas"] = 1_000_000;
        byte[] before = await FlowCalls.ReadAsync(chain, FlowContract.ComputeFlowRoot.EncodeCall());

        JsonElement receipt = await chain.CallAsync("eth_getTransactionReceipt", await chain.CallAsync("eth_sendTransaction", request));

        Assert.Equal("0x0", receipt.GetProperty("status").GetString());
        Assert.Equal(0, receipt.GetProperty("logs").GetArrayLength());
        Assert.Equal(0, await FlowCalls.CountAsync(chain));
        Assert.Equal(before, await FlowCalls.ReadAsync(chain, FlowContract.ComputeFlowRoot.EncodeCall()));
        foreach (Address contract in (Address[])[StorageContracts.Flow, StorageContracts.Market, StorageContracts.Reward])
        {
            Assert.Equal(0, await chain.NumberAsync("eth_getBalance", contract));
        }
    }

    [Fact]
    public async Task Submit_Overpaid_KeepsTheRestForTheNextSubmitter()
    {
        await using ChainClient chain = new();
        byte[] call = FlowContract.Submit.EncodeCall([FlowCalls.Submission(256, Dev0, (Root(1), 0))]);

        await chain.TransactAsync(StorageContracts.Flow, call, 2 * Price);
        Assert.Equal(Price, await chain.NumberAsync("eth_getBalance", StorageContracts.Flow));
        JsonElement second = await chain.TransactAsync(StorageContracts.Flow, call, 0);

        Assert.Equal("0x1", second.GetProperty("status").GetString());
        Assert.Equal(0, await chain.NumberAsync("eth_getBalance", StorageContracts.Flow));
        Assert.Equal(2 * Price, await chain.NumberAsync("eth_getBalance", StorageContracts.Reward));
    }

    [Theory]
    [InlineData(new[] { 0, 9, 10 }, new long[] { 1, 512, 1024 })]
    [InlineData(new[] { 9, 9, 9 }, new long[] { 512, 1024, 1536 })]
    [InlineData(new[] { 0, 10, 0 }, new long[] { 1, 1024, 2048 })]
    public async Task Submit_OneAfterAnother_BeginsAtTheNextAlignedSector(int[] heights, long[] starts)
    {
        await using ChainClient chain = new();
        foreach ((int height, long start) in heights.Zip(starts))
        {
            BigInteger sectors = BigInteger.One << height;
            byte[] call = FlowContract.Submit.EncodeCall([FlowCalls.Submission(sectors * 256, Dev0, (Root(1), height))]);
            Assert.Equal(start, LogOf(await chain.TransactAsync(StorageContracts.Flow, call, sectors * Price)).StartPosition);
        }
    }

    [Fact]
    public async Task Submit_ThatWouldCrossASegmentBorder_BeginsAtTheNextSegment()
    {
        await using ChainClient chain = new();
        await FlowCalls.SubmitAsync(chain, seed: 1);
        byte[] file = FlowContract.Submit.EncodeCall([FlowCalls.Submission(768 * 256, Dev0, (Root(2), 9), (Root(3), 8))]);

        // Sectors 512 to 1280 would lie in two segments, and 512 begins none.
        Assert.Equal(1024, LogOf(await chain.TransactAsync(StorageContracts.Flow, file, 768 * Price)).StartPosition);
    }

    [Fact]
    public async Task Submit_WhilePaused_IsRefusedUntilTheOwnerUnpauses()
    {
        await using ChainClient chain = new();
        byte[] pause = FlowContract.Pause.EncodeCall();
        Dictionary<string, object?> byStranger = ChainClient.Request(ChainClient.Dev1.Address, StorageContracts.Flow, pause);
        Assert.Contains("AccessControlUnauthorizedAccount", (await chain.RefusalAsync("eth_call", byStranger)).RemoteMessage);

        await chain.TransactAsync(StorageContracts.Flow, pause);
        byte[] submit = FlowContract.Submit.EncodeCall([FlowCalls.Submission(256, Dev0, (Root(1), 0))]);
        Dictionary<string, object?> request = ChainClient.Request(Dev0, StorageContracts.Flow, submit, Price);
        Assert.Equal("execution reverted: EnforcedPause()", (await chain.RefusalAsync("eth_call", request)).RemoteMessage);

        await chain.TransactAsync(StorageContracts.Flow, FlowContract.Unpause.EncodeCall());
        Assert.Equal(JsonValueKind.String, (await chain.CallAsync("eth_call", request)).ValueKind);
    }

    [Fact]
    public async Task SetPrice_ByTheOwner_HoldsForTheNextSubmission()
    {
        await using ChainClient chain = new();
        await chain.TransactAsync(StorageContracts.Market, MarketContract.SetPricePerSector.EncodeCall(7));
        byte[] submit = FlowContract.Submit.EncodeCall([FlowCalls.Submission(256, Dev0, (Root(1), 0))]);

        Assert.Equal("0x1", (await chain.TransactAsync(StorageContracts.Flow, submit, 7)).GetProperty("status").GetString());
    }

    internal static SubmitLog LogOf(JsonElement receipt)
    {
        JsonElement log = Assert.Single(
            receipt.GetProperty("logs").EnumerateArray(),
            entry => entry.GetProperty("topics")[0].GetString() == FlowContract.SubmitEvent.Topic.ToString());
        Hash256[] topics = [.. log.GetProperty("topics").EnumerateArray().Select(topic => Hash256.Parse(topic.GetString()!))];
        return SubmitLog.Decode(topics, Hex.ParseBytes(log.GetProperty("data").GetString()))!;
    }
}
