using System.Net;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

/// <summary>
/// A chain behind a bad load balancer, driven by a seed: it cuts lines before and after it has taken a transaction, limits the rate, lags,
/// denies what it has shown, takes blocks back that are not final, drops what waits, delivers to one machine and answers from another, lets
/// somebody else use the key, and kills the process that asks.
/// </summary>
internal sealed class FaultyChain : IDisposable
{
    private const int BlocksToFinality = 3;

    private readonly Wallet _wallet = DevelopmentAccounts.Open(0);
    private readonly Dictionary<ulong, SignedTransaction> _pool = [];
    private readonly List<Mined> _mined = [];
    private readonly FakeRpcServer _server = new();
    private readonly Random _random;
    private readonly string _folder;
    private ulong _head = 10;
    private CancellationTokenSource _process = new();

    public FaultyChain(int seed, string folder)
    {
        _random = new Random(seed);
        _folder = folder;
        _server.Gate = _ => { Live(); return Task.CompletedTask; };
        _server
            .On("eth_getBlockByNumber", call => Block(call[0].GetString() == "finalized" ? Final : _head))
            .On("eth_maxPriorityFeePerGas", "\"0x1\"")
            .On("eth_getBalance", _ => $"\"{Hex.ToQuantity(TokenAmount.Parse("1000").Wei)}\"")
            .On("eth_estimateGas", "\"0x5208\"")
            .On("eth_blockNumber", _ => $"\"{Hex.ToQuantity(Lagging(_head))}\"")
            .On("eth_getBlockByHash", _ => Block(_head))
            .On("eth_getTransactionCount", call => $"\"{Hex.ToQuantity(Count(call[1].GetString()!))}\"")
            .On("eth_getTransactionByHash", call => Find(call[0].GetString()!) is { } known && !Chance(0.3) ? Transaction(known) : "null")
            .On("eth_getTransactionReceipt", call => FindMined(call[0].GetString()!) is { Transaction: not null } found && !Chance(0.3)
                ? Receipt(found) : "null")
            .On("eth_sendRawTransaction", Take);
    }

    /// <summary>Whether anything goes wrong at all.</summary>
    public bool IsFaulty { get; set; } = true;

    private ulong Final => _head - BlocksToFinality;

    /// <summary>How many blocks of the chain as it is now pay an amount.</summary>
    public int Paid(BigInteger amount) => _mined.Count(mined => mined.Transaction?.Transaction.Value == amount);

    /// <summary>One process of a user, from its start to its end; false when it was killed.</summary>
    public async Task<bool> RunProcessAsync(Func<TokenTransfer, CancellationToken, Task> program)
    {
        _process = new CancellationTokenSource();
        SkippingTimeProvider clock = new(TimeSpan.FromSeconds(29));
        using JsonRpcClient rpc = new(new Uri("http://node.example"), new JsonRpcClientOptions { TimeProvider = clock }, _server);
        EthereumClient client = new(rpc);
        TransactionSender sender = new(
            client, _wallet, NetworkCatalog.Galileo, nonces: new NonceTracker(Path.Combine(_folder, "nonces"), clock));
        using TransactionJournal journal = new(Path.Combine(_folder, "payments"), clock);
        try
        {
            await program(new TokenTransfer(NetworkCatalog.Galileo, client, sender, journal), _process.Token);
            return true;
        }
        catch (OperationCanceledException) when (_process.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _process.Dispose();
        _server.Dispose();
        _wallet.Dispose();
    }

    private bool Chance(double probability) => IsFaulty && _random.NextDouble() < probability;

    private ulong Lagging(ulong number) => Chance(0.3) ? number - Math.Min(number, (ulong)_random.Next(3)) : number;

    /// <summary>What happens between two requests.</summary>
    private void Live()
    {
        if (Chance(0.03))
        {
            _process.Cancel();
        }

        if (Chance(0.1))
        {
            throw new HttpRequestException(_random.Next(2) == 0 ? HttpRequestError.ConnectionError : HttpRequestError.ResponseEnded);
        }

        if (Chance(0.08))
        {
            _server.Then(HttpStatusCode.TooManyRequests, retryAfter: _random.Next(2) == 0 ? TimeSpan.FromSeconds(2) : null);
        }

        if (Chance(0.06) && _mined.Count > 0 && _mined[^1].Block > Final)
        {
            // A reorganisation: back to the pool, or gone. What somebody else sent is in the next block again: if nobody ever filled that
            // nonce, all that was signed behind it would wait for good, and rightly.
            Mined last = _mined[^1];
            _mined.RemoveAt(_mined.Count - 1);
            if (last.Transaction is not { } transaction)
            {
                _mined.Add(last with { Block = _head });
            }
            else if (_random.Next(2) == 0)
            {
                _pool[transaction.Transaction.Nonce] = transaction;
            }
        }

        if (Chance(0.05))
        {
            _mined.Add(new Mined(null, _head));
        }

        if (Chance(0.04))
        {
            _pool.Clear();
        }

        if (!IsFaulty || _random.Next(3) == 0)
        {
            Mine();
        }
    }

    private void Mine()
    {
        _head++;
        ulong next = (ulong)_mined.Count;
        foreach (ulong passed in _pool.Keys.Where(nonce => nonce < next).ToList())
        {
            _pool.Remove(passed);
        }

        if (_pool.Remove(next, out SignedTransaction? transaction))
        {
            _mined.Add(new Mined(transaction, _head));
        }
    }

    private string Take(JsonElement call)
    {
        SignedTransaction transaction = SignedTransaction.Decode(Hex.ParseBytes(call[0].GetString()));
        ulong nonce = transaction.Transaction.Nonce;
        if (Find(transaction.Hash.ToString()) is not null)
        {
            throw new FakeRpcException(-32000, nonce < (ulong)_mined.Count ? "nonce too low" : "already known");
        }

        if (nonce < (ulong)_mined.Count)
        {
            throw new FakeRpcException(-32000, "nonce too low");
        }

        if (_pool.ContainsKey(nonce))
        {
            throw new FakeRpcException(-32000, "replacement transaction underpriced");
        }

        _pool[nonce] = transaction;
        if (Chance(0.2))
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded);
        }

