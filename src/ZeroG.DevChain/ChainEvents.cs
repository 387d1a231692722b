using ZeroG.DevChain.Blocks;

namespace ZeroG.DevChain;

/// <summary>What filters and subscriptions listen to. Raised under the chain's lock, in the order in which things happened.</summary>
internal sealed class ChainEvents
{
    public event Action<Block>? BlockSealed;

    public event Action<ChainTransaction>? TransactionPending;

    /// <summary>Blocks were taken away, newest first.</summary>
    public event Action<IReadOnlyList<Block>>? BlocksRemoved;

    public void RaiseBlockSealed(Block block) => BlockSealed?.Invoke(block);

    public void RaiseTransactionPending(ChainTransaction transaction) => TransactionPending?.Invoke(transaction);

    public void RaiseBlocksRemoved(IReadOnlyList<Block> blocks) => BlocksRemoved?.Invoke(blocks);
}
