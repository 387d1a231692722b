using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.Contracts.Storage;

/// <summary>What miners of an epoch prove against.</summary>
/// <param name="Epoch">Number of the epoch.</param>
/// <param name="MineStart">Block with which it began.</param>
/// <param name="FlowRoot">Root of the flow at that time.</param>
/// <param name="FlowLength">Length of the flow at that time, in sectors.</param>
/// <param name="BlockDigest">Hash of the block with which it began.</param>
/// <param name="Digest">Hash over block, root and length.</param>
internal sealed record MineContext(ulong Epoch, ulong MineStart, Hash256 FlowRoot, UInt128 FlowLength, Hash256 BlockDigest, Hash256 Digest)
{
    /// <summary>The fields in the order of the contract's struct.</summary>
    public object?[] ToValues() => [Epoch, MineStart, FlowRoot, (BigInteger)FlowLength, BlockDigest, Digest];
}
