using System.Numerics;

namespace ZeroG.Compute.FineTuning;

/// <summary>
/// The number that orders a user's tasks: unix milliseconds · 10000 + 40. The contract settles a task only under a number above that of
/// the last one settled.
/// </summary>
/// <remarks>Source: 0g-compute-ts-sdk, src.ts/sdk/common/utils/nonce.ts.</remarks>
public static class TaskNonce
{
    private const int Step = 10_000;
    private const int Offset = 40;

    /// <summary>A number for a task that is made now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="settled">The sub-account's nonce on chain, above which it must lie even where a clock is slow.</param>
    public static BigInteger Next(DateTimeOffset now, BigInteger settled)
    {
        BigInteger byClock = ((BigInteger)now.ToUnixTimeMilliseconds() * Step) + Offset;
        return byClock > settled ? byClock : (((settled / Step) + 1) * Step) + Offset;
    }
}
