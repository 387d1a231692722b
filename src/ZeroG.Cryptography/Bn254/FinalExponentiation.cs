namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// The second half of a pairing: the power (q¹² - 1)/r times 2x(6x² + 3x + 1), which is prime to r and makes the power cheap
/// (Fuentes-Castañeda, Knapp, Rodríguez-Henríquez, SAC 2011). arkworks, gnark and noble take the same, so values can be compared.
/// </summary>
internal static class FinalExponentiation
{
    private const int Width = 4;

    // x has 14 digits of this width that are not zero.
    private static readonly (sbyte[] Digits, int Count) Seed = SeedDigits();

    /// <summary>The value of a pairing, or of a product of pairings.</summary>
    public static Fq12 Apply(in Fq12 f)
    {
        // (q⁶ - 1)(q² + 1): from here on a conjugate is an inverse, and squares are cheap.
        Fq12 t = f.Conjugate() * f.Inverse();
        Fq12 m = t.FrobeniusSquared() * t;

        // m to the power of 2x, 6x, 6x², 12x³.
        Fq12 m2x = PowSeed(m).CyclotomicSquare();
        Fq12 m6x = m2x.CyclotomicSquare() * m2x;
        Fq12 m6xx = PowSeed(m6x);
        Fq12 m12xxx = PowSeed(m6xx.CyclotomicSquare());

        // a = 12x³ + 6x² + 6x, b = a - 2x: (a + 6x² + 1) + bq + aq² + (b - 1)q³.
        Fq12 a = m12xxx * m6xx * m6x;
        Fq12 b = a * m2x.Conjugate();
        return a * m6xx * m * b.Frobenius() * a.FrobeniusSquared() * (b * m.Conjugate()).FrobeniusSquared().Frobenius();
    }

    /// <summary>The power x of an element of the cyclotomic subgroup.</summary>
    private static Fq12 PowSeed(in Fq12 value)
    {
        Span<Fq12> odd = stackalloc Fq12[1 << (Width - 2)];
        Fq12 square = value.CyclotomicSquare();
        odd[0] = value;
        for (int i = 1; i < odd.Length; i++)
        {
            odd[i] = odd[i - 1] * square;
        }

        (sbyte[] digits, int count) = Seed;
        Fq12 result = odd[digits[count - 1] / 2];
        for (int i = count - 2; i >= 0; i--)
        {
            result = result.CyclotomicSquare();
            int digit = digits[i];
            if (digit != 0)
            {
                result *= digit > 0 ? odd[digit / 2] : odd[-digit / 2].Conjugate();
            }
        }

        return result;
    }

    private static (sbyte[] Digits, int Count) SeedDigits()
    {
        sbyte[] digits = new sbyte[SignedDigits.MaxCount];
        int count = SignedDigits.Write(Bn254Curve.Seed, Width, digits);
        return (digits, count);
    }
}
