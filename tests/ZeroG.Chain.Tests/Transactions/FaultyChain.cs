using System.Net;
using System.Numerics;
using System.Text;
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
/// somebody else use the key, raises its fees, shows receipts late or throws them away, has no room, and kills the process that asks.
/// </summary>
internal sealed class FaultyChain : IDisposable
{
    private const int BlocksToFinality = 3;

    // Below a pool's highest price a replacement must offer ten percent more on both fees (go-ethereum, price bump).
    private const int PriceBumpPercent = 10;

    private static readonly BigInteger LowestBaseFee = TokenAmount.FromGwei(1).Wei;

    private readonly Wallet _wallet = DevelopmentAccounts.Open(0);
    private readonly Dictionary<ulong, SignedTransaction> _pool = [];
    private readonly List<Mined> _mined = [];
    private readonly FakeRpcServer _server = new();
    private readonly Random _random;
    private readonly string _folder;
    private readonly double _killRate;
    private readonly double _foreignRate;
    private readonly double _dropRate;
    private readonly int _requestsPerBlock;
    private readonly ulong _lateness;
    private readonly ulong _memory;
    private ulong _head = 10;
    private BigInteger _baseFee = LowestBaseFee;
    private CancellationTokenSource _process = new();

    public FaultyChain(int seed, string folder)
    {
        _random = new Random(seed);
        _folder = folder;

        // Some are mostly slow and dear, so that there is time for a fee to be raised; others are busy.
        bool isSlow = _random.Next(2) == 0;
        (_killRate, _foreignRate, _dropRate, _requestsPerBlock) = isSlow ? (0.008, 0, 0.005, 60) : (0.04, 0.05, 0.04, 3);

        // On some chains receipts come blocks after the account's count, and on some they are thrown away again.
        _lateness = _random.Next(3) == 0 ? (ulong)_random.Next(1, 60) : 0;
        _memory = _random.Next(3) == 0 ? (ulong)_random.Next(10, 80) : ulong.MaxValue;
        _server.Gate = _ => { Live(); return Task.CompletedTask; };
        _server
            .On("eth_getBlockByNumber", call => BlockAt(call[0].GetString()!, call[1].GetBoolean()))
            .On("eth_maxPriorityFeePerGas", "\"0x1\"")
            .On("eth_getBalance", _ => $"\"{Hex.ToQuantity(TokenAmount.Parse("1000").Wei)}\"")
            .On("eth_estimateGas", "\"0x5208\"")
            .On("eth_blockNumber", _ => $"\"{Hex.ToQuantity(Lagging(_head))}\"")
            .On("eth_getBlockByHash", _ => Block(_head))
            .On("eth_getTransactionCount", call => $"\"{Hex.ToQuantity(Count(call[1].GetString()!))}\"")
            .On("eth_getTransactionByHash", call => Find(call[0].GetString()!) is { } known && !Chance(0.3) ? Transaction(known) : "null")
            .On(
                "eth_getTransactionReceipt",
                call => FindMined(call[0].GetString()!) is { Transaction: not null } found && ShowsReceipt(found) ? Receipt(found) : "null")
            .On("eth_sendRawTransaction", Take);
    }

    /// <summary>Whether anything goes wrong at all.</summary>
    public bool IsFaulty { get; set; } = true;

    private ulong Final => _head - BlocksToFinality;

    /// <summary>How many versions with a raised fee a pool has taken.</summary>
    public int Raised { get; private set; }

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
        if (Chance(_killRate))
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

        if (Chance(_foreignRate))
        {
            _mined.Add(new Mined(null, _head));
        }

        if (Chance(_dropRate))
        {
            _pool.Clear();
        }

        if (Chance(0.05))
        {
            _baseFee = BigInteger.Min(_baseFee * _random.Next(2, 8), LowestBaseFee * 60);
        }
        else if (!IsFaulty || Chance(0.03))
        {
            _baseFee = LowestBaseFee;
        }

        if (!IsFaulty || _random.Next(_requestsPerBlock) == 0)
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

