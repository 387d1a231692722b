using System.Globalization;
using System.Management.Automation;

namespace ZeroG.PowerShell.Pipeline;

/// <summary>
/// Lets a <see cref="TimeSpan"/> parameter take seconds too: <c>30</c>, <c>'30'</c>, <c>'00:05'</c> and <c>(New-TimeSpan -Minutes 5)</c>.
/// The engine alone reads 30 as ticks and '30' as days.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// The longest that is taken. Timers take at most 2^32 - 2 milliseconds, half of which is far beyond any wait; what is not waited for
    /// may be longer.
    /// </summary>
    public int LongestDays { get; init; } = 24;

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        TimeSpan? duration = value switch
        {
            TimeSpan given => given,
            string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) =>
                FromSeconds(seconds),
            string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan parsed) => parsed,
            byte or short or int or long or float or double or decimal =>
                FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            _ => null,
        };
        return duration is { } valid && valid > TimeSpan.Zero && valid <= TimeSpan.FromDays(LongestDays)
            ? valid
            : throw new ArgumentTransformationMetadataException(
                $"'{value}' is no time: write seconds, '00:05' for five minutes, or a TimeSpan, above zero and at most {LongestDays} days.");
    }

    private TimeSpan? FromSeconds(double seconds) =>
        double.IsFinite(seconds) && seconds <= LongestDays * 86400.0 ? TimeSpan.FromSeconds(seconds) : null;
}
