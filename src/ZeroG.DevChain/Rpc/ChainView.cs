using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Execution;

namespace ZeroG.DevChain.Rpc;

/// <summary>Finds the block, the state and the circumstances that a caller's block tag means.</summary>
internal sealed class ChainView(ChainEngine engine)
{
    private static readonly IDisposable Present = new Nothing();

    /// <summary>The sealed block of a tag, or null; <c>pending</c> has none and gives null too.</summary>
    public Block? Find(BlockTag tag) => tag.Kind switch
    {
        BlockTagKind.Latest => engine.Blocks.Latest,
        BlockTagKind.Number => tag.Number <= engine.Blocks.Height ? engine.Blocks[tag.Number] : null,
        BlockTagKind.Hash => engine.Blocks.TryGet(tag.Hash, out Block? block) ? block : null,
        _ => null,
    };

    /// <summary>A block for reading, with whether it is still in the making; null when there is none.</summary>
    public (Block Block, bool Pending)? Read(BlockTag tag) =>
        tag.Kind == BlockTagKind.Pending ? (engine.PeekPending(), true) : Find(tag) is { } block ? (block, false) : null;

    /// <summary>The sealed block of a tag.</summary>
    /// <exception cref="JsonRpcException">There is none.</exception>
    public Block Require(BlockTag tag) => Find(tag) ?? throw new JsonRpcException(JsonRpcErrorCode.ServerError, "header not found");

    /// <summary>Shows the state that a tag means until disposed; what is written meanwhile is dropped, except in the present.</summary>
    public IDisposable StateOf(BlockTag tag)
    {
        switch (tag.Kind)
        {
            case BlockTagKind.Latest:
                return Present;
            case BlockTagKind.Pending:
                IDisposable speculation = engine.Speculate();
                engine.ApplyPending();
                return speculation;
            default:
                return engine.StateAt(Require(tag));
        }
    }

    /// <summary>
    /// Where a call at this tag runs: on top of the latest block as if it were in the next one, or inside an older block. Ends the view
    /// when disposed, and takes back what the call changed.
    /// </summary>
    public IDisposable EnterCall(BlockTag tag, out BlockContext context)
    {
        if (tag.Kind is BlockTagKind.Latest or BlockTagKind.Pending)
        {
            context = engine.NextContext();
            return tag.Kind == BlockTagKind.Latest ? engine.Speculate() : StateOf(tag);
        }

        BlockHeader header = Require(tag).Header;
        context = new BlockContext(header.Number, header.Timestamp, header.BaseFee, header.GasLimit, header.Coinbase, header.PrevRandao);
        return engine.StateAt(Require(tag));
    }

    private sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
