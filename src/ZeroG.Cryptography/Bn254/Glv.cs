using System.Numerics;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Multiplication by a public scalar with the endomorphism (x, y) → (βx, y), which is the multiplication by λ, a cube root of 1 modulo r
/// (Gallant, Lambert, Vanstone, CRYPTO 2001): k = k1 + k2·λ with halves of 127 bits, and both halves share their doublings.
/// </summary>
/// <remarks>
/// The pairs (a, b) with a + bλ = 0 mod r have the basis (6x² + 2x, -(2x + 1)), (2x + 1, 6x² + 4x + 1), whose determinant is r.
/// </remarks>
internal static class Glv
{
    // Odd multiples up to 15 in each table: a digit in six is not zero.
    private const int Width = 5;
    private const int TableSize = 1 << (Width - 2);

    private const ulong SmallEntry = (2 * Bn254Curve.Seed) + 1;

    private static readonly UInt128 LargeEntry1 = (6 * (UInt128)Bn254Curve.Seed * Bn254Curve.Seed) + (2 * (UInt128)Bn254Curve.Seed);
    private static readonly UInt128 LargeEntry2 = LargeEntry1 + (2 * (UInt128)Bn254Curve.Seed) + 1;

    // The coordinates of (k, 0) in the basis are k·LargeEntry2/r and k·SmallEntry/r; the quotients here are scaled by 2^256.
    private static readonly Limbs4 Quotient1 = ScaledQuotient(LargeEntry2);
    private static readonly Limbs4 Quotient2 = ScaledQuotient(SmallEntry);

    /// <summary>λ.</summary>
    internal static readonly Fr Lambda =
        Fr.FromBigInteger(Bn254Curve.Hex("30644e72e131a029048b6e193fd84104cc37a73fec2bc5e9b8ca0b2d36636f23"));

    /// <summary>Halves with k = k1 + k2·λ mod r, each below 2^127 in size.</summary>
    public static (Int128 K1, Int128 K2) Decompose(in Fr scalar) => Decompose(Montgomery<FrModulus>.FromMontgomery(scalar.Limbs));

    /// <summary>Halves of an integer below r.</summary>
    public static (Int128 K1, Int128 K2) Decompose(in Limbs4 k)
    {
        UInt128 c1 = MultiplyAndRound(k, Quotient1);
        UInt128 c2 = MultiplyAndRound(k, Quotient2);

        // Only the low 128 bits are computed: the results fit.
        UInt128 k1 = unchecked(new UInt128(k.L1, k.L0) - (c1 * LargeEntry1) - (c2 * SmallEntry));
        UInt128 k2 = unchecked((c1 * SmallEntry) - (c2 * LargeEntry2));
        return ((Int128)k1, (Int128)k2);
    }

    /// <summary>The multiple of a point of order r.</summary>
    public static Jacobian<T, TField> Multiply<T, TField>(in Jacobian<T, TField> point, in Fr scalar)
        where T : unmanaged
        where TField : ICoordinateField<T>
    {
        if (point.IsInfinity || scalar.IsZero)
        {
            return Jacobian<T, TField>.Infinity;
        }

        (Int128 k1, Int128 k2) = Decompose(scalar);
        Span<sbyte> digits1 = stackalloc sbyte[SignedDigits.MaxCount];
        Span<sbyte> digits2 = stackalloc sbyte[SignedDigits.MaxCount];
        int count = Math.Max(
            SignedDigits.Write((UInt128)Int128.Abs(k1), Width, digits1), SignedDigits.Write((UInt128)Int128.Abs(k2), Width, digits2));

        Span<AffinePair<T>> table1 = stackalloc AffinePair<T>[TableSize];
        Span<AffinePair<T>> table2 = stackalloc AffinePair<T>[TableSize];
        T denominator = OddMultiples(point, table1);
        for (int i = 0; i < TableSize; i++)
        {
            table2[i].X = TField.MultiplyByBeta(table1[i].X);
            table2[i].Y = Int128.IsNegative(k2) ? TField.Negate(table1[i].Y) : table1[i].Y;
            table1[i].Y = Int128.IsNegative(k1) ? TField.Negate(table1[i].Y) : table1[i].Y;
        }

        Jacobian<T, TField> sum = Jacobian<T, TField>.Infinity;
        for (int i = count - 1; i >= 0; i--)
        {
            sum = sum.Double();
            sum = AddDigit(sum, digits1[i], table1);
            sum = AddDigit(sum, digits2[i], table2);
        }

        return new(sum.X, sum.Y, TField.Multiply(sum.Z, denominator));
    }

