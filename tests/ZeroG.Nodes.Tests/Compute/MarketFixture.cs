using System.Globalization;
using System.Net.Http.Headers;
using System.Numerics;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Contracts;
using ZeroG.Compute.Inference;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.Nodes.Chain;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Fees;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>
/// A chain with the compute contracts, and providers and users on it. Providers go by a clock that the test moves; the chain by its own.
/// </summary>
public sealed class MarketFixture : IAsyncLifetime
{
    private static readonly TransactionSenderOptions Quick = new() { PollInterval = TimeSpan.FromMilliseconds(5) };

    private readonly DevChainNode _chain = new(new DevChainNodeOptions());
    private readonly List<ComputeProviderNode> _nodes = [];
    private readonly List<Wallet> _wallets = [];
    private int _accounts;

    internal TempFolder Folder { get; } = new();

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    internal HttpClient Http { get; } = new();

    internal Network Network { get; private set; } = null!;

    internal ComputeClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await _chain.StartAsync();
        Network = new Network
        {
            Name = "market",
            ChainId = 31337,
            RpcUri = _chain.Uri!,
            LedgerAddress = ComputeContracts.Ledger,
            InferenceAddress = ComputeContracts.Inference,
            FineTuningAddress = ComputeContracts.FineTuning,
        };
        Client = new ComputeClient(Network, await Network.ConnectAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ComputeProviderNode node in _nodes)
        {
            await node.DisposeAsync();
        }

        _wallets.ForEach(wallet => wallet.Dispose());
        Http.Dispose();
        Client.Chain.Rpc.Dispose();
        await _chain.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>What a provider that has ended is owed.</summary>
    internal async Task<FeeBook> OpenFeesAsync(string dataPath, Wallet provider)
    {
        string chain = await ChainIdentity.ReadAsync(Client.Chain, Network);
        return new FeeBook(new FeeStore(
            Path.Combine(dataPath, "fees"), $"{provider.Address} at {Client.Inference.Address} on chain {chain}"));
    }

    /// <summary>An account with 1,000 0G that nobody else uses.</summary>
    internal async Task<Wallet> CreateWalletAsync()
    {
        Wallet wallet = Wallet.CreateRandom();
        _wallets.Add(wallet);
        using Wallet bank = DevelopmentAccounts.Open(1 + (Interlocked.Increment(ref _accounts) % 18));
        await SendAsync(bank, wallet.Address, [], TokenAmount.Parse("1000"));
        return wallet;
    }

    /// <summary>The same account again, for a node that takes the place of one that disposed its wallet.</summary>
    internal static Wallet Copy(Wallet wallet)
    {
        Span<char> text = stackalloc char[PrivateKeyText.Length];
        wallet.ExportKey(text);
        return PrivateKeyText.Parse(text);
    }

    /// <summary>Options of a provider with a wallet of its own that forgets nothing and asks the chain each time.</summary>
    internal async Task<ComputeProviderOptions> OptionsAsync()
    {
        return new ComputeProviderOptions
        {
            Network = Network,
            Wallet = await CreateWalletAsync(),
            CacheDuration = TimeSpan.Zero,
            BackendTimeout = TimeSpan.FromDays(30),
            TimeProvider = Time,
        };
    }

    /// <summary>Starts a provider, and the operator acknowledges its signer.</summary>
    internal async Task<ComputeProviderNode> StartAsync(ComputeProviderOptions? options = null, bool acknowledge = true)
    {
        ComputeProviderNode node = new(options ?? await OptionsAsync());
        _nodes.Add(node);
        await node.StartAsync();
        if (acknowledge)
        {
            await AcknowledgeAsync(node.Provider);
        }

        return node;
    }

    /// <summary>The operator approves a provider's signer.</summary>
    internal async Task AcknowledgeAsync(Address provider)
    {
        using Wallet owner = DevelopmentAccounts.Open(0);
        await SendAsync(
            owner, Client.Inference.Address, InferenceContract.AcknowledgeTEESignerByOwner.EncodeCall(provider), TokenAmount.Zero);
    }

