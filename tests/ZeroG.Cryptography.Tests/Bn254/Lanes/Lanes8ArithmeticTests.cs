using System.Numerics;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254.Lanes;

/// <summary>Every operation on both fields against big integers: the residue, the bound and the tightness that it promises.</summary>
public sealed unsafe class Lanes8ArithmeticTests
{
    public Lanes8ArithmeticTests() => Assert.SkipUnless(Lanes8<FqModulus>.IsSupported, "This processor has no AVX2.");

    [Fact]
    public void Constants_AreWhatTheyMean()
    {
        CheckConstants<FqModulus>();
        CheckConstants<FrModulus>();
    }

    [Fact]
    public void Products_AgreeWithBigIntegers_OnAllPairsOfEdges()
    {
        CheckEdges<FqModulus>();
        CheckEdges<FrModulus>();
    }

    [Fact]
    public void Products_AgreeWithBigIntegers_AtRandom()
    {
        CheckRandom<FqModulus>(260);
        CheckRandom<FrModulus>(261);
    }

    [Fact]
    public void MultiplyFixed_AgreesWithBigIntegers()
    {
        CheckFixed<FqModulus>(262);
        CheckFixed<FrModulus>(263);
    }

    [Fact]
    public void SumsAndSelections_AreThoseOfTheNumbers()
    {
        CheckLinear<FqModulus>(264);
        CheckLinear<FrModulus>(265);
    }

    [Fact]
    public void Carry_OfTheLargestLimbs_IsTheSameNumber()
    {
        CheckCarry<FqModulus>(266);
        CheckCarry<FrModulus>(267);
    }

    [Fact]
    public void Reduce_BringsNumbersWithinHalfOfTheModulus()
    {
        CheckReduce<FqModulus>(268);
        CheckReduce<FrModulus>(269);
    }

    [Fact]
    public void IsZero_TellsMultiplesFromTheirNeighbours()
    {
        CheckZero<FqModulus>();
        CheckZero<FrModulus>();
    }

    [Fact]
    public void ResultsOverOperands_AreTheSame()
    {
        Random random = new(270);
        Lanes8<FqModulus> a = Some<FqModulus>(random, out _), b = Some<FqModulus>(random, out _), c = Some<FqModulus>(random, out _);
        Lanes8<FqModulus>.MultiplySubtract(a, b, c, out Lanes8<FqModulus> expected);
        Lanes8<FqModulus> result = a;
        Lanes8<FqModulus>.MultiplySubtract(result, b, c, out result);
        AssertSame(expected, result);
        result = b;
        Lanes8<FqModulus>.MultiplySubtract(a, result, c, out result);
        AssertSame(expected, result);
        result = c;
        Lanes8<FqModulus>.MultiplySubtract(a, b, result, out result);
        AssertSame(expected, result);

        Lanes8<FqModulus>.SquareSubtract(a, a, out expected);
        result = a;
        Lanes8<FqModulus>.SquareSubtract(result, result, out result);
        AssertSame(expected, result);
        Lanes8<FqModulus>.Reduce(a, out expected);
        result = a;
        Lanes8<FqModulus>.Reduce(result, out result);
        AssertSame(expected, result);
        Lanes8<FqModulus>.Add(a, b, out result);
        Lanes8<FqModulus>.Carry(result, out expected);
        Lanes8<FqModulus>.Carry(result, out result);
        AssertSame(expected, result);
    }

