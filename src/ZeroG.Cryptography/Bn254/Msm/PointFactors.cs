namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Scalars written for <see cref="PointMultiplier"/>: both halves (<see cref="Glv"/>) as digits that are all odd, so that no step has an
/// exception (Joye, Tunstall, AFRICACRYPT 2009). An even half is made odd by one more, which is taken away at the end.
/// </summary>
internal sealed class PointFactors
{
    /// <summary>Bits of a digit without its sign.</summary>
    public const int Width = 4;

    /// <summary>Digits of a half.</summary>
    public const int Digits = 32;

    private readonly sbyte[] _digits;
    private readonly sbyte[] _excess;

    /// <summary>Writes scalars, none zero.</summary>
    public PointFactors(ReadOnlySpan<Fr> scalars)
    {
        _digits = new sbyte[2 * Digits * scalars.Length];
        _excess = new sbyte[2 * scalars.Length];
        for (int i = 0; i < scalars.Length; i++)
        {
            (Int128 k1, Int128 k2) = Glv.Decompose(scalars[i]);
            _excess[2 * i] = Write(k1, _digits.AsSpan(2 * Digits * i, Digits));
            _excess[(2 * i) + 1] = Write(k2, _digits.AsSpan(Digits * ((2 * i) + 1), Digits));
        }
    }

    /// <summary>A digit of a half of a scalar, odd and within 15; digit 0 is the lowest.</summary>
    public int Digit(uint scalar, int half, int digit) => _digits[(Digits * ((2 * (int)scalar) + half)) + digit];

    /// <summary>What the digits are more than the half: 1, -1 or 0.</summary>
    public int Excess(uint scalar, int half) => _excess[(2 * (int)scalar) + half];

    private static sbyte Write(Int128 half, Span<sbyte> digits)
    {
        int sign = Int128.IsNegative(half) ? -1 : 1;
        UInt128 rest = (UInt128)Int128.Abs(half);
        bool even = (rest & 1) == 0;
        rest += even ? UInt128.One : UInt128.Zero;
        for (int i = 0; i < Digits; i++)
        {
            // The lowest bits and one more, which makes the rest odd again.
            int digit = i == Digits - 1 ? (int)rest : (int)(rest & 31) - 16;
            digits[i] = (sbyte)(sign * digit);
            rest = unchecked(rest - (UInt128)digit) >> Width;
        }

        return (sbyte)(even ? sign : 0);
    }
}