        if (Chance(0.2))
        {
            // The gateway tried a second machine, which has the block of the first already.
            Mine();
            if (nonce < (ulong)_mined.Count)
            {
                throw new FakeRpcException(-32000, "nonce too low");
            }
        }

        return $"\"{transaction.Hash}\"";
    }

    private Mined FindMined(string hash) => _mined.Find(mined => mined.Is(hash));

    private SignedTransaction? Find(string hash) =>
        FindMined(hash).Transaction ?? _pool.Values.FirstOrDefault(waiting => waiting.Hash.ToString() == hash);

    private ulong Count(string tag) => tag switch
    {
        "finalized" => Lagging((ulong)_mined.Count(mined => mined.Block <= Final)),
        "latest" => Lagging((ulong)_mined.Count),
        _ => Lagging(Pending()),
    };

    private ulong Pending()
    {
        ulong next = (ulong)_mined.Count;
        while (_pool.ContainsKey(next))
        {
            next++;
        }

        return next;
    }

    private static string Block(ulong number) => $$"""
        {"number":"{{Hex.ToQuantity(number)}}","hash":"{{Hash256.Zero}}","parentHash":"{{Hash256.Zero}}","timestamp":"0x64",
         "gasLimit":"0x1","gasUsed":"0x0","baseFeePerGas":"0x3b9aca00","transactions":[]}
        """;

    private static string Transaction(SignedTransaction known) => $$"""
        {"hash":"{{known.Hash}}","from":"{{known.Sender.ToLowerString()}}","to":"{{known.Transaction.To!.Value.ToLowerString()}}",
         "nonce":"{{Hex.ToQuantity(known.Transaction.Nonce)}}","value":"{{Hex.ToQuantity(known.Transaction.Value)}}",
         "gas":"0x5208","input":"0x"}
        """;

    private static string Receipt(Mined mined) => $$"""
        {"transactionHash":"{{mined.Transaction!.Hash}}","transactionIndex":"0x0","blockHash":"{{Hash256.Zero}}",
         "blockNumber":"{{Hex.ToQuantity(mined.Block)}}","from":"{{mined.Transaction.Sender.ToLowerString()}}","to":null,
         "cumulativeGasUsed":"0x5208","gasUsed":"0x5208","effectiveGasPrice":"0x1","status":"0x1","type":"0x2","logs":[]}
        """;

    /// <summary>A transaction of the account in a block; without one it is somebody else's who has the key too.</summary>
    private readonly record struct Mined(SignedTransaction? Transaction, ulong Block)
    {
        public bool Is(string hash) => Transaction?.Hash.ToString() == hash;
    }
}
