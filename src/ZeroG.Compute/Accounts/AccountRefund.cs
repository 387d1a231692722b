using System.Globalization;
using ZeroG.Chain;

namespace ZeroG.Compute.Accounts;

/// <summary>A refund that waits, with the sub-account it comes from and the time that is left.</summary>
/// <param name="Service">The market.</param>
/// <param name="Provider">The provider.</param>
/// <param name="Amount">How much.</param>
/// <param name="RequestedAt">When it was asked for, by the chain's time.</param>
/// <param name="UnlocksAt">When it can be collected.</param>
/// <param name="TimeLeft">How long that is from the chain's newest block; zero when it can be collected.</param>
public sealed record AccountRefund(
    ServiceKind Service, Address Provider, TokenAmount Amount, DateTimeOffset RequestedAt, DateTimeOffset UnlocksAt, TimeSpan TimeLeft)
{
    /// <summary>True when it can be collected.</summary>
    public bool IsUnlocked => TimeLeft == TimeSpan.Zero;

    /// <summary>A line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Amount} from {ServiceKinds.NameOf(Service)} {Provider}, {(IsUnlocked ? "unlocked" : $"{Round(TimeLeft)} left")}");

    private static TimeSpan Round(TimeSpan time) => TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));
}