    [Fact]
    public void ALongChain_EndsWhereTheScalarCodeEnds()
    {
        Random random = new(271);
        Limbs4[] x = [.. Enumerable.Range(0, 8).Select(_ => Montgomery<FqModulus>.FromBigInteger(NextBelow(random, Fq.Modulus)))];
        Limbs4[] y = [.. Enumerable.Range(0, 8).Select(_ => Montgomery<FqModulus>.FromBigInteger(NextBelow(random, Fq.Modulus)))];
        Lanes8<FqModulus> a, b;
        fixed (Limbs4* xs = x, ys = y)
        {
            Lanes8<FqModulus>.Load(xs, out a);
            Lanes8<FqModulus>.Load(ys, out b);
        }

        // As the third point on a line through two: the difference of the squares of what grows and what is reduced.
        for (int i = 0; i < 3_000; i++)
        {
            Lanes8<FqModulus>.Subtract(a, b, out Lanes8<FqModulus> difference);
            Lanes8<FqModulus>.Add(a, b, out Lanes8<FqModulus> sum);
            Lanes8<FqModulus>.Multiply(difference, a, out Lanes8<FqModulus> slope);
            Lanes8<FqModulus>.SquareSubtract(slope, sum, out Lanes8<FqModulus> next);
            Lanes8<FqModulus>.Reduce(next, out next);
            Lanes8<FqModulus>.Subtract(a, next, out difference);
            Lanes8<FqModulus>.MultiplySubtract(slope, difference, b, out b);
            Lanes8<FqModulus>.Reduce(b, out b);
            a = next;
            for (int lane = 0; lane < 8; lane++)
            {
                Limbs4 s = Montgomery<FqModulus>.Multiply(Montgomery<FqModulus>.Subtract(x[lane], y[lane]), x[lane]);
                Limbs4 third = Montgomery<FqModulus>.Subtract(
                    Montgomery<FqModulus>.Multiply(s, s), Montgomery<FqModulus>.Add(x[lane], y[lane]));
                y[lane] = Montgomery<FqModulus>.Subtract(
                    Montgomery<FqModulus>.Multiply(s, Montgomery<FqModulus>.Subtract(x[lane], third)), y[lane]);
                x[lane] = third;
            }
        }

        Limbs4* stored = stackalloc Limbs4[8];
        Lanes8<FqModulus>.Store(a, stored);
        Assert.Equal(x, new Span<Limbs4>(stored, 8));
        Lanes8<FqModulus>.Store(b, stored);
        Assert.Equal(y, new Span<Limbs4>(stored, 8));
    }

    private static void CheckConstants<TModulus>()
        where TModulus : struct, IModulus
    {
        BigInteger p = LaneNumbers<TModulus>.P;
        double* table = LanesTable<TModulus>.Pointer;
        for (int i = 1; i <= 4; i++)
        {
            BigInteger power = Sum(table + LanesTable<TModulus>.Powers + (5 * (i - 1)));
            Assert.True(((power << (52 * i)) - 1) % p == 0);
            LaneNumbers<TModulus>.AssertWithin(power, 1L << 52, 50);
        }

        Assert.Equal(p, Sum(table + LanesTable<TModulus>.Modulus));
        BigInteger product = (p * (BigInteger)table[LanesTable<TModulus>.NegativeInverse]) + 1;
        Assert.True((product & ((BigInteger.One << 52) - 1)).IsZero);
        Assert.Equal((double)(BigInteger.One << 260) / (double)p, Math.ScaleB(table[LanesTable<TModulus>.Quotient], 52), 1e-9);
        Assert.Equal(0, (nint)table % 64);

        static BigInteger Sum(double* limbs) => LaneNumbers<TModulus>.Value([.. new Span<double>(limbs, 5).ToArray().Select(x => (long)x)]);
    }

    private static void CheckEdges<TModulus>()
        where TModulus : struct, IModulus
    {
        List<long[]> tight = LaneNumbers<TModulus>.Edges(LaneNumbers<TModulus>.Tight);
        List<long[]> loose = LaneNumbers<TModulus>.Edges(LaneNumbers<TModulus>.Loose);
        foreach (long[] left in loose)
        {
            for (int i = 0; i < tight.Count; i += 8)
            {
                List<long[]> right = tight.GetRange(i, Math.Min(8, tight.Count - i));
                CheckProducts<TModulus>([left], right, loose);
            }
        }
    }

