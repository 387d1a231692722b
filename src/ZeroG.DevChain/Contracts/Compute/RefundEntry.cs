using System.Numerics;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>Money of a sub-account that a user has asked back.</summary>
/// <param name="Index">Its place when it was written.</param>
/// <param name="Amount">Wei; what is not cancelled or spent of it.</param>
/// <param name="CreatedAt">Unix seconds.</param>
internal sealed record RefundEntry(int Index, BigInteger Amount, ulong CreatedAt)
{
    /// <summary>The fields in the order of the contracts' struct Refund; the last one is not used any more.</summary>
    public object?[] ToValues() => [Index, Amount, CreatedAt, false];
}
