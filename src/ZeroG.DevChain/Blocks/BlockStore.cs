using System.Diagnostics.CodeAnalysis;
using ZeroG.Chain;

namespace ZeroG.DevChain.Blocks;

/// <summary>The chain of blocks from genesis, found by number, by hash and by transaction.</summary>
internal sealed class BlockStore
{
    private readonly List<Block> _blocks = [];
    private readonly Dictionary<Hash256, Block> _byHash = [];
    private readonly Dictionary<Hash256, MinedTransaction> _transactions = [];

    public Block Latest => _blocks[^1];

    public ulong Height => Latest.Number;

    /// <summary>A block by its number, which must be at most <see cref="Height"/>.</summary>
    public Block this[ulong number] => _blocks[(int)number];

    public bool TryGet(Hash256 hash, [NotNullWhen(true)] out Block? block) => _byHash.TryGetValue(hash, out block);

    public bool TryGetTransaction(Hash256 hash, [NotNullWhen(true)] out MinedTransaction? mined) =>
        _transactions.TryGetValue(hash, out mined);

    public void Append(Block block)
    {
        _blocks.Add(block);
        _byHash.Add(block.Hash, block);
        foreach (MinedTransaction mined in block.Transactions)
        {
            _transactions.Add(mined.Transaction.Hash, mined);
        }
    }

    /// <summary>Takes away every block above a number and returns them, newest first.</summary>
    public IReadOnlyList<Block> RemoveAbove(ulong number)
    {
        List<Block> removed = [];
        while (Height > number)
        {
            Block block = Latest;
            removed.Add(block);
            _blocks.RemoveAt(_blocks.Count - 1);
            _byHash.Remove(block.Hash);
            foreach (MinedTransaction mined in block.Transactions)
            {
                _transactions.Remove(mined.Transaction.Hash);
            }
        }

        return removed;
    }
}
