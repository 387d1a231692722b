using System.Numerics;
using System.Text.Json;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Transactions;

/// <summary>A pool and a chain at the edge of HTTP, as a sender sees them, with every lever that the rules of sending speak of.</summary>
internal sealed class FakeChain : IDisposable
{
    public const ulong Estimate = 100_000;

    private readonly Wallet _wallet = DevelopmentAccounts.Open(0);

    public FakeChain()
    {
        Clock = new SkippingTimeProvider(TimeSpan.FromSeconds(29));
        Client = new EthereumClient(
            new JsonRpcClient(new Uri("http://node.example"), new JsonRpcClientOptions { TimeProvider = Clock }, Server));
        Server.On("eth_getBlockByNumber", call => $$"""
            {"number":"{{Hex.ToQuantity(Head)}}","hash":"{{HeadHash}}","parentHash":"{{Hash256.Zero}}","timestamp":"0x1","gasLimit":"0x1",
             "gasUsed":"0x0","transactions":[{{(call[1].GetBoolean() && OwnerOfNonce0 is { } owner ? Transaction(owner) : "")}}],
             "baseFeePerGas":"{{Hex.ToQuantity(BaseFee)}}"}
            """)
            .On("eth_maxPriorityFeePerGas", _ => $"\"{Hex.ToQuantity(SuggestedTip)}\"")
            .On("eth_getBalance", _ => $"\"{Hex.ToQuantity(Balance.Wei)}\"")
            .On("eth_estimateGas", _ => $"\"{Hex.ToQuantity(Estimate)}\"")
            .On("eth_getTransactionCount", _ => $"\"{Hex.ToQuantity(Count)}\"")
            .On("eth_getTransactionByHash", call => Pool.Exists(known => known.Hash.ToString() == call[0].GetString())
                && KnowsHashes ? Transaction(Pool[0].Hash) : "null")
            .On("eth_sendRawTransaction", Take);
    }

    public FakeRpcServer Server { get; } = new();

    public SkippingTimeProvider Clock { get; }

    public EthereumClient Client { get; }

    /// <summary>What the pool took, in order.</summary>
    public List<SignedTransaction> Pool { get; } = [];

    /// <summary>How often raw bytes arrived.</summary>
    public int Arrived { get; private set; }

    public BigInteger BaseFee { get; set; } = TokenAmount.FromGwei(1).Wei;

    public BigInteger SuggestedTip { get; set; } = 1;

    public TokenAmount Balance { get; set; } = TokenAmount.Parse("1000");

    /// <summary>What the node answers for the account's count, however many it took: a node that lags.</summary>
    public ulong Count { get; set; }

    /// <summary>The newest block, final at once.</summary>
    public ulong Head { get; set; } = 5;

    /// <summary>Its hash; receipts name the zero hash.</summary>
    public Hash256 HeadHash { get; set; } = Hash256.Zero;

    /// <summary>Which transaction of the account the blocks show at nonce 0; null for a node that cannot show old blocks.</summary>
    public Hash256? OwnerOfNonce0 { get; set; }

    /// <summary>False for a node that denies transactions that it has.</summary>
    public bool KnowsHashes { get; set; } = true;

    /// <summary>Judges what arrives: throws to refuse or to cut the line; true when the pool takes it.</summary>
    public Func<SignedTransaction, int, bool>? Judge { get; set; }

    public TransactionSender Sender(Network? network = null, FeePolicy? fees = null, NonceTracker? nonces = null) =>
        new(Client, _wallet, network ?? NetworkCatalog.Galileo, fees, nonces ?? new NonceTracker(null, Clock));

    public void Dispose()
    {
        Client.Rpc.Dispose();
        Server.Dispose();
        _wallet.Dispose();
    }

    private string Take(JsonElement call)
    {
        SignedTransaction transaction = SignedTransaction.Decode(Hex.ParseBytes(call[0].GetString()));
        Arrived++;
        if (Judge?.Invoke(transaction, Arrived) ?? true)
        {
            Pool.Add(transaction);
        }

        return $"\"{transaction.Hash}\"";
    }

    private string Transaction(Hash256 hash) => $$"""
        {"hash":"{{hash}}","from":"{{_wallet.Address.ToLowerString()}}","to":null,"nonce":"0x0","value":"0x0","gas":"0x1","input":"0x",
         "blockNumber":null}
        """;
}
