using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.FineTuning;
using ZeroG.DevChain;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.Nodes.Chain;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.FineTuning;
using ZeroG.Nodes.Hosting;
using ZeroG.Nodes.Logging;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>
/// A market of one provider: a development chain with the contracts, on a clock of the test's own, the provider behind a real port, and
/// users with money in their sub-accounts. Nothing moves until the test says so.
/// </summary>
internal sealed class MarketBench : IAsyncDisposable
{
    public const string Config =
        """{"neftune_noise_alpha":5,"num_train_epochs":2,"per_device_train_batch_size":2,"learning_rate":0.0002,"max_steps":-1}""";

    private static readonly TransactionSenderOptions Quick =
        TransactionSenderOptions.Default with { PollInterval = TimeSpan.FromMilliseconds(5) };

    private readonly List<IDisposable> _owned = [];
    private readonly List<KestrelHost> _hosts = [];
    private readonly DevChainNode _node;

    private MarketBench(DevChainNode node, FakeTimeProvider clock) => (_node, Clock) = (node, clock);

    public FakeTimeProvider Clock { get; }

    public TempFolder Folder { get; } = new();

    public MemoryStorage Storage { get; } = new();

    public NodeLog Log { get; } = new();

    public TeeKey Tee { get; private set; } = null!;

    public Network Network { get; private set; } = null!;

    public ComputeClient Client { get; private set; } = null!;

    public Wallet ProviderWallet { get; private set; } = null!;

    public Address Provider => ProviderWallet.Address;

    /// <summary>The provider's way to the chain; null for the one that all take.</summary>
    public EthereumClient? ProviderChain { get; set; }

    /// <summary>The provider of this moment; null before <see cref="ServeAsync"/>.</summary>
    public FineTuningProvider Service { get; private set; } = null!;

    public Uri Uri { get; private set; } = null!;

    public static async Task<MarketBench> OpenAsync(ComputeSettings? settings = null, bool automine = true)
    {
        FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        DevChainNode node = new(new DevChainNodeOptions
        {
            Name = $"market-{Guid.NewGuid():N}",
            Chain = new DevChainOptions
            {
                TimeProvider = clock, Contracts = ComputeContracts.Create(settings ?? new ComputeSettings()), Automine = automine,
            },
        });
        await node.StartAsync();
        MarketBench bench = new(node, clock);
        bench.Network = new Network
        {
            Name = "market", ChainId = 31337, RpcUri = node.Uri!, LedgerAddress = ComputeContracts.Ledger,
            InferenceAddress = ComputeContracts.Inference, FineTuningAddress = ComputeContracts.FineTuning,
        };
        EthereumClient chain =
            await bench.Network.ConnectAsync(JsonRpcClientOptions.Default with { FirstDelay = TimeSpan.FromMilliseconds(5) });
        bench._owned.Add(chain.Rpc);
        bench.Client = new ComputeClient(bench.Network, chain);
        bench.ProviderWallet = bench.OpenWallet(1);
        bench.Tee = TeeKey.Create();
        return bench;
    }

    /// <summary>Starts a provider over the bench's folder, registers it, and has its signer approved.</summary>
    public static async Task<MarketBench> ServingAsync(FineTuningProviderOptions? options = null, ComputeSettings? settings = null)
    {
        MarketBench bench = await OpenAsync(settings);
        await bench.ServeAsync(options);
        await bench.ApproveAsync();
        return bench;
    }

    /// <summary>Makes a provider, as after a start of the process, in place of the one before.</summary>
    /// <param name="options">Its data folder is set here.</param>
    /// <param name="wrap">Puts something between the provider and the chain.</param>
    public async Task<FineTuningProvider> ServeAsync(
        FineTuningProviderOptions? options = null, Func<IFineTuningChain, IFineTuningChain>? wrap = null)
    {
        Service?.Dispose();
        FineTuningProvider provider = Make(options, wrap);
        KestrelHost host = await KestrelHost.StartAsync(
            new KestrelSetup(new ListenPlace(IPAddress.Loopback, 0), 32 << 20, (application, _) =>
            {
                application.Use(RefuseAsync);
                provider.Map(application);
            })
            {
                Services = services => services.AddRouting(),
            },
            CancellationToken.None);
        _hosts.Add(host);
        (Service, Uri) = (provider, host.Uri);
        await provider.RegisterAsync(new Uri("http://provider.test/"));
        return provider;
    }

