using System.Numerics;
using System.Runtime.CompilerServices;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>The tower of fields against polynomials of big integers, multiplied term by term and reduced by their definition.</summary>
public sealed class TowerTests
{
    private static readonly BigInteger Q = Fq.Modulus;

    /// <summary>Coordinates at which carries and borrows have their edges.</summary>
    private static readonly BigInteger[] Edges =
    [
        0, 1, 2, Q - 1, Q - 2, Q / 2, (Q / 2) + 1, ulong.MaxValue, BigInteger.Pow(2, 64), BigInteger.Pow(2, 128) - 1,
        BigInteger.Pow(2, 192), BigInteger.Pow(2, 253) - 1, Q - BigInteger.Pow(2, 64), Q - BigInteger.Pow(2, 192),
    ];

    [Fact]
    public void SumOfProducts_AgreesWithBigIntegers_OnAllEdges()
    {
        BigInteger inverseOfR = BigInteger.ModPow(BigInteger.Pow(2, 256), Q - 2, Q);

        // The modulus itself is allowed as a factor: it is what the complement of zero is.
        BigInteger[] factors = [.. Edges, Q];
        foreach (BigInteger a in factors)
        {
            foreach (BigInteger b in factors)
            {
                foreach (BigInteger c in (BigInteger[])[0, 1, Q - 1, Q])
                {
                    foreach (BigInteger d in (BigInteger[])[0, Q / 2, Q - 1, Q])
                    {
                        Limbs4 sum = Montgomery<FqModulus>.SumOfProducts(Limbs(a), Limbs(b), Limbs(c), Limbs(d));
                        Assert.True(Montgomery<FqModulus>.IsCanonical(sum));
                        Assert.Equal(((a * b) + (c * d)) * inverseOfR % Q, Montgomery<FqModulus>.ToBigInteger(sum));
                    }
                }
            }

            Assert.Equal(a > Q ? 0 : Q - a, Montgomery<FqModulus>.ToBigInteger(Montgomery<FqModulus>.Complement(Limbs(a))));
        }
    }

    [Fact]
    public void Fq2_AgreesWithBigIntegers_OnAllEdges()
    {
        foreach (BigInteger a0 in Edges)
        {
            foreach (BigInteger a1 in Edges)
            {
                Fq2 a = Make(a0, a1);
                AssertEqual(((a0 * a0) - (a1 * a1), 2 * a0 * a1), a.Square());
                AssertEqual(((9 * a0) - a1, (9 * a1) + a0), a.MultiplyByXi());
                AssertEqual((2 * a0, 2 * a1), a.Double());
                AssertEqual((-a0, -a1), -a);
                AssertEqual((a0, -a1), a.Conjugate());
                Assert.Equal(a.IsZero ? Fq2.Zero : Fq2.One, a * a.Inverse());
                Assert.Equal(Mod((a0 * a0) + (a1 * a1)), a.Norm().ToBigInteger());
                foreach (BigInteger b in Edges)
                {
                    Fq2 other = Make(b, a0 + 1);
                    AssertEqual(((a0 * b) - (a1 * (a0 + 1)), (a0 * (a0 + 1)) + (a1 * b)), a * other);
                    AssertEqual((a0 + b, a1 + a0 + 1), a + other);
                    AssertEqual((a0 - b, a1 - a0 - 1), a - other);
                    AssertEqual((a0 * b, a1 * b), a * Fq.FromBigInteger(b));
                }
            }
        }
    }

    [Fact]
    public void ALongChainInFq2_EndsWhereBigIntegersEnd()
    {
        Random random = new(2);
        (BigInteger x0, BigInteger x1, BigInteger y0, BigInteger y1) = (Next(random), Next(random), Next(random), Next(random));
        Fq2 x = Make(x0, x1), y = Make(y0, y1);
        for (int i = 0; i < 5_000; i++)
        {
            (x, y) = ((x * y) - x, (y.Square() + x).MultiplyByXi());
            (BigInteger s0, BigInteger s1) = ((y0 * y0) - (y1 * y1) + x0, (2 * y0 * y1) + x1);
            (x0, x1) = (Mod((x0 * y0) - (x1 * y1) - x0), Mod((x0 * y1) + (x1 * y0) - x1));
            (y0, y1) = (Mod((9 * s0) - s1), Mod((9 * s1) + s0));
        }

        AssertEqual((x0, x1), x);
        AssertEqual((y0, y1), y);
    }

