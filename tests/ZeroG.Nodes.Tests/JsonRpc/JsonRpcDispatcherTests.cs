using System.Text;
using ZeroG.Nodes.JsonRpc;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Tests.JsonRpc;

public sealed class JsonRpcDispatcherTests : IDisposable
{
    private readonly NodeLog _log = new();
    private readonly EchoService _service = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(
        """{"jsonrpc":"2.0","id":1,"method":"echo","params":[1,{"a":"\u00e9+"}]}""",
        """{"jsonrpc":"2.0","id":1,"result":[1,{"a":"\u00e9+"}]}""")]
    [InlineData(
        """{"params": {"a": 1}, "method":"echo","id":"x\"y","jsonrpc":"2.0","extra":[1]}""",
        """{"jsonrpc":"2.0","id":"x\"y","result":{"a": 1}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"echo"}""", """{"jsonrpc":"2.0","id":null,"result":"nothing"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1.5,"method":"echo","params":null}""", """{"jsonrpc":"2.0","id":1.5,"result":"nothing"}""")]
    public async Task Answer_Request_GivesResultWithTheIdAsSent(string request, string expected) =>
        Assert.Equal(expected, await AnswerAsync(request));

    [Theory]
    [InlineData("", -32700)]
    [InlineData("{", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"echo"} x""", -32700)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"echo"}""", -32700)]
    [InlineData("7", -32600)]
    [InlineData("[]", -32600)]
    [InlineData("""{"id":null,"method":"echo"}""", -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":null,"method":"echo"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":7}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":[1],"method":"echo"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"echo","params":"x"}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":null,"method":"other"}""", -32601)]
    public async Task Answer_FaultyRequest_GivesTheCodeOfTheSpecification(string request, int code)
    {
        string answer = await AnswerAsync(request);

        Assert.StartsWith($$"""{"jsonrpc":"2.0","id":null,"error":{"code":{{code}},"message":""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_DeeplyNestedBody_IsAParseError() =>
        Assert.Contains("-32700", await AnswerAsync(new string('[', 10_000)), StringComparison.Ordinal);

    [Fact]
    public async Task Answer_RefusalAfterPartOfTheResult_KeepsOnlyTheError() =>
        Assert.Equal(
            """{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"Invalid params: root","data":"already uploaded and finalized"}}""",
            await AnswerAsync("""{"jsonrpc":"2.0","id":1,"method":"halfway"}"""));

    [Fact]
    public async Task Answer_KnownFailure_GivesItsWords() =>
        Assert.Equal(
            """{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"The node is full. Add a disk."}}""",
            await AnswerAsync("""{"jsonrpc":"2.0","id":1,"method":"known"}"""));

    [Fact]
    public async Task Answer_UnexpectedFailure_IsLoggedAndNotTold()
    {
        Assert.Equal(
            """{"jsonrpc":"2.0","id":1,"error":{"code":-32603,"message":"Internal error"}}""",
            await AnswerAsync("""{"jsonrpc":"2.0","id":1,"method":"unknown"}"""));
        Assert.Contains("secret detail", Assert.Single(_log.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_Notification_IsServedAndNotAnswered()
    {
        Assert.Equal("", await AnswerAsync("""{"jsonrpc":"2.0","method":"notify"}"""));
        Assert.Equal("", await AnswerAsync("""{"jsonrpc":"2.0","method":"other"}"""));
        Assert.Equal(1, _service.Notified);
    }

    [Fact]
    public async Task Answer_Batch_AnswersInOrderAndSkipsNotifications() =>
        Assert.Equal(
            """[{"jsonrpc":"2.0","id":1,"result":[1]},"""
            + """{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"invalid request: a request must be an object"}},"""
            + """{"jsonrpc":"2.0","id":2,"result":[2]}]""",
            await AnswerAsync("""
                [{"jsonrpc":"2.0","method":"notify"}, {"jsonrpc":"2.0","id":1,"method":"echo","params":[1]}, 7,
                 {"jsonrpc":"2.0","id":2,"method":"echo","params":[2]}]
                """));

    [Fact]
    public async Task Answer_BatchOfNotifications_AnswersNothing()
    {
        Assert.Equal("", await AnswerAsync("""[{"jsonrpc":"2.0","method":"notify"},{"jsonrpc":"2.0","method":"notify"}]"""));
        Assert.Equal(2, _service.Notified);
    }

    [Fact]
    public async Task Answer_BatchOverTheLimit_IsRefusedWhole()
    {
        string batch = "[" + string.Join(',', Enumerable.Repeat("""{"jsonrpc":"2.0","method":"notify"}""", 1001)) + "]";

        Assert.Contains("batch too large", await AnswerAsync(batch), StringComparison.Ordinal);
        Assert.Equal(0, _service.Notified);
    }

    private async Task<string> AnswerAsync(string request)
    {
        using PooledBuffer answer = new(capacity: 16);
        bool any = await new JsonRpcDispatcher(_log).AnswerAsync(_service, Encoding.UTF8.GetBytes(request), answer, default);
        Assert.Equal(any, answer.Length > 0);
        return Encoding.UTF8.GetString(answer.Written.Span);
    }
}
