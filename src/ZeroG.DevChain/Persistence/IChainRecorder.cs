using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain.Persistence;

/// <summary>Keeps what a chain needs to come to the same blocks again.</summary>
internal interface IChainRecorder
{
    /// <summary>A transaction is about to come into the pool.</summary>
    void Transaction(ChainTransaction transaction);

    /// <summary>A block is about to come into the chain.</summary>
    void Block(Block block, long timeOffset);
}
