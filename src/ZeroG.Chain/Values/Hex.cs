using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace ZeroG.Chain;

/// <summary>
/// The two hex forms of Ethereum JSON-RPC: data (<c>0x</c> and two lower-case digits a byte) and quantity (<c>0x</c> and no leading zero).
/// </summary>
public static class Hex
{
    /// <summary>Writes bytes as <c>0x</c> and lower-case digits; no bytes give <c>0x</c>.</summary>
    public static string ToHex(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    /// <summary>Reads hex of an even number of digits, with or without the prefix <c>0x</c>, in any case.</summary>
    public static bool TryParseBytes(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        ReadOnlySpan<char> digits = WithoutPrefix(text);
        bytes = null;
        if (digits.Length % 2 != 0)
        {
            return false;
        }

        byte[] buffer = new byte[digits.Length / 2];
        if (Convert.FromHexString(digits, buffer, out _, out int written) != System.Buffers.OperationStatus.Done
            || written != buffer.Length)
        {
            return false;
        }

        bytes = buffer;
        return true;
    }

    /// <summary>Reads hex into a buffer of exactly the right length; false when length or digits are wrong.</summary>
    public static bool TryParseBytes(ReadOnlySpan<char> text, Span<byte> destination)
    {
        ReadOnlySpan<char> digits = WithoutPrefix(text);
        return digits.Length == 2 * destination.Length
            && Convert.FromHexString(digits, destination, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>Reads hex bytes.</summary>
    /// <exception cref="FormatException">An odd number of digits, or a character that is no hex digit.</exception>
    public static byte[] ParseBytes(ReadOnlySpan<char> text) =>
        TryParseBytes(text, out byte[]? bytes)
            ? bytes
            : throw new FormatException("Expected hex bytes: 0x and an even number of hex digits.");

    /// <summary>Writes a quantity: no leading zeros, zero is <c>0x0</c>.</summary>
    public static string ToQuantity(ulong value) => "0x" + value.ToString("x", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="ToQuantity(ulong)"/>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public static string ToQuantity(BigInteger value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        string digits = value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    /// <summary>Reads a quantity; tolerates leading zeros, which some nodes send, but asks for the prefix and a digit.</summary>
    public static bool TryParseQuantity(ReadOnlySpan<char> text, out BigInteger value)
    {
        value = default;
        return HasPrefix(text) && text.Length > 2
            && BigInteger.TryParse(string.Concat("0", text[2..]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a quantity that fits 64 bits.</summary>
    /// <exception cref="FormatException">No prefix, no digit, a wrong digit, or more than 64 bits.</exception>
    public static ulong ParseUInt64(ReadOnlySpan<char> text) =>
        TryParseQuantity(text, out BigInteger value) && value <= ulong.MaxValue
            ? (ulong)value
            : throw new FormatException($"Expected a hex quantity of at most 64 bits, got '{text}'.");

    /// <summary>Reads a quantity of any size.</summary>
    /// <exception cref="FormatException">No prefix, no digit, or a wrong digit.</exception>
    public static BigInteger ParseQuantity(ReadOnlySpan<char> text) =>
        TryParseQuantity(text, out BigInteger value) ? value : throw new FormatException($"Expected a hex quantity, got '{text}'.");

    private static bool HasPrefix(ReadOnlySpan<char> text) => text.Length >= 2 && text[0] == '0' && (text[1] | 0x20) == 'x';

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> text) => HasPrefix(text) ? text[2..] : text;
}
