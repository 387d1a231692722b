namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Numbers written with negative digits too, which leaves fewer of them non-zero. For public numbers: the time tells them.
/// </summary>
internal static class SignedDigits
{
    /// <summary>Digits that a number below 2^127 has at most.</summary>
    public const int MaxCount = 128;

    /// <summary>Digits -1, 0 and 1, the lowest first, of which no two neighbours are both non-zero; the top one is 1.</summary>
    public static sbyte[] NonAdjacentForm(UInt128 value)
    {
        Span<sbyte> digits = stackalloc sbyte[MaxCount];
        int count = Write(value, 2, digits);
        return digits[..count].ToArray();
    }

    /// <summary>
    /// Writes the non-adjacent form of width w: of w neighbouring digits at most one is not zero, and that is odd and below 2^(w-1) in
    /// size.
    /// </summary>
    /// <param name="value">A number below 2^127.</param>
    /// <param name="width">w, 2..7.</param>
    /// <param name="digits">Receives the digits, the lowest first; room for <see cref="MaxCount"/>, all zero.</param>
    /// <returns>One more than the place of the highest digit that is not zero.</returns>
    public static int Write(UInt128 value, int width, Span<sbyte> digits)
    {
        int modulus = 1 << width;
        int count = 0;
        int place = 0;
        while (value != 0)
        {
            int zeros = (int)UInt128.TrailingZeroCount(value);
            value >>= zeros;
            place += zeros;
            int digit = (int)(ulong)value & (modulus - 1);
            digit = digit >= modulus / 2 ? digit - modulus : digit;
            value -= (UInt128)digit;
            digits[place] = (sbyte)digit;
            count = place + 1;
        }

        return count;
    }
}
