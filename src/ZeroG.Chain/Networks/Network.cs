using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Chain.Networks;

/// <summary>Where a chain is reached and where 0G's contracts lie on it.</summary>
public sealed record Network
{
    /// <summary>Short name, for example <c>galileo</c>; unique without regard to case.</summary>
    public required string Name { get; init; }

    /// <summary>The chain's id, which a node must confirm before anything is sent.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>JSON-RPC of the chain. It may hold a provider's key: show <see cref="MaskedUri.Of"/> of it.</summary>
    public required Uri RpcUri { get; init; }

    /// <summary>Block explorer; null for none.</summary>
    public Uri? ExplorerUri { get; init; }

    /// <summary>Storage indexer; null for none.</summary>
    public Uri? IndexerUri { get; init; }

    /// <summary>Where test money comes from; null for none.</summary>
    public Uri? FaucetUri { get; init; }

    /// <summary>Storage: the contract that takes submissions.</summary>
    public Address? FlowAddress { get; init; }

    /// <summary>Storage: the contract that takes mining proofs.</summary>
    public Address? MineAddress { get; init; }

    /// <summary>Storage: the contract that pays miners.</summary>
    public Address? RewardAddress { get; init; }

    /// <summary>Compute: the ledger of accounts.</summary>
    public Address? LedgerAddress { get; init; }

    /// <summary>Compute: inference services and their accounts.</summary>
    public Address? InferenceAddress { get; init; }

    /// <summary>Compute: fine-tuning services and their accounts.</summary>
    public Address? FineTuningAddress { get; init; }

    /// <summary>The registry of validators.</summary>
    public Address? StakingAddress { get; init; }

    /// <summary>The tip per gas below which the pool refuses transactions, whatever the node suggests.</summary>
    public TokenAmount MinimumTip { get; init; }

    /// <summary>The first block that can hold a submission to <see cref="FlowAddress"/>.</summary>
    public ulong LogStartBlock { get; init; }

    /// <summary>True for the networks that come with the program.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Connects and makes sure that the node serves this chain.</summary>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="handler">Transport for tests; null for HTTP.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A client, whose <see cref="EthereumClient.Rpc"/> the caller disposes.</returns>
    /// <exception cref="ZeroGException"><c>ZgWrongChain</c>: the node serves another chain.</exception>
    public async Task<EthereumClient> ConnectAsync(
        JsonRpcClientOptions? options = null, HttpMessageHandler? handler = null, CancellationToken cancellationToken = default)
    {
        JsonRpcClient rpc = new(RpcUri, options, handler);
        try
        {
            EthereumClient client = new(rpc);
            ulong chainId = await client.GetChainIdAsync(cancellationToken);
            return chainId == ChainId
                ? client
                : throw new ZeroGException(
                    "ZgWrongChain", ErrorKind.InvalidOperation,
                    $"{rpc} serves chain {chainId}, but {Name} is chain {ChainId}. Use a node of {Name}, "
                    + "or register a network with that chain id.", Name);
        }
        catch
        {
            rpc.Dispose();
            throw;
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
