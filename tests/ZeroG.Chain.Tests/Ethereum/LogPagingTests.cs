using System.Text.Json;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Ethereum;

public sealed class LogPagingTests : IDisposable
{
    private readonly FakeRpcServer _server = new();
    private readonly SkippingTimeProvider _clock = new(TimeSpan.FromSeconds(29));
    private readonly EthereumClient _client;
    private ulong _limit = ulong.MaxValue;
    private string _refusal = "block range too large";
    private int _refusalCode = -32000;

    public LogPagingTests()
    {
        _client = new EthereumClient(
            new JsonRpcClient(new Uri("http://node.example"), new JsonRpcClientOptions { TimeProvider = _clock }, _server));
        _server.On("eth_blockNumber", "\"0x1388\"").On("eth_getLogs", Answer);
    }

    public void Dispose()
    {
        _client.Rpc.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task GetLogs_NoLimit_AsksFor999BlocksAtATime()
    {
        Assert.Equal(
            [(0, 998), (999, 1997), (1998, 2500)], (await Pages(0, 2500)).Select(page => ((int)page.FromBlock, (int)page.ToBlock)));
    }

    [Theory]
    [InlineData("query exceeds max block range 100", -32000)]
    [InlineData("too many results", -32602)]
    [InlineData("query returned more than 10000 results", -32005)]
    [InlineData("response is too large", -32000)]
    [InlineData("log limit reached", -32000)]
    public async Task GetLogs_NodeAllowsLess_HalvesAndReadsEveryBlockOnce(string refusal, int code)
    {
        (_limit, _refusal, _refusalCode) = (100, refusal, code);
        await AssertEveryBlockOnce(7, 1234);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task GetLogs_NodeAllowsOneBlock_StillReadsEveryBlockOnce()
    {
        _limit = 1;
        await AssertEveryBlockOnce(0, 40);
    }

    [Fact]
    public async Task GetLogs_LimitIsLifted_GrowsSlowlyBack()
    {
        _limit = 100;
        List<LogPage> pages = [];
        await foreach (LogPage page in _client.GetLogPagesAsync(new LogFilter { ToBlock = 20000 }))
        {
            pages.Add(page);
            _limit = ulong.MaxValue;
        }

        ulong[] sizes = [.. pages.Select(page => page.ToBlock - page.FromBlock + 1)];
        Assert.All(sizes[..^1].Zip(sizes[1..^1]), pair => Assert.InRange(pair.Second, pair.First, pair.First + (pair.First / 8) + 1));
        Assert.Equal(999UL, sizes[^2]);
    }

    [Fact]
    public async Task GetLogs_RefusedForAnotherReason_Throws()
    {
        (_limit, _refusal) = (0, "header not found");
        await Assert.ThrowsAsync<JsonRpcException>(() => Pages(0, 10));
        Assert.Equal(1, _server.Requests);
    }

    [Fact]
    public async Task GetLogs_RateLimit_WaitsInsteadOfHalving()
    {
        int calls = 0;
        _server.On("eth_getLogs", call => ++calls == 1 ? throw new FakeRpcException(-32005, "daily request rate exceeded") : Answer(call));
        await Pages(0, 10);
        Assert.Equal(2, calls);
        Assert.Single(_clock.Waits);
    }

    [Fact]
    public async Task GetLogs_NoLastBlock_EndsAtTheNewest()
    {
        IReadOnlyList<LogPage> pages = await Pages(4990, null);
        Assert.Equal((4990UL, 5000UL), (pages[0].FromBlock, pages[^1].ToBlock));
    }

    [Fact]
    public async Task GetLogs_FirstBlockAfterTheLast_AsksNothing()
    {
        Assert.Empty(await Pages(6, 5));
        Assert.Equal(0, _server.Requests);
    }

    [Fact]
    public async Task GetLogs_FullFilter_IsWrittenAsTheSpecificationSays()
    {
        Hash256 topic = Hash256.Keccak("topic"u8);
        LogFilter filter = new() { Addresses = [Address.Zero], Topics = [[topic], [], [topic, Hash256.Zero]], FromBlock = 1, ToBlock = 2 };
        await _client.GetLogsAsync(filter).ToListAsync();
        await _client.GetLogsAsync(filter with { BlockHash = topic, Addresses = [Address.Zero, Address.Zero], Topics = [] }).ToListAsync();
        string zero = Address.Zero.ToLowerString();
        string topics = $$"""["{{topic}}",null,["{{topic}}","{{Hash256.Zero}}"]]""";
        Assert.Equal(
            [
                $$"""[{"fromBlock":"0x1","toBlock":"0x2","address":"{{zero}}","topics":{{topics}}}]""",
                $$"""[{"blockHash":"{{topic}}","address":["{{zero}}","{{zero}}"]}]""",
            ],
            _server.Calls.Select(call => call.Parameters.GetRawText()));
    }

    private async Task AssertEveryBlockOnce(ulong from, ulong to)
    {
        List<LogEntry> logs = await _client.GetLogsAsync(new LogFilter { FromBlock = from, ToBlock = to }).ToListAsync();
        Assert.Equal(Enumerable.Range((int)from, (int)(to - from + 1)), logs.Select(log => (int)log.BlockNumber));
    }

    private async Task<IReadOnlyList<LogPage>> Pages(ulong from, ulong? to) =>
        await _client.GetLogPagesAsync(new LogFilter { FromBlock = from, ToBlock = to }).ToListAsync();

    /// <summary>A chain with one log in every block.</summary>
    private string Answer(JsonElement call)
    {
        if (!call[0].TryGetProperty("fromBlock", out JsonElement first))
        {
            return "[]";
        }

        ulong from = Hex.ParseUInt64(first.GetString());
        ulong to = Hex.ParseUInt64(call[0].GetProperty("toBlock").GetString());
        if (to - from + 1 > _limit)
        {
            throw new FakeRpcException(_refusalCode, _refusal);
        }

        IEnumerable<string> logs = Enumerable.Range((int)from, (int)(to - from + 1)).Select(block => $$"""
            {"address":"{{Address.Zero.ToLowerString()}}","topics":[],"data":"0x","blockNumber":"0x{{block:x}}",
             "blockHash":"{{Hash256.Zero}}","transactionHash":"{{Hash256.Zero}}","transactionIndex":"0x0","logIndex":"0x0"}
            """);
        return $"[{string.Join(',', logs)}]";
    }
}