    private FineTuningProvider Make(FineTuningProviderOptions? options = null, Func<IFineTuningChain, IFineTuningChain>? wrap = null)
    {
        FineTuningProvider provider = new(
            (options ?? new FineTuningProviderOptions()) with { DataPath = Folder["provider"] },
            Provider.ToString(),
            folder =>
            {
                EthereumClient way = ProviderChain ?? Client.Chain;
                IFineTuningChain chain = new FineTuningChain(
                    new ComputeClient(Network, way), SenderOf(ProviderWallet, ProviderChain), Tee, folder, Log);
                return wrap?.Invoke(chain) ?? chain;
            },
            _ => Storage, Tee, Log, Clock);
        _owned.Add(provider);
        return provider;
    }

    public Wallet OpenWallet(int index)
    {
        Wallet wallet = DevelopmentAccounts.Open(index);
        _owned.Add(wallet);
        return wallet;
    }

    /// <summary>The owner of the contract approves the provider's signer.</summary>
    public Task ApproveAsync() => CallAsync(OpenWallet(0), FineTuningContract.AcknowledgeTEESignerByOwner.EncodeCall(Provider));

    /// <summary>The owner of the contract takes the approval back.</summary>
    public Task DisapproveAsync() => CallAsync(OpenWallet(0), FineTuningContract.RevokeTEESignerAcknowledgement.EncodeCall(Provider));

    /// <summary>A development account with money in its sub-account.</summary>
    public async Task<MarketUser> UserAsync(int index = 2, string funds = "2")
    {
        MarketUser user = new(this, OpenWallet(index));
        _owned.Add(user);
        await user.Account.DepositAsync(TokenAmount.Parse(funds));
        await user.Account.TransferAsync(ServiceKind.FineTuning, Provider, TokenAmount.Parse(funds));
        return user;
    }

    public MarketUser Stranger(int index)
    {
        MarketUser user = new(this, OpenWallet(index));
        _owned.Add(user);
        return user;
    }

    public TransactionSender SenderOf(Wallet wallet, EthereumClient? way = null) =>
        new(way ?? Client.Chain, wallet, Network, nonces: new NonceTracker(null), options: way is null ? Quick : null);

    public async Task<TransactionReceipt> CallAsync(Wallet from, byte[] data)
    {
        TransactionSender sender = SenderOf(from);
        SentTransaction sent = await sender.SendAsync(
            new TransactionRequest { To = Client.FineTuning.Address, Data = data, KnownErrors = FineTuningErrors.All });
        return await sender.WaitAsync(sent);
    }

    /// <summary>Moves the clock, and the chain with it.</summary>
    public Task AdvanceAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return _node.Chain!.MineAsync();
    }

    /// <summary>Lets the provider work until nothing moves.</summary>
    public async Task RunAsync(FineTuningProvider? provider = null, CancellationToken cancellationToken = default)
    {
        while (await (provider ?? Service).RunOnceAsync(cancellationToken))
        {
        }
    }

    /// <summary>How often the contract wrote an event.</summary>
    public async Task<int> CountAsync(ZeroG.Chain.Abi.AbiEvent kind)
    {
        int count = 0;
        await foreach (LogEntry entry in Client.Chain.GetLogsAsync(new LogFilter { Addresses = [Client.FineTuning.Address] }))
        {
            count += entry.Topics[0] == kind.Topic ? 1 : 0;
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (KestrelHost host in _hosts)
        {
            await host.DisposeAsync();
        }

        _owned.Reverse();
        _owned.ForEach(owned => owned.Dispose());
        await _node.DisposeAsync();
        Tee.Dispose();
        Log.Dispose();
        Folder.Dispose();
    }

    // As the node that hosts the provider does it.
    private static async Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ProviderRefusal refusal)
        {
            await refusal.WriteAsync(context.Response);
        }
    }

    public static byte[] Dataset(int lines = 12) => Encoding.UTF8.GetBytes(string.Concat(
        Enumerable.Range(1, lines).Select(i => $$"""{"instruction":"Say {{i}}","input":"","output":"{{i}} it is"}""" + "\n")));
}
