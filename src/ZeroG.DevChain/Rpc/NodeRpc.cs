using System.Globalization;
using ZeroG.Chain;

namespace ZeroG.DevChain.Rpc;

/// <summary>What the node is and where it stands.</summary>
internal sealed class NodeRpc(ChainEngine engine)
{
    // Tools look at the part before the first slash; it must not be the name of a node with other quirks.
    private static readonly string ClientVersion = $"ZeroG.DevChain/{typeof(NodeRpc).Assembly.GetName().Version?.ToString(3)}";

    public void AddTo(RpcMethodTable table)
    {
        table.Add("web3_clientVersion", call => call.Answer(ClientVersion));
        table.Add("web3_sha3", call => call.Answer(Hash256.Keccak(call.Data(0))));
        table.Add("net_version", call => call.Answer(engine.Options.ChainId.ToString(CultureInfo.InvariantCulture)));
        table.Add("net_listening", call => call.Answer(true));
        table.Add("net_peerCount", call => call.Answer(0));
        table.Add("eth_chainId", call => call.Answer(engine.Options.ChainId));
        table.Add("eth_syncing", call => call.Answer(false));
        table.Add("eth_mining", call => call.Answer(false));
        table.Add("eth_blockNumber", call => call.Answer(engine.Blocks.Height));
        table.Add("eth_coinbase", call => call.Answer(engine.Settings.Coinbase.ToLowerString()));
    }
}
