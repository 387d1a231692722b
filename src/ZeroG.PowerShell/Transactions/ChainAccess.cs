using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;

namespace ZeroG.PowerShell.Transactions;

/// <summary>What a cmdlet opens on chains: one connection for each network, closed with the cmdlet.</summary>
/// <param name="trace">Hears of each call.</param>
internal sealed class ChainAccess(Action<JsonRpcTrace>? trace) : IDisposable
{
    // A chain on this machine mines at once; nobody else is bothered by asking often.
    private static readonly TimeSpan LocalPollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<Network, EthereumClient> _clients = [];
    private TransactionJournal? _journal;

    /// <summary>A node of the network.</summary>
    /// <exception cref="ZeroGException"><c>ZgWrongChain</c>.</exception>
    public async Task<EthereumClient> ConnectAsync(Network network, CancellationToken cancellationToken)
    {
        if (!_clients.TryGetValue(network, out EthereumClient? client))
        {
            client = await network.ConnectAsync(JsonRpcClientOptions.Default with { Trace = trace }, cancellationToken: cancellationToken);
            _clients.Add(network, client);
        }

        return client;
    }

    /// <summary>Sends from a wallet, asking often where that bothers nobody.</summary>
    /// <exception cref="ZeroGException"><c>ZgWrongChain</c>.</exception>
    public async Task<TransactionSender> OpenSenderAsync(
        Network network, Wallet wallet, FeePolicy fees, CancellationToken cancellationToken)
    {
        EthereumClient client = await ConnectAsync(network, cancellationToken);
        TransactionSenderOptions pace = TransactionSenderOptions.Default;
        return new TransactionSender(
            client, wallet, network, fees,
            options: network.RpcUri.IsLoopback ? pace with { PollInterval = LocalPollInterval } : pace);
    }

    /// <summary>Payments from a wallet, with the journal of the network's chain in the user's folder.</summary>
    /// <exception cref="ZeroGException"><c>ZgWrongChain</c>, <c>ZgGenesisUnknown</c>.</exception>
    public async Task<TokenTransfer> OpenTransferAsync(Network network, Wallet wallet, FeePolicy fees, CancellationToken cancellationToken)
    {
        EthereumClient client = await ConnectAsync(network, cancellationToken);
        TransactionSender sender = await OpenSenderAsync(network, wallet, fees, cancellationToken);
        return new TokenTransfer(network, client, sender, await OpenJournalAsync(network, cancellationToken));
    }

    /// <summary>What was sent under references on the network's chain.</summary>
    /// <exception cref="ZeroGException"><c>ZgWrongChain</c>, <c>ZgGenesisUnknown</c>.</exception>
    public async Task<TransactionJournal> OpenJournalAsync(Network network, CancellationToken cancellationToken)
    {
        EthereumClient client = await ConnectAsync(network, cancellationToken);
        string chain = await ChainIdentity.ReadAsync(client, network, cancellationToken);
        return _journal = new TransactionJournal(Path.Combine(UserFolder.Path, "payments", chain), client.Rpc.TimeProvider);
    }

    public void Dispose()
    {
        _journal?.Dispose();
        foreach (EthereumClient client in _clients.Values)
        {
            client.Rpc.Dispose();
        }
    }
}
