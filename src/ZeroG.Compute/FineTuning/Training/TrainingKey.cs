using System.Globalization;
using System.Text.Json;

namespace ZeroG.Compute.FineTuning.Training;

/// <summary>A key of a training configuration and what it may be.</summary>
/// <param name="Name">The key.</param>
/// <param name="Range">What is allowed, in words.</param>
/// <param name="IsAllowed">Whether a value is.</param>
internal sealed record TrainingKey(string Name, string Range, Func<decimal, bool> IsAllowed)
{
    /// <summary>What is wrong with the value of this key; null for nothing.</summary>
    public string? FaultOf(Dictionary<string, JsonElement> values)
    {
        if (!values.TryGetValue(Name, out JsonElement value))
        {
            return $"{Name}: missing, allowed range {Range}.";
        }

        // Providers' own parser refuses an exponent, whatever JSON says.
        string raw = value.GetRawText();
        if (value.ValueKind == JsonValueKind.Number && raw.AsSpan().ContainsAny('e', 'E'))
        {
            return $"{Name}: use decimal notation (0.0002), allowed range {Range}.";
        }

        return value.ValueKind == JsonValueKind.Number
            && decimal.TryParse(raw, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out decimal number)
            && IsAllowed(number)
            ? null
            : $"{Name}: {(value.ValueKind == JsonValueKind.Number ? raw : "what is given")} is not in the allowed range {Range}.";
    }
}
