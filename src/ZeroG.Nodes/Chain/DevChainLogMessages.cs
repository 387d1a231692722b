using ZeroG.DevChain;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Chain;

/// <summary>Log lines 300 to 399: the development chain. Numbers are never reused.</summary>
internal static class DevChainLogMessages
{
    public static void BlockSealed(NodeLog log, SealedBlock block) => log.Write(
        NodeLogLevel.Debug, 300,
        $"Block {block.Number} {block.Hash.ToShortString()}: {block.Transactions} transactions, {block.GasUsed} gas.");
}
