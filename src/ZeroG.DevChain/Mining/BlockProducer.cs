using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.Pool;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Mining;

/// <summary>Decides what the next block looks like and makes it out of the pool.</summary>
internal sealed class BlockProducer(
    WorldState state, BlockStore blocks, TransactionPool pool, AdmissionRules rules, Executor executor,
    ChainClock clock, MiningSettings settings)
{
    /// <summary>Base fee that the next block will have.</summary>
    public BigInteger NextBaseFee => settings.NextBaseFee ?? BaseFeeAfter(blocks.Latest.Header);

    /// <summary>Base fee that EIP-1559 gives to the child of a block.</summary>
    public static BigInteger BaseFeeAfter(BlockHeader parent) => GasRules.NextBaseFee(parent.BaseFee, parent.GasUsed, parent.GasLimit);

    /// <summary>What the next block would be if it were made now.</summary>
    public BlockContext NextContext()
    {
        BlockHeader parent = blocks.Latest.Header;
        return new BlockContext(
            parent.Number + 1,
            clock.Next(parent.Timestamp),
            NextBaseFee,
            settings.BlockGasLimit,
            settings.Coinbase,
            settings.NextPrevRandao ?? Hash256.Keccak(parent.Hash.Bytes));
    }

    /// <summary>True when some waiting transaction could be in the next block.</summary>
    public bool HasWork()
    {
        bool found = false;
        BigInteger baseFee = NextBaseFee;
        pool.Drain(baseFee, state.NonceOf, transaction =>
        {
            found |= CanTake(transaction, baseFee);
            return false;
        });
        return found;
    }

    /// <summary>Makes the next block out of the pool and leaves its changes in the state. The block is not in the chain yet.</summary>
    public Block Build() => Build(NextContext(), builder => pool.Drain(NextBaseFee, state.NonceOf, transaction =>
    {
        if (!CanTake(transaction, NextBaseFee) || !builder.HasRoomFor(transaction))
        {
            return false;
        }

        builder.Add(transaction);
        return true;
    }));

    /// <summary>Makes the block again that a chain's file tells of.</summary>
    public Block Rebuild(BlockContext context, IEnumerable<ChainTransaction> transactions) => Build(context, builder =>
    {
        foreach (ChainTransaction transaction in transactions)
        {
            builder.Add(transaction);
        }
    });

    /// <summary>Puts a block that was built into the chain, and clears what it has used up.</summary>
    public void Append(Block block)
    {
        blocks.Append(block);
        clock.Advance();
        settings.NextBaseFee = null;
        settings.NextPrevRandao = null;
        foreach (Address sender in block.Transactions.Select(mined => mined.Transaction.Sender).Distinct())
        {
            pool.RemoveBelow(sender, state.NonceOf(sender));
        }
    }

    private Block Build(BlockContext context, Action<BlockBuilder> fill)
    {
        // Whatever control calls changed since the last block belongs to the state before this one.
        state.Commit();
        BlockBuilder builder = new(state, executor, context, blocks.Latest.Hash);
        fill(builder);
        return builder.Seal();
    }

    private bool CanTake(ChainTransaction transaction, BigInteger baseFee) =>
        AdmissionRules.FindFeeFault(transaction, baseFee) is null && rules.FindFundsFault(transaction) is null;
}