    private static void CheckRandom<TModulus>(int seed)
        where TModulus : struct, IModulus
    {
        Random random = new(seed);
        for (int i = 0; i < 1_000; i++)
        {
            CheckProducts<TModulus>(
                [.. Enumerable.Range(0, 8).Select(_ => LaneNumbers<TModulus>.Next(random, LaneNumbers<TModulus>.Loose))],
                [.. Enumerable.Range(0, 8).Select(_ => LaneNumbers<TModulus>.Next(random, LaneNumbers<TModulus>.Tight))],
                [.. Enumerable.Range(0, 8).Select(_ => LaneNumbers<TModulus>.Next(random, LaneNumbers<TModulus>.Loose))]);
        }
    }

    private static void CheckProducts<TModulus>(List<long[]> loose, List<long[]> tight, List<long[]> subtrahends)
        where TModulus : struct, IModulus
    {
        Lanes8<TModulus> a = LaneNumbers<TModulus>.Create(loose), b = LaneNumbers<TModulus>.Create(tight);
        Lanes8<TModulus> c = LaneNumbers<TModulus>.Create(subtrahends);
        Lanes8<TModulus>.Multiply(a, b, out Lanes8<TModulus> product);
        Lanes8<TModulus>.Multiply(b, a, out Lanes8<TModulus> exchanged);
        Lanes8<TModulus>.MultiplySubtract(a, b, c, out Lanes8<TModulus> less);
        Lanes8<TModulus>.Square(b, out Lanes8<TModulus> square);
        Lanes8<TModulus>.SquareSubtract(b, c, out Lanes8<TModulus> squareLess);
        for (int lane = 0; lane < 8; lane++)
        {
            BigInteger x = LaneNumbers<TModulus>.Value(LaneNumbers<TModulus>.Read(a, lane));
            BigInteger y = LaneNumbers<TModulus>.Value(LaneNumbers<TModulus>.Read(b, lane));
            BigInteger z = LaneNumbers<TModulus>.Value(LaneNumbers<TModulus>.Read(c, lane));
            BigInteger xy = LaneNumbers<TModulus>.Product(x, y), yy = LaneNumbers<TModulus>.Product(y, y);
            BigInteger size = BigInteger.Abs(x * y) >> 260, squareSize = y * y >> 260;
            Check<TModulus>(product, lane, xy, size);
            Check<TModulus>(exchanged, lane, xy, size);
            Check<TModulus>(less, lane, xy - z, size + BigInteger.Abs(z));
            Check<TModulus>(square, lane, yy, squareSize);
            Check<TModulus>(squareLess, lane, yy - z, squareSize + BigInteger.Abs(z));
        }
    }

    private static void Check<TModulus>(in Lanes8<TModulus> result, int lane, BigInteger expected, BigInteger bound)
        where TModulus : struct, IModulus
    {
        // The top limb of a difference may be loose, where what is taken away is 42 p itself.
        BigInteger value = LaneNumbers<TModulus>.Value(LaneNumbers<TModulus>.Read(result, lane));
        Assert.True(LaneNumbers<TModulus>.AreCongruent(expected, value));
        LaneNumbers<TModulus>.AssertWithin(value, bound, 124);
        if (BigInteger.Abs(value) <= 42 * LaneNumbers<TModulus>.P)
        {
            LaneNumbers<TModulus>.ReadTight(result, lane);
        }
    }

