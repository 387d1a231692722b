using System.Numerics;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>How long refunds wait, in seconds; the owner may change it, which counts for refunds that wait already.</summary>
internal sealed class LockPeriod(Journal journal, TimeSpan initial)
{
    private readonly JournaledValue<BigInteger> _seconds = new(journal, (BigInteger)initial.TotalSeconds);

    /// <summary>The least that the contracts take.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromHours(1);

    /// <summary>The most that the contracts take.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(7);

    /// <summary><see cref="Shortest"/> in seconds.</summary>
    public static BigInteger Minimum { get; } = (BigInteger)Shortest.TotalSeconds;

    /// <summary><see cref="Longest"/> in seconds.</summary>
    public static BigInteger Maximum { get; } = (BigInteger)Longest.TotalSeconds;

    /// <summary>The present period.</summary>
    public BigInteger Seconds
    {
        get => _seconds.Value;
        set => _seconds.Value = value;
    }

    /// <summary>Whether the contracts take it.</summary>
    public static bool IsAllowed(BigInteger seconds) => seconds >= Minimum && seconds <= Maximum;
}