    /// <summary>A user with money in the sub-account of a provider.</summary>
    internal async Task<Wallet> CreateUserAsync(ComputeProviderNode provider, string amount = "5")
    {
        Wallet user = await CreateWalletAsync();
        await FundAsync(user, provider.Provider, amount);
        return user;
    }

    /// <summary>Deposits and transfers.</summary>
    internal async Task FundAsync(Wallet user, Address provider, string amount)
    {
        ComputeAccount account = AccountOf(user);
        await account.DepositAsync(TokenAmount.Parse(amount));
        await account.TransferAsync(ServiceKind.Inference, provider, TokenAmount.Parse(amount));
    }

    internal ComputeAccount AccountOf(Wallet user) => new(Client, new TransactionSender(Client.Chain, user, Network, options: Quick));

    /// <summary>What a user holds with a provider.</summary>
    internal async Task<TokenAmount> BalanceAsync(Wallet user, ComputeProviderNode provider) =>
        (await Client.Inference.FindAccountAsync(user.Address, provider.Provider))!.Balance;

    /// <summary>The API key of a user, by the providers' clock.</summary>
    internal SessionToken Token(Wallet user, ComputeProviderNode provider, BigInteger? generation = null) =>
        SessionToken.CreateEphemeral(user, provider.Provider, generation ?? 0, Time.GetUtcNow());

    /// <summary>Posts a body as a user.</summary>
    internal async Task<HttpResponseMessage> PostAsync(
        ComputeProviderNode provider, Wallet? user, string path, HttpContent body, bool streams = false)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(provider.Uri!, path)) { Content = body };

        // Asked first, the server refuses a large body before it is on its way.
        request.Headers.ExpectContinue = body.Headers.ContentLength > 1 << 20;
        if (user is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(user, provider).ToSecret());
        }

        return await Http.SendAsync(request, streams ? HttpCompletionOption.ResponseHeadersRead : HttpCompletionOption.ResponseContentRead);
    }

    /// <summary>Posts JSON as a user.</summary>
    internal Task<HttpResponseMessage> PostAsync(
        ComputeProviderNode provider, Wallet? user, string path, string json, bool streams = false) =>
        PostAsync(provider, user, path, new StringContent(json, new MediaTypeHeaderValue("application/json")), streams);

    /// <summary>What the provider says that a user owes, in neuron.</summary>
    internal async Task<BigInteger> UnsettledAsync(ComputeProviderNode provider, Wallet user)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(provider.Uri!, $"v1/user/{user.Address}/unsettledfee"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(user, provider).ToSecret());
        using HttpResponseMessage reply = await Http.SendAsync(request);
        reply.EnsureSuccessStatusCode();
        using JsonDocument json = JsonDocument.Parse(await reply.Content.ReadAsStringAsync());
        return BigInteger.Parse(json.RootElement.GetProperty("unsettledFee").GetString()!, CultureInfo.InvariantCulture);
    }

    /// <summary>Sends a transaction and waits for it.</summary>
    internal async Task<TransactionReceipt> SendAsync(Wallet from, Address to, byte[] data, TokenAmount value)
    {
        TransactionSender sender = new(Client.Chain, from, Network, options: Quick);
        SentTransaction sent = await sender.SendAsync(
            new TransactionRequest { To = to, Data = data, Value = value, KnownErrors = InferenceErrors.All });
        return await sender.WaitAsync(sent);
    }

    /// <summary>Moves the chain's clock.</summary>
    internal async Task PassAsync(TimeSpan time)
    {
        await Client.Chain.Rpc.CallAsync("evm_increaseTime", [(long)time.TotalSeconds]);
        await Client.Chain.Rpc.CallAsync("evm_mine", []);
    }
}