    private static void CheckFixed<TModulus>(int seed)
        where TModulus : struct, IModulus
    {
        BigInteger p = LaneNumbers<TModulus>.P;
        Random random = new(seed);
        List<BigInteger> factors = [0, 1, 2, p - 1, p / 2, (p / 2) + 1, BigInteger.Pow(2, 253)];
        factors.AddRange(Enumerable.Range(0, 40).Select(_ => NextBelow(random, p)));
        (long, int)[] bounds = [(LaneNumbers<TModulus>.Tight, 175), (LaneNumbers<TModulus>.Loose, 300)];
        double* factor = stackalloc double[LanesTable<TModulus>.FactorLength];
        foreach (BigInteger w in factors)
        {
            LanesTable<TModulus>.WriteFactor(Montgomery<TModulus>.FromBigInteger(w), factor);
            foreach ((long limit, int hundredths) in bounds)
            {
                List<long[]> edges = LaneNumbers<TModulus>.Edges(limit);
                edges.AddRange(Enumerable.Range(0, 16).Select(_ => LaneNumbers<TModulus>.Next(random, limit)));
                for (int i = 0; i < edges.Count; i += 8)
                {
                    Lanes8<TModulus> a = LaneNumbers<TModulus>.Create(edges.GetRange(i, Math.Min(8, edges.Count - i)));
                    Lanes8<TModulus>.MultiplyFixed(a, factor, out Lanes8<TModulus> product);
                    for (int lane = 0; lane < 8; lane++)
                    {
                        BigInteger value = LaneNumbers<TModulus>.ReadTight(product, lane);
                        BigInteger x = LaneNumbers<TModulus>.Value(LaneNumbers<TModulus>.Read(a, lane));
                        Assert.True(LaneNumbers<TModulus>.AreCongruent(x * w, value));
                        LaneNumbers<TModulus>.AssertWithin(value, 0, hundredths);
                    }
                }
            }
        }
    }

    private static void CheckLinear<TModulus>(int seed)
        where TModulus : struct, IModulus
    {
        Random random = new(seed);
        for (int i = 0; i < 300; i++)
        {
            Lanes8<TModulus> a = Some<TModulus>(random, out BigInteger[] x), b = Some<TModulus>(random, out BigInteger[] y);
            byte mask = (byte)random.Next(256);
            Lanes8<TModulus>.Add(a, b, out Lanes8<TModulus> sum);
            Lanes8<TModulus>.Subtract(a, b, out Lanes8<TModulus> difference);
            Lanes8<TModulus>.Carry(difference, out Lanes8<TModulus> carried);
            Lanes8<TModulus>.NegateWhere(mask, a, out Lanes8<TModulus> negated);
            Lanes8<TModulus>.Select(mask, a, b, out Lanes8<TModulus> selected);
            for (int lane = 0; lane < 8; lane++)
            {
                bool isSet = (mask >> lane & 1) != 0;
                long[] limbs = LaneNumbers<TModulus>.Read(sum, lane);
                Assert.All(limbs, limb => Assert.InRange(limb, -LaneNumbers<TModulus>.Loose, LaneNumbers<TModulus>.Loose));
                Assert.Equal(x[lane] + y[lane], LaneNumbers<TModulus>.Value(limbs));
                Assert.Equal(x[lane] - y[lane], LaneNumbers<TModulus>.Value(LaneNumbers<TModulus>.Read(difference, lane)));
                Assert.Equal(x[lane] - y[lane], LaneNumbers<TModulus>.Value(LaneNumbers<TModulus>.Read(carried, lane)));
                Assert.Equal(isSet ? -x[lane] : x[lane], LaneNumbers<TModulus>.ReadTight(negated, lane));
                Assert.Equal(isSet ? x[lane] : y[lane], LaneNumbers<TModulus>.ReadTight(selected, lane));
            }
        }
    }

    private static void CheckCarry<TModulus>(int seed)
        where TModulus : struct, IModulus
    {
        const long Limit = (1L << 53) - 2;
        Random random = new(seed);
        List<long[]> numbers = LaneNumbers<TModulus>.Edges(Limit);
        numbers.AddRange(Enumerable.Range(0, 800).Select(_ => LaneNumbers<TModulus>.Next(random, Limit)));
        for (int i = 0; i + 8 <= numbers.Count; i += 8)
        {
            Lanes8<TModulus> a = LaneNumbers<TModulus>.Create(numbers.GetRange(i, 8));
            Lanes8<TModulus>.Carry(a, out Lanes8<TModulus> carried);
            for (int lane = 0; lane < 8; lane++)
            {
                Assert.Equal(LaneNumbers<TModulus>.Value(numbers[i + lane]), LaneNumbers<TModulus>.ReadTight(carried, lane));
            }
        }
    }

