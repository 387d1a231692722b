using System.Net;
using System.Text;
using FsCheck.Xunit;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Fuzzing;

/// <summary>
/// Whatever a node answers to any question, the client gives a value or one of the documented failures, never another exception, and
/// allocates in proportion to what was sent.
/// </summary>
public sealed class RpcAnswerFuzzTests
{
    private const string Hash = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private const string Account = "0x2222222222222222222222222222222222222222";

    private const string Receipt = $$"""
        {"transactionHash":"{{Hash}}","transactionIndex":"0x0","blockHash":"{{Hash}}","blockNumber":"0x9","from":"{{Account}}",
         "to":"{{Account}}","contractAddress":null,"cumulativeGasUsed":"0x5208","gasUsed":"0x5208","effectiveGasPrice":"0xb2d05e00",
         "status":"0x1","type":"0x2","logs":[{{Log}}]}
        """;

    private const string Log = $$"""
        {"address":"{{Account}}","topics":["{{Hash}}"],"data":"0x01","blockNumber":"0x9","blockHash":"{{Hash}}",
         "transactionHash":"{{Hash}}","transactionIndex":"0x0","logIndex":"0x0","removed":false}
        """;

    private const string Block = $$"""
        {"number":"0x9","hash":"{{Hash}}","parentHash":"{{Hash}}","timestamp":"0x64","baseFeePerGas":"0x1","gasLimit":"0x1","gasUsed":"0x0",
         "transactions":["{{Hash}}"]}
        """;

    private const string Posted = $$"""
        {"hash":"{{Hash}}","from":"{{Account}}","to":null,"nonce":"0x0","value":"0x0","gas":"0x1","input":"0x","blockNumber":null}
        """;

    private static readonly string[] Documented =
        ["ZgRpcAnswerInvalid", "ZgRpcError", "ZgRpcRateLimited", "ZgRpcAnswerTooLarge", "ZgRpcHttpError", "ZgCallReverted"];

    private static readonly (string Method, string Answer, Func<EthereumClient, Task> Ask)[] Questions =
    [
        ("eth_chainId", "\"0x1\"", client => client.GetChainIdAsync()),
        ("eth_getBalance", "\"0x1\"", client => client.GetBalanceAsync(Address.Zero)),
        ("eth_getTransactionReceipt", Receipt, client => client.GetReceiptAsync(Hash256.Zero)),
        ("eth_getTransactionByHash", Posted, client => client.GetTransactionAsync(Hash256.Zero)),
        ("eth_getBlockByNumber", Block, client => client.GetBlockAsync()),
        ("eth_getBlockByNumber", Block, client => client.GetFeesAsync()),
        ("eth_getLogs", $"[{Log}]", client => ReadLogsAsync(client)),
        ("eth_call", "\"0x\"", client => client.CallAsync(new CallMessage())),
        ("eth_estimateGas", "\"0x1\"", client => client.EstimateGasAsync(new CallMessage())),
        ("eth_sendRawTransaction", $"\"{Hash}\"", client => client.SendRawTransactionAsync(new byte[1])),
    ];

    [Property(MaxTest = 150, Replay = "20261126,7", Arbitrary = [typeof(ForeignJson)])]
    public void Result_AnyJson_IsAnAnswerOrADocumentedFailure(ForeignJson json, int place)
    {
        foreach ((string method, string answer, Func<EthereumClient, Task> ask) in Questions)
        {
            Check(method, ask, server => server.On(method, json.Text), json.Text.Length);
            if (answer.StartsWith('{') || answer.StartsWith('['))
            {
                ForeignJson damaged = json.PutInto(answer, place);
                Check(method, ask, server => server.On(method, damaged.Text), damaged.Text.Length);
            }
        }
    }

    [Property(MaxTest = 150, Replay = "20261126,7", Arbitrary = [typeof(ForeignJson)])]
    public void Error_AnyJson_IsADocumentedFailure(ForeignJson json, int code)
    {
        foreach ((string method, string _, Func<EthereumClient, Task> ask) in Questions)
        {
            Check(
                method, ask, server => server.On(method, _ => throw new FakeRpcException(code % 7 == 0 ? 3 : code, "reverted", json.Text)),
                json.Text.Length);
            string body = $$"""{"jsonrpc":"2.0","id":1,"error":{{json.Text}}}""";
            Check(method, ask, server => server.Then(HttpStatusCode.OK, body), body.Length);
        }
    }

    [Fact]
    public void Body_DamagedBytes_IsAnAnswerOrADocumentedFailure()
    {
        Random random = new(20261126);
        for (int i = 0; i < 3000; i++)
        {
            (string method, string answer, Func<EthereumClient, Task> ask) = Questions[i % Questions.Length];
            byte[] body = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"result":{{answer}}}""");
            byte[] damaged = Mutation.Of(body, random);
            Check(
                method, ask,
                server => server.Then(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(damaged) }),
                damaged.Length);
        }
    }

    private static async Task ReadLogsAsync(EthereumClient client)
    {
        await foreach (LogPage _ in client.GetLogPagesAsync(new LogFilter { FromBlock = 1, ToBlock = 1 }))
        {
        }
    }

    private static void Check(string method, Func<EthereumClient, Task> ask, Action<FakeRpcServer> answer, int size)
    {
        using FakeRpcServer server = new();
        server.On("eth_maxPriorityFeePerGas", "\"0x1\"").On("eth_getBlockByNumber", Block);
        answer(server);
        SkippingTimeProvider clock = new(TimeSpan.FromSeconds(29));
        using JsonRpcClient rpc = new(
            new Uri("http://node.example"), new JsonRpcClientOptions { TimeProvider = clock, MaxAttempts = 1 }, server);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            // The server answers without waiting, so all of it happens on this thread.
            Task asked = ask(new EthereumClient(rpc));
            Assert.True(asked.IsCompleted);
            asked.GetAwaiter().GetResult();
        }
        catch (ZeroGException failure)
        {
            Assert.True(Documented.Contains(failure.ErrorId), $"{method}: {failure}");
            Assert.InRange(failure.Message.Length, 1, 1500);
            Assert.DoesNotContain(failure.Message, char.IsControl);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (512 << 10) + (100L * size));
    }
}
