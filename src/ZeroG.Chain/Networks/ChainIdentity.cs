using ZeroG.Chain.Ethereum;

namespace ZeroG.Chain.Networks;

/// <summary>
/// What tells one chain from another on disk. 0G's public chains are named by their id; any other may begin anew under the same id, as each
/// DevNet does, and its first block tells it from the one before. The id alone decides which it is, never the node that is asked, because
/// two nodes of one chain must lead to one name.
/// </summary>
public static class ChainIdentity
{
    /// <summary>The id, and for chains that come and go the hash of the first block behind it.</summary>
    /// <exception cref="ZeroGException"><c>ZgGenesisUnknown</c>: the node does not show the first block.</exception>
    public static async Task<string> ReadAsync(EthereumClient client, Network network, CancellationToken cancellationToken = default)
    {
        Hash256? first = await ReadFirstBlockAsync(client, network, cancellationToken);
        return first is { } hash ? $"{network.ChainId}-{hash}" : $"{network.ChainId}";
    }

    /// <summary>The hash of the first block of a chain that may begin anew under its id; null for 0G's own.</summary>
    /// <exception cref="ZeroGException"><c>ZgGenesisUnknown</c>: the node does not show the first block.</exception>
    public static async Task<Hash256?> ReadFirstBlockAsync(
        EthereumClient client, Network network, CancellationToken cancellationToken = default)
    {
        if (network.ChainId == NetworkCatalog.Mainnet.ChainId || network.ChainId == NetworkCatalog.Galileo.ChainId)
        {
            return null;
        }

        BlockHeader first = await client.GetBlockAsync(BlockId.Number(0), cancellationToken) ?? throw new ZeroGException(
            "ZgGenesisUnknown", ErrorKind.InvalidOperation,
            $"{client.Rpc} does not show the first block of {network.Name}, by which payments are kept apart from those of other chains "
            + $"with id {network.ChainId}. Use a node that has all blocks.", network.Name);
        return first.Hash;
    }
}