    private static void CheckReduce<TModulus>(int seed)
        where TModulus : struct, IModulus
    {
        Random random = new(seed);
        List<long[]> numbers = LaneNumbers<TModulus>.Edges(LaneNumbers<TModulus>.Loose);
        numbers.AddRange(LaneNumbers<TModulus>.Edges(LaneNumbers<TModulus>.Tight));
        numbers.AddRange(Enumerable.Range(0, 800).Select(_ => LaneNumbers<TModulus>.Next(random, LaneNumbers<TModulus>.Loose)));
        for (int multiple = -41; multiple <= 41; multiple++)
        {
            BigInteger half = (multiple * LaneNumbers<TModulus>.P) + (LaneNumbers<TModulus>.P / 2);
            numbers.Add(LaneNumbers<TModulus>.Limbs(half));
            numbers.Add(LaneNumbers<TModulus>.Limbs(half + 1));
        }

        for (int i = 0; i + 8 <= numbers.Count; i += 8)
        {
            Lanes8<TModulus>.Reduce(LaneNumbers<TModulus>.Create(numbers.GetRange(i, 8)), out Lanes8<TModulus> reduced);
            for (int lane = 0; lane < 8; lane++)
            {
                BigInteger value = LaneNumbers<TModulus>.ReadTight(reduced, lane);
                Assert.True(LaneNumbers<TModulus>.AreCongruent(LaneNumbers<TModulus>.Value(numbers[i + lane]), value));
                LaneNumbers<TModulus>.AssertWithin(value, LaneNumbers<TModulus>.P >> 40, 50);
            }
        }
    }

    private static void CheckZero<TModulus>()
        where TModulus : struct, IModulus
    {
        for (int multiple = -42; multiple <= 42; multiple++)
        {
            BigInteger zero = multiple * LaneNumbers<TModulus>.P;
            long[] loose = LaneNumbers<TModulus>.Limbs(zero);
            loose[0] += loose[0] > 0 ? -(1L << 52) : 1L << 52;
            loose[1] += loose[0] > 0 ? -1 : 1;
            Assert.Equal(zero, LaneNumbers<TModulus>.Value(loose));
            Lanes8<TModulus> lanes = LaneNumbers<TModulus>.Create(
            [
                LaneNumbers<TModulus>.Limbs(zero),
                LaneNumbers<TModulus>.Limbs(zero + 1),
                LaneNumbers<TModulus>.Limbs(zero - 1),
                loose,
                LaneNumbers<TModulus>.Limbs(zero + (BigInteger.One << 52)),
                LaneNumbers<TModulus>.Limbs(zero - (BigInteger.One << 156)),
                LaneNumbers<TModulus>.Limbs(zero),
                LaneNumbers<TModulus>.Limbs((zero * 9 / 10) + (BigInteger.One << 240)),
            ]);
            Assert.Equal(0b0100_1001, Lanes8<TModulus>.IsZero(lanes));
        }

        Assert.Equal(0xFF, Lanes8<TModulus>.IsZero(default));
    }

    private static Lanes8<TModulus> Some<TModulus>(Random random, out BigInteger[] values)
        where TModulus : struct, IModulus
    {
        long[][] numbers = [.. Enumerable.Range(0, 8).Select(_ => LaneNumbers<TModulus>.Next(random, LaneNumbers<TModulus>.Tight))];
        values = [.. numbers.Select(LaneNumbers<TModulus>.Value)];
        return LaneNumbers<TModulus>.Create(numbers);
    }

    private static void AssertSame(in Lanes8<FqModulus> expected, in Lanes8<FqModulus> actual)
    {
        for (int lane = 0; lane < 8; lane++)
        {
            Assert.Equal(LaneNumbers<FqModulus>.Read(expected, lane), LaneNumbers<FqModulus>.Read(actual, lane));
        }
    }

    private static BigInteger NextBelow(Random random, BigInteger modulus)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % modulus;
    }
}