    private static Jacobian<T, TField> AddDigit<T, TField>(in Jacobian<T, TField> sum, int digit, ReadOnlySpan<AffinePair<T>> table)
        where T : unmanaged
        where TField : ICoordinateField<T>
    {
        if (digit == 0)
        {
            return sum;
        }

        ref readonly AffinePair<T> entry = ref table[Math.Abs(digit) / 2];
        return digit > 0 ? sum.AddAffine(entry.X, entry.Y) : sum.AddAffine(entry.X, TField.Negate(entry.Y));
    }

    /// <summary>
    /// P, 3P, 5P ... without an inversion, by additions of points with one common Z (Meloni, WAIFI 2007). The map (x, y) → (xc², yc³) goes
    /// to another curve y² = x³ + b', for whose points the formulas, which do not know b, hold as well; over there the entries are affine.
    /// </summary>
    /// <returns>c, by which the Z of a result over there must be multiplied.</returns>
    private static T OddMultiples<T, TField>(in Jacobian<T, TField> point, Span<AffinePair<T>> table)
        where T : unmanaged
        where TField : ICoordinateField<T>
    {
        // 2P, and P with the same Z, which is 2YZ.
        Jacobian<T, TField> twice = point.Double();
        AffinePair<T> step = new() { X = twice.X, Y = twice.Y };
        (table[0].X, table[0].Y) = point.ScaleBy(TField.Double(point.Y));
        T common = twice.Z;

        Span<T> ratios = stackalloc T[TableSize];
        for (int i = 1; i < TableSize; i++)
        {
            ref AffinePair<T> last = ref table[i - 1];
            T difference = TField.Subtract(step.X, last.X);
            T slope = TField.Subtract(step.Y, last.Y);
            T c = TField.Square(difference);
            T w1 = TField.Multiply(step.X, c);
            T w2 = TField.Multiply(last.X, c);
            T a = TField.Multiply(step.Y, TField.Subtract(w1, w2));
            table[i].X = TField.Subtract(TField.Subtract(TField.Square(slope), w1), w2);
            table[i].Y = TField.Subtract(TField.Multiply(slope, TField.Subtract(w1, table[i].X)), a);
            step = new() { X = w1, Y = a };
            ratios[i] = difference;
            common = TField.Multiply(common, difference);
        }

        // Each step multiplied Z by its ratio; bring the earlier entries to the last Z.
        T factor = TField.One;
        for (int i = TableSize - 2; i >= 0; i--)
        {
            factor = TField.Multiply(factor, ratios[i + 1]);
            (table[i].X, table[i].Y) = new Jacobian<T, TField>(table[i].X, table[i].Y, TField.One).ScaleBy(factor);
        }

        return common;
    }

    private static Limbs4 ScaledQuotient(UInt128 numerator)
    {
        BigInteger quotient = ((BigInteger)numerator << 256) / Fr.Modulus;
        return new(Limb(0), Limb(1), Limb(2), 0);

        ulong Limb(int i) => (ulong)((quotient >> (64 * i)) & ulong.MaxValue);
    }

    /// <summary>
    /// The integer nearest to k·quotient/2^256, give or take one: below 2^127. The quotient has three limbs. What falls into the lowest
    /// three limbs of the product is left out: less than 2^195.
    /// </summary>
    private static UInt128 MultiplyAndRound(in Limbs4 k, in Limbs4 quotient)
    {
        UInt128 p12 = Math.BigMul(k.L1, quotient.L2), p21 = Math.BigMul(k.L2, quotient.L1), p30 = Math.BigMul(k.L3, quotient.L0);
        UInt128 p22 = Math.BigMul(k.L2, quotient.L2), p31 = Math.BigMul(k.L3, quotient.L1), p32 = Math.BigMul(k.L3, quotient.L2);
        UInt128 column3 = (Math.BigMul(k.L0, quotient.L2) >> 64) + (Math.BigMul(k.L1, quotient.L1) >> 64)
            + (Math.BigMul(k.L2, quotient.L0) >> 64) + (ulong)p12 + (ulong)p21 + (ulong)p30;
        return unchecked(((column3 + (1UL << 63)) >> 64) + (p12 >> 64) + (p21 >> 64) + (p30 >> 64) + p22 + p31 + (p32 << 64));
    }
}
