using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace ZeroG.Chain;

/// <summary>
/// An amount of 0G, exact to the neuron (wei; 1 0G = 10^18 neuron). Prints as <c>1.5 0G</c>.
/// </summary>
public readonly struct TokenAmount : IEquatable<TokenAmount>, IComparable<TokenAmount>, IComparable, IFormattable
{
    private const int TokenDecimals = 18;

    // A double holds any decimal number of up to 15 digits exactly enough to print it back unchanged (IEEE 754 DBL_DIG).
    private const int ExactDoubleDigits = 15;

    private const int ShortDigits = 6;

    private static readonly BigInteger ShortTokenMinimum = BigInteger.Pow(10, 14);

    private static readonly BigInteger ShortGweiMinimum = BigInteger.Pow(10, 5);

    private static readonly (string Name, int Decimals)[] Units =
        [("0G", 18), ("OG", 18), ("A0GI", 18), ("ether", 18), ("eth", 18), ("gwei", 9), ("neuron", 0), ("wei", 0)];

    /// <summary>Takes an amount in neuron (wei).</summary>
    public TokenAmount(BigInteger wei) => Wei = wei;

    /// <summary>No money.</summary>
    public static TokenAmount Zero => default;

    /// <summary>The exact amount in neuron (wei).</summary>
    public BigInteger Wei { get; }

    /// <summary>
    /// The exact amount as text, such as <c>1.5 0G</c>: the one property that says it all, since ConvertTo-Json writes the properties of a
    /// value and not its text, and knows no whole numbers of this size.
    /// </summary>
    public string Value => ToString();

    /// <summary>True when the amount is zero.</summary>
    public bool IsZero => Wei.IsZero;

    /// <summary>An amount of neuron (wei).</summary>
    public static TokenAmount FromWei(BigInteger wei) => new(wei);

    /// <summary>An amount of gwei (10^9 neuron).</summary>
    public static TokenAmount FromGwei(BigInteger gwei) => new(gwei * 1_000_000_000);

    /// <summary>Reads <c>1.5</c>, <c>1.5 0G</c>, <c>250 gwei</c> or <c>1000 neuron</c>; a bare number is 0G.</summary>
    /// <exception cref="FormatException">No number, an unknown unit, or more decimals than the unit has.</exception>
    public static TokenAmount Parse(string text) =>
        TryParse(text, out TokenAmount amount)
            ? amount
            : throw new FormatException(
                $"'{text}' is not an amount: write for example '1.5', '1.5 0G', '250 gwei' or '1000 neuron', "
                + "with at most 18 decimals of 0G.");

    /// <summary>
    /// Reads an amount with an optional unit, always with <c>.</c> as the decimal separator; false when the text is anything else.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TokenAmount amount)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        foreach ((string name, int decimals) in Units)
        {
            if (rest.EndsWith(name, StringComparison.OrdinalIgnoreCase) && rest.Length > name.Length
                && IsUnitBorder(rest[..^name.Length], name))
            {
                return TryParseUnits(rest[..^name.Length].TrimEnd(), decimals, out amount);
            }
        }

        return TryParseUnits(rest, TokenDecimals, out amount);
    }

    /// <summary>Reads a decimal number of a unit with the given number of decimals, exactly.</summary>
    public static bool TryParseUnits(ReadOnlySpan<char> text, int decimals, out TokenAmount amount)
    {
        amount = default;
        bool negative = text.StartsWith("-");
        ReadOnlySpan<char> number = negative ? text[1..] : text;
        int point = number.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? number : number[..point];
        ReadOnlySpan<char> fraction = point < 0 ? [] : number[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || (point >= 0 && fraction.Length == 0)
            || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        fraction = fraction.TrimEnd('0');
        if (fraction.Length > decimals)
        {
            return false;
        }

        string digits = string.Concat(whole, fraction, new string('0', decimals - fraction.Length));
        BigInteger wei = digits.Length == 0 ? BigInteger.Zero : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        amount = new TokenAmount(negative ? -wei : wei);
        return true;
    }

    /// <summary>The amount in a unit of the given decimals, shortest exact form without trailing zeros.</summary>
    public string ToUnits(int decimals)
    {
        BigInteger scale = BigInteger.Pow(10, decimals);
        BigInteger whole = BigInteger.DivRem(BigInteger.Abs(Wei), scale, out BigInteger rest);
        string fraction = rest.IsZero ? "" : "." + rest.ToString(CultureInfo.InvariantCulture).PadLeft(decimals, '0').TrimEnd('0');
        return (Wei.Sign < 0 ? "-" : "") + whole.ToString(CultureInfo.InvariantCulture) + fraction;
    }

    /// <summary>The exact amount with its unit: <c>1.5 0G</c>. <see cref="Parse(string)"/> reads it back unchanged.</summary>
    public override string ToString() => ToUnits(TokenDecimals) + " 0G";

    /// <summary>
    /// About the amount, for tables: at most six digits that count, in 0G from a ten-thousandth upwards, below in gwei or neuron. Use
    /// <see cref="ToString()"/> where the exact amount matters.
    /// </summary>
    public string ToShortString()
    {
        BigInteger size = BigInteger.Abs(Wei);
        return size.IsZero || size >= ShortTokenMinimum ? Rounded(TokenDecimals).ToUnits(TokenDecimals) + " 0G"
            : size >= ShortGweiMinimum ? Rounded(9).ToUnits(9) + " gwei"
            : Wei.ToString(CultureInfo.InvariantCulture) + " neuron";
    }

    /// <summary>Formats as <c>G</c> (with unit, the default), <c>N</c> (0G, number only), <c>gwei</c> or <c>neuron</c>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => format switch
    {
        null or "" or "G" => ToString(),
        "N" => ToUnits(TokenDecimals),
        "gwei" => ToUnits(9) + " gwei",
        "neuron" => Wei.ToString(CultureInfo.InvariantCulture) + " neuron",
        _ => throw new FormatException($"Unknown amount format '{format}'; use G, N, gwei or neuron."),
    };

    public bool Equals(TokenAmount other) => Wei == other.Wei;

    public override bool Equals(object? obj) => obj is TokenAmount other && Equals(other);

    public override int GetHashCode() => Wei.GetHashCode();

    public int CompareTo(TokenAmount other) => Wei.CompareTo(other.Wei);

    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        TokenAmount other => CompareTo(other),
        string text => CompareTo(Parse(text)),
        _ => throw new ArgumentException("An amount compares with an amount.", nameof(obj)),
    };

    public static TokenAmount operator +(TokenAmount left, TokenAmount right) => new(left.Wei + right.Wei);

    public static TokenAmount operator -(TokenAmount left, TokenAmount right) => new(left.Wei - right.Wei);

    public static TokenAmount operator *(TokenAmount amount, long count) => new(amount.Wei * count);

    public static bool operator ==(TokenAmount left, TokenAmount right) => left.Equals(right);

    public static bool operator !=(TokenAmount left, TokenAmount right) => !left.Equals(right);

    public static bool operator <(TokenAmount left, TokenAmount right) => left.CompareTo(right) < 0;

    public static bool operator >(TokenAmount left, TokenAmount right) => left.CompareTo(right) > 0;

    public static bool operator <=(TokenAmount left, TokenAmount right) => left.CompareTo(right) <= 0;

    public static bool operator >=(TokenAmount left, TokenAmount right) => left.CompareTo(right) >= 0;

    /// <summary>
    /// A bare PowerShell number such as <c>0.1</c> is a double before a cmdlet sees it; its shortest round-trip text is what the user
    /// typed.
    /// </summary>
    /// <exception cref="FormatException">More than 15 digits, which a double may have changed, or not finite.</exception>
    public static explicit operator TokenAmount(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal typed))
        {
            throw new FormatException($"{text} is no amount of 0G.");
        }

        ReadOnlySpan<char> mantissa = text.AsSpan(0, text.IndexOf('E') is >= 0 and int exponent ? exponent : text.Length);
        int digits = 0;
        foreach (char c in mantissa.TrimStart("-0."))
        {
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return digits <= ExactDoubleDigits
            ? (TokenAmount)typed
            : throw new FormatException(
                $"{text} has more digits than a floating-point number keeps; quote the amount, for example '{text}'.");
    }

    /// <summary>A decimal number of 0G.</summary>
    /// <exception cref="FormatException">More than 18 decimals.</exception>
    public static explicit operator TokenAmount(decimal value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A whole number of 0G.</summary>
    public static explicit operator TokenAmount(long value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="op_Explicit(long)"/>
    public static explicit operator TokenAmount(int value) => (TokenAmount)(long)value;

    private TokenAmount Rounded(int decimals)
    {
        int digits = BigInteger.Abs(Wei).ToString(CultureInfo.InvariantCulture).Length;
        // Whole units are never rounded away, only what stands behind the point.
        BigInteger unit = BigInteger.Pow(10, Math.Min(Math.Max(digits - ShortDigits, 0), decimals));
        return new TokenAmount((Wei + (Wei.Sign * unit / 2)) / unit * unit);
    }

    private static bool IsUnitBorder(ReadOnlySpan<char> before, string unit) =>
        // '10 0G' ends in a unit, '100G' would be ambiguous between 100 G and 10 0G: units that begin with a digit need the space.
        !char.IsAsciiDigit(unit[0]) || char.IsWhiteSpace(before[^1]);
}
