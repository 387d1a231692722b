using System.Collections.Immutable;
using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.State;

/// <summary>An account at one moment.</summary>
/// <param name="Nonce">Transactions sent.</param>
/// <param name="Balance">Wei.</param>
/// <param name="Code">Code; empty for an ordinary account.</param>
/// <param name="Storage">Slots other than zero, as set by <c>hardhat_setStorageAt</c>; native contracts keep their state elsewhere.</param>
internal sealed record Account(ulong Nonce, BigInteger Balance, ReadOnlyMemory<byte> Code, ImmutableDictionary<Hash256, Hash256> Storage)
{
    /// <summary>An account that nothing ever touched.</summary>
    public static Account Empty { get; } = new(0, BigInteger.Zero, ReadOnlyMemory<byte>.Empty, ImmutableDictionary<Hash256, Hash256>.Empty);

    /// <summary>True for an account that EIP-161 keeps out of the state.</summary>
    public bool IsEmpty => Nonce == 0 && Balance.IsZero && Code.IsEmpty;
}