        if (_pool.TryGetValue(next, out SignedTransaction? transaction) && transaction.Transaction.MaxFeePerGas >= _baseFee)
        {
            _pool.Remove(next);
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

        if (_pool.TryGetValue(nonce, out SignedTransaction? old))
        {
            if (!IsRaised(old, transaction, fields => fields.MaxFeePerGas)
                || !IsRaised(old, transaction, fields => fields.MaxPriorityFeePerGas))
            {
                throw new FakeRpcException(-32000, "replacement transaction underpriced");
            }

            Raised++;
        }
        else if (transaction.Transaction.MaxFeePerGas < _baseFee && Chance(0.5))
        {
            throw new FakeRpcException(-32000, "max fee per gas less than block base fee");
        }
        else if (Chance(0.05))
        {
            throw new FakeRpcException(-32000, "txpool is full");
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
        "latest" => Lagging((ulong)_mined.Count),
        "pending" => Lagging(Pending()),
        _ => (ulong)_mined.Count(mined => mined.Block <= Known(tag)),
    };

    /// <summary>A block that is asked for by its number, by a machine that has it and its state.</summary>
    private ulong Known(string number)
    {
        ulong block = Hex.ParseUInt64(number);
        return Chance(0.1) ? throw new FakeRpcException(-32000, "missing trie node")
            : block > _head ? throw new FakeRpcException(-32000, "header not found")
            : block;
    }

    private bool ShowsReceipt(Mined mined) =>
        !Chance(0.3) && (!IsFaulty || mined.Block + _lateness <= _head) && _head - mined.Block < _memory;

    private static bool IsRaised(SignedTransaction old, SignedTransaction now, Func<Transaction, BigInteger> fee) =>
        fee(now.Transaction) * 100 >= fee(old.Transaction) * (100 + PriceBumpPercent);

    private ulong Pending()
    {
        ulong next = (ulong)_mined.Count;
        while (_pool.ContainsKey(next))
        {
            next++;
        }

        return next;
    }

    private string BlockAt(string tag, bool isWhole) => tag switch
    {
        "finalized" => Block(Final),
        "latest" => Block(_head),
        _ when Hex.ParseUInt64(tag) is var number && number > _head => "null",
        _ => Block(Hex.ParseUInt64(tag), isWhole),
    };

    // Its hash follows from what is in it, so that a reorganisation gives it another.
    private string Block(ulong number, bool isWhole = false)
    {
        IEnumerable<string> transactions = _mined.Select((mined, nonce) => (mined, nonce)).Where(pair => pair.mined.Block == number)
            .Select(pair => pair.mined.Transaction is { } own ? Transaction(own) : Foreign(pair.nonce));
        return $$"""
            {"number":"{{Hex.ToQuantity(number)}}","hash":"{{HashOf(number)}}","parentHash":"{{Hash256.Zero}}","timestamp":"0x64",
             "gasLimit":"0x1","gasUsed":"0x0","baseFeePerGas":"{{Hex.ToQuantity(_baseFee)}}",
             "transactions":[{{(isWhole ? string.Join(',', transactions) : "")}}]}
            """;
    }

    private Hash256 HashOf(ulong number) => Hash256.Keccak(Encoding.UTF8.GetBytes(
        string.Join(',', _mined.Where(mined => mined.Block == number).Select(mined => $"{mined.Transaction?.Hash}").Prepend($"{number}"))));

    private string Foreign(int nonce) => $$"""
        {"hash":"{{Hash256.Keccak([(byte)nonce])}}","from":"{{_wallet.Address.ToLowerString()}}","to":null,
         "nonce":"{{Hex.ToQuantity(nonce)}}","value":"0x0","gas":"0x5208","input":"0x"}
        """;

    private static string Transaction(SignedTransaction known) => $$"""
        {"hash":"{{known.Hash}}","from":"{{known.Sender.ToLowerString()}}","to":"{{known.Transaction.To!.Value.ToLowerString()}}",
         "nonce":"{{Hex.ToQuantity(known.Transaction.Nonce)}}","value":"{{Hex.ToQuantity(known.Transaction.Value)}}",
         "gas":"0x5208","input":"0x"}
        """;

    private string Receipt(Mined mined) => $$"""
        {"transactionHash":"{{mined.Transaction!.Hash}}","transactionIndex":"0x0","blockHash":"{{HashOf(mined.Block)}}",
         "blockNumber":"{{Hex.ToQuantity(mined.Block)}}","from":"{{mined.Transaction.Sender.ToLowerString()}}","to":null,
         "cumulativeGasUsed":"0x5208","gasUsed":"0x5208","effectiveGasPrice":"0x1","status":"0x1","type":"0x2","logs":[]}
        """;

    /// <summary>A transaction of the account in a block; without one it is somebody else's who has the key too.</summary>
    private readonly record struct Mined(SignedTransaction? Transaction, ulong Block)
    {
        public bool Is(string hash) => Transaction?.Hash.ToString() == hash;
    }
}
