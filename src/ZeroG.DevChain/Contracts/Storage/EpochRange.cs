using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.Contracts.Storage;

/// <summary>The part of the flow that an epoch added.</summary>
/// <param name="Start">First sector.</param>
/// <param name="End">The sector after the last one.</param>
/// <param name="Digest">The epoch's context.</param>
internal sealed record EpochRange(UInt128 Start, UInt128 End, Hash256 Digest)
{
    /// <summary>A range that was never set.</summary>
    public static EpochRange None { get; } = new(0, 0, Hash256.Zero);

    /// <summary>The fields in the order of the contract's struct EpochRangeWithContextDigest.</summary>
    public object?[] ToValues() => [(BigInteger)Start, (BigInteger)End, Digest];
}