    [Fact]
    public void RootsInFq2_AreFoundForSquaresAlone()
    {
        Random random = new(3);
        int squares = 0;
        for (int i = 0; i < 60; i++)
        {
            Fq2 value = i switch
            {
                0 => Fq2.Zero,
                < 10 => Make(Next(random), 0),
                < 20 => Make(0, Next(random)),
                _ => Make(Next(random), Next(random)),
            };
            Assert.True(value.Square().TrySqrt(out Fq2 root));
            Assert.True(root == value || root == -value);
            if (value.TrySqrt(out root))
            {
                squares++;
                Assert.Equal(value, root.Square());
            }
            else
            {
                Assert.NotEqual(Fq2.One, value.Pow(((Q * Q) - 1) / 2));
            }
        }

        Assert.InRange(squares, 20, 55);
        Assert.False(Bn254Curve.Xi.TrySqrt(out _));
    }

    [Fact]
    public void Constants_FollowFromTheSeed()
    {
        BigInteger x = Bn254Curve.Seed;
        BigInteger loop = 0;
        foreach (sbyte digit in Bn254Curve.LoopDigits.Reverse())
        {
            loop = (2 * loop) + digit;
        }

        Assert.Equal((6 * x) + 2, loop);
        Assert.Equal(1, Bn254Curve.LoopDigits[^1]);
        Assert.Equal(Make(3, 0), Bn254Curve.TwistB * Bn254Curve.Xi);
        Assert.Equal(Fq.One, Bn254Curve.Beta.Square() * Bn254Curve.Beta);
        Assert.NotEqual(Fq.One, Bn254Curve.Beta);
        Assert.Equal(Fr.One, Glv.Lambda.Square() * Glv.Lambda);
        Assert.NotEqual(Fr.One, Glv.Lambda);
        Assert.NotEqual(Fq2.One, Bn254Curve.Xi.Pow(((Q * Q) - 1) / 3));
        Assert.Equal(
            BigInteger.Parse("21575463638280843010398324269430826099269044274347216827212613867836435027261"),
            Bn254Curve.FrobeniusCoefficients[2].C0.ToBigInteger());
        Assert.Equal(
            BigInteger.Parse("3505843767911556378687030309984248845540243509899259641013678093033130930403"),
            Bn254Curve.FrobeniusCoefficients[3].C1.ToBigInteger());
    }

    [Fact]
    public void Fq12_IsTheRingOfPolynomialsItIsDefinedAs()
    {
        Random random = new(12);
        for (int i = 0; i < 30; i++)
        {
            Fq12 a = Next12(random, i), b = Next12(random, i / 3);
            Assert.Equal(Product(a, b), a * b);
            Assert.Equal(Product(a, a), a.Square());
            Assert.Equal(a * b, b * a);
            Assert.True((a * a.Inverse()).IsOne);
            Assert.Equal(a.C0 * b.C0, Product(new(a.C0, default), new(b.C0, default)).C0);
            Fq12 line = new(new(b.C0.C0, default, default), new(b.C1.C0, b.C1.C1, default));
            Assert.Equal(Product(a, line), a.MultiplyByLine(b.C0.C0, b.C1.C0, b.C1.C1));
        }
    }

    [Fact]
    public void Frobenius_IsThePowerQ_AndItsSquareAndSixthToo()
    {
        Random random = new(13);
        Fq12 a = Next12(random, 0);
        Fq12 power = Power(a, Q);
        Assert.Equal(power, a.Frobenius());
        Assert.Equal(power.Frobenius(), a.FrobeniusSquared());
        Assert.Equal(a.Conjugate(), a.FrobeniusSquared().FrobeniusSquared().FrobeniusSquared());
        Assert.Equal(a, a.Conjugate().Conjugate());
    }

    [Fact]
    public void CyclotomicSquare_IsTheSquare_InItsSubgroup()
    {
        Random random = new(14);
        for (int i = 0; i < 10; i++)
        {
            Fq12 a = Next12(random, 0);
            Fq12 unitary = a.Conjugate() * a.Inverse();
            Fq12 cyclotomic = unitary.FrobeniusSquared() * unitary;
            Assert.Equal(cyclotomic.Square(), cyclotomic.CyclotomicSquare());
            Assert.True((cyclotomic * cyclotomic.Conjugate()).IsOne);
        }

        Assert.True(Fq12.One.CyclotomicSquare().IsOne);
    }

