using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.DevChain.Tests.Contracts.Compute;
using ZeroG.Testing;

namespace ZeroG.DevChain.Tests.Client;

/// <summary>A user of compute with our own clients on a chain of its own, and a node between them that can be told to fail.</summary>
internal sealed class ComputeUser : IAsyncDisposable
{
    private static readonly Network Local = new()
    {
        Name = "local",
        ChainId = 31337,
        RpcUri = new Uri("http://127.0.0.1:1"),
        LedgerAddress = ComputeContracts.Ledger,
        InferenceAddress = ComputeContracts.Inference,
        FineTuningAddress = ComputeContracts.FineTuning,
    };

    private readonly JsonRpcClient _rpc;
    private readonly List<JsonRpcClient> _links = [];

    public ComputeUser()
    {
        Node = new UnreliableNode(new ChainMessageHandler(Chain.Client.Chain));
        _rpc = new JsonRpcClient(Local.RpcUri, JsonRpcClientOptions.Default with { MaxAttempts = 1, TimeProvider = Clock }, Node);
        Account = Open();
    }

    public static Address Address => ComputeChain.User;

    public static Address Provider => ComputeChain.Provider;

    public static Address OtherProvider => ComputeChain.OtherProvider;

    public ComputeChain Chain { get; } = new();

    /// <summary>The clock of the client, on which pauses take no time.</summary>
    public SkippingTimeProvider Clock { get; } = new(TimeSpan.FromSeconds(1));

    public UnreliableNode Node { get; }

    public ComputeAccount Account { get; }

    public ComputeClient Client => Account.Client;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>The user's account, perhaps with a limit on fees.</summary>
    public ComputeAccount Open(TokenAmount? maxFee = null, TransactionJournal? journal = null) => Open(_rpc, maxFee, journal);

    /// <summary>The account as another process opens it: over a link and by a clock of its own.</summary>
    public ComputeAccount OpenElsewhere(TimeProvider clock)
    {
        JsonRpcClient rpc = new(
            Local.RpcUri, JsonRpcClientOptions.Default with { TimeProvider = clock }, new ChainMessageHandler(Chain.Client.Chain));
        _links.Add(rpc);
        return Open(rpc);
    }

    private static ComputeAccount Open(JsonRpcClient rpc, TokenAmount? maxFee = null, TransactionJournal? journal = null)
    {
        EthereumClient chain = new(rpc);
        TransactionSender sender = new(
            chain, DevelopmentAccounts.Open(1), Local,
            options: TransactionSenderOptions.Default with { PollInterval = TimeSpan.FromMilliseconds(1) });
        return new ComputeAccount(new ComputeClient(Local, chain), sender, journal) { MaxFee = maxFee };
    }

    /// <summary>Lets an account offer inference.</summary>
    public Task<string[]> RegisterAsync(Address provider) => Chain.DoAsync(
        provider, ComputeContracts.Inference, InferenceContract.AddOrUpdateService,
        [new object?[] { "chatbot", "http://p.test", "model", "TeeML", 1, 2, "", ComputeChain.Signer.Address }], "100");

    /// <summary>Lets the provider offer fine-tuning.</summary>
    public Task<string[]> RegisterFineTuningAsync() => Chain.DoAsync(
        Provider, ComputeContracts.FineTuning, FineTuningContract.AddOrUpdateService,
        ["http://p.test", new object?[] { 1, 1, 1, 1, "H200" }, 1, false, new object?[] { "model" }, ComputeChain.Signer.Address], "100");

    public async Task<Ledger> LedgerAsync() => (await Client.Ledger.GetAsync(Address, Cancelled))!;

    public async Task<SubAccount> SubAccountAsync() => (await Client.Inference.FindAccountAsync(Address, Provider, Cancelled))!;

    public Task<TransactionReceipt> TransferAsync(string amount) =>
        Account.TransferAsync(ServiceKind.Inference, Provider, TokenAmount.Parse(amount), Cancelled);

    /// <summary>Asks back what is free with the provider.</summary>
    public async Task<RefundResult> RequestAsync() =>
        Assert.Single(await Account.RequestRefundAsync(ServiceKind.Inference, [Provider], Cancelled).ToArrayAsync(Cancelled));

    /// <summary>Collects what is unlocked with the provider.</summary>
    public async Task<RefundResult> CompleteAsync()
    {
        RefundPlan plan = await Account.PlanRefundAsync(ServiceKind.Inference, Provider, Cancelled);
        ComputeAccount.RequireCollectable(plan);
        return Assert.Single(await Account.CompleteRefundAsync([plan], Cancelled).ToArrayAsync(Cancelled));
    }

    /// <summary>The gas that asking back would need now.</summary>
    public Task<ulong> EstimateRetrieveAsync() => Client.Chain.EstimateGasAsync(
        new CallMessage
        {
            From = Address,
            To = ComputeContracts.Ledger,
            Data = LedgerContract.RetrieveFund.EncodeCall(new object?[] { Provider }, ComputeChain.InferenceName),
        },
        cancellationToken: Cancelled);

    public async ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        _links.ForEach(link => link.Dispose());
        Node.Dispose();
        await Chain.DisposeAsync();
    }
}