    [Fact]
    public void FinalExponentiation_IsThePowerItSays()
    {
        BigInteger x = Bn254Curve.Seed;
        BigInteger exponent = (BigInteger.Pow(Q, 12) - 1) / Fr.Modulus * (2 * x * ((6 * x * x) + (3 * x) + 1));
        Fq12 a = Next12(new Random(15), 0);
        Assert.Equal(Power(a, exponent), FinalExponentiation.Apply(a));
    }

    [Fact]
    public void SignedDigits_OfEveryWidth_AddUp()
    {
        Random random = new(16);
        for (int i = 0; i < 500; i++)
        {
            UInt128 value = i switch
            {
                0 => 0,
                1 => 1,
                2 => (UInt128.One << 127) - 1,
                3 => UInt128.One << 126,
                _ => new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64() * 3) >> random.Next(128),
            };
            int width = 2 + (i % 6);
            sbyte[] digits = new sbyte[SignedDigits.MaxCount];
            int count = SignedDigits.Write(value, width, digits);
            BigInteger sum = 0;
            for (int place = digits.Length - 1; place >= 0; place--)
            {
                sum = (2 * sum) + digits[place];
                Assert.True(digits[place] == 0 || (digits[place] % 2 != 0 && Math.Abs(digits[place]) < 1 << (width - 1)));
                Assert.True(place < count || digits[place] == 0);
                Assert.True(digits.Skip(place).Take(width).Count(digit => digit != 0) <= 1);
            }

            Assert.Equal((BigInteger)value, sum);
        }
    }

    /// <summary>
    /// The product by w¹² = 18w⁶ - 82, since (w⁶ - 9)² = u² = -1; coordinates over Fq are those of 1, u = w⁶ - 9, and powers of w.
    /// </summary>
    private static Fq12 Product(in Fq12 a, in Fq12 b)
    {
        BigInteger[] x = Polynomial(a), y = Polynomial(b);
        BigInteger[] product = new BigInteger[23];
        for (int i = 0; i < 12; i++)
        {
            for (int j = 0; j < 12; j++)
            {
                product[i + j] += x[i] * y[j];
            }
        }

        for (int i = 22; i >= 12; i--)
        {
            product[i - 6] += 18 * product[i];
            product[i - 12] -= 82 * product[i];
        }

        Fq2[] c = [.. Enumerable.Range(0, 6).Select(i => Make(product[i] + (9 * product[i + 6]), product[i + 6]))];
        return new(new(c[0], c[2], c[4]), new(c[1], c[3], c[5]));
    }

    private static BigInteger[] Polynomial(in Fq12 a)
    {
        Fq2[] c = [a.C0.C0, a.C1.C0, a.C0.C1, a.C1.C1, a.C0.C2, a.C1.C2];
        return [.. c.Select(c => c.C0.ToBigInteger() - (9 * c.C1.ToBigInteger())), .. c.Select(c => c.C1.ToBigInteger())];
    }

    private static Fq12 Power(in Fq12 value, BigInteger exponent)
    {
        Fq12 result = Fq12.One;
        for (int bit = (int)exponent.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = result.Square();
            if (!(exponent >> bit).IsEven)
            {
                result *= value;
            }
        }

        return result;
    }

    private static Fq12 Next12(Random random, int kind)
    {
        Fq2[] c = [.. Enumerable.Range(0, 6).Select(i => (kind % 4) switch
        {
            1 => Make(Edges[random.Next(Edges.Length)], Edges[random.Next(1, Edges.Length)]),
            2 => Make(Q - 1, Q - 1 - i),
            _ => Make(Next(random), Next(random)),
        })];
        return new(new(c[0], c[1], c[2]), new(c[3], c[4], c[5]));
    }

    private static BigInteger Next(Random random)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return Mod(new BigInteger(bytes));
    }

    private static Fq2 Make(BigInteger c0, BigInteger c1) => new(Fq.FromBigInteger(c0), Fq.FromBigInteger(c1));

    private static void AssertEqual((BigInteger C0, BigInteger C1) expected, in Fq2 actual)
    {
        Assert.Equal(Mod(expected.C0), actual.C0.ToBigInteger());
        Assert.Equal(Mod(expected.C1), actual.C1.ToBigInteger());
    }

    private static Limbs4 Limbs(BigInteger value)
    {
        ulong[] limbs = GroupLawTests.Limbs(value);
        return Unsafe.As<ulong, Limbs4>(ref limbs[0]);
    }

    private static BigInteger Mod(BigInteger value) => ((value % Q) + Q) % Q;
}
