using System.Numerics;
using System.Runtime.InteropServices;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Both fields against big integers, at the edges of their limbs and at random.</summary>
public sealed class PrimeFieldTests
{
    [Fact]
    public void Constants_AreWhatTheyMean()
    {
        BigInteger x = 4965661367192848881;
        Assert.Equal((36 * x * x * x * x) + (36 * x * x * x) + (24 * x * x) + (6 * x) + 1, Fq.Modulus);
        Assert.Equal((36 * x * x * x * x) + (36 * x * x * x) + (18 * x * x) + (6 * x) + 1, Fr.Modulus);
        CheckConstants<FqModulus>();
        CheckConstants<FrModulus>();
        Assert.Equal(32, Marshal.SizeOf<Fq>());
        Assert.Equal(32, Marshal.SizeOf<Fr>());
    }

    [Fact]
    public void Operations_AgreeWithBigIntegers_OnAllPairsOfEdges()
    {
        BigInteger q = Fq.Modulus, r = Fr.Modulus;
        foreach (BigInteger a in Edges(q))
        {
            foreach (BigInteger b in Edges(q))
            {
                CheckFq(a, b);
            }
        }

        foreach (BigInteger a in Edges(r))
        {
            foreach (BigInteger b in Edges(r))
            {
                CheckFr(a, b);
            }
        }
    }

    [Fact]
    public void Operations_AgreeWithBigIntegers_AtRandom()
    {
        Random random = new(254);
        for (int i = 0; i < 5_000; i++)
        {
            CheckFq(Next(random, Fq.Modulus), Next(random, Fq.Modulus));
            CheckFr(Next(random, Fr.Modulus), Next(random, Fr.Modulus));
        }
    }

    [Fact]
    public void ALongChain_EndsWhereBigIntegersEnd()
    {
        Random random = new(255);
        BigInteger a = Next(random, Fq.Modulus), b = Next(random, Fq.Modulus);
        Fq x = Fq.FromBigInteger(a), y = Fq.FromBigInteger(b);
        for (int i = 0; i < 20_000; i++)
        {
            (x, y) = ((x * y) - x, (y.Square() + x).Double());
            (a, b) = (Mod((a * b) - a, Fq.Modulus), Mod(2 * ((b * b) + a), Fq.Modulus));
        }

        Assert.Equal(a, x.ToBigInteger());
        Assert.Equal(b, y.ToBigInteger());
    }

    [Fact]
    public void Bytes_OfTheModulusAndAbove_AreRefused_AndReducedOnDemand()
    {
        foreach (BigInteger value in new[] { Fq.Modulus, Fq.Modulus + 1, BigInteger.Pow(2, 255), BigInteger.Pow(2, 256) - 1 })
        {
            byte[] little = Bytes(value);
            byte[] big = [.. little.Reverse()];
            Assert.False(Fq.TryRead(little, out Fq refused));
            Assert.True(refused.IsZero);
            Assert.False(Fq.TryReadBigEndian(big, out _));
            Assert.Equal(value % Fq.Modulus, Fq.FromLittleEndianReduced(little).ToBigInteger());
            Assert.Equal(value % Fq.Modulus, Fq.FromBigEndianReduced(big).ToBigInteger());
            Assert.Equal(value % Fr.Modulus, Fr.FromLittleEndianReduced(little).ToBigInteger());
            Assert.Equal(value % Fr.Modulus, Fr.FromBigEndianReduced(big).ToBigInteger());
        }

        Assert.True(Fq.TryRead(Bytes(Fq.Modulus - 1), out Fq largest));
        Assert.Equal(-Fq.One, largest);
        Assert.False(Fr.TryRead(Bytes(Fr.Modulus), out _));
        Assert.True(Fr.TryRead(Bytes(Fr.Modulus - 1), out _));
    }

    [Fact]
    public void LimbsOfTheModulusAndAbove_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fq.FromMontgomeryLimbs(FqModulus.P0, FqModulus.P1, FqModulus.P2, FqModulus.P3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fr.FromMontgomeryLimbs(0, 0, 0, ulong.MaxValue));
        Assert.Equal(-Fq.One, Fq.Zero - Fq.One);
    }

    [Fact]
    public void ShortBytes_AreRefused() =>
        Assert.ThrowsAny<ArgumentException>(() => Fq.TryRead(new byte[31], out _));

    [Fact]
    public void Roots_HaveTheOrdersTheyClaim()
    {
        BigInteger primitive = BigInteger.ModPow(5, (Fr.Modulus - 1) >> Fr.TwoAdicity, Fr.Modulus);
        Assert.Equal(primitive, Fr.RootOfUnity(Fr.TwoAdicity).ToBigInteger());
        Assert.Equal(Fr.One, Fr.RootOfUnity(0));
        Assert.Equal(-Fr.One, Fr.RootOfUnity(1));
        for (int log = 1; log <= Fr.TwoAdicity; log++)
        {
            Assert.Equal(Fr.RootOfUnity(log - 1), Fr.RootOfUnity(log).Square());
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => Fr.RootOfUnity(29));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fr.RootOfUnity(-1));
    }

    [Fact]
    public void Sqrt_FindsTheRootThatIsASquare_OrNone()
    {
        Random random = new(256);
        for (int i = 0; i < 50; i++)
        {
            Fq value = Fq.FromBigInteger(Next(random, Fq.Modulus));
            Assert.True(value.Square().TrySqrt(out Fq root));
            Assert.True(root == value || root == -value);
            Assert.True(root.TrySqrt(out _));
            Assert.False((-value.Square()).TrySqrt(out _)); // -1 is no square modulo 3 mod 4
        }

        Assert.True(Fq.Zero.TrySqrt(out Fq zero));
        Assert.True(zero.IsZero);
    }

    [Fact]
    public void BatchInvert_InvertsAll_AndLeavesZeros()
    {
        Random random = new(257);
        Fr[] values = [.. Enumerable.Range(0, 100).Select(i => i % 7 == 3 ? Fr.Zero : Fr.FromBigInteger(Next(random, Fr.Modulus)))];
        Fr[] inverses = [.. values];
        Fr.BatchInvert(inverses);
        Assert.Equal(values.Select(value => value.Inverse()), inverses);
        Fr.BatchInvert([]);
        Assert.True(Fr.Zero.Inverse().IsZero);
    }

    private static void CheckConstants<TModulus>()
        where TModulus : struct, IModulus
    {
        BigInteger p = Montgomery<TModulus>.Modulus, r = BigInteger.Pow(2, 256);
        Assert.Equal(r % p, Montgomery<TModulus>.ToBigInteger(TModulus.R));
        Assert.Equal(r * r % p, Montgomery<TModulus>.ToBigInteger(TModulus.R2));
        Assert.Equal(ulong.MaxValue, unchecked(TModulus.P0 * TModulus.NegativeInverse));
    }

    private static void CheckFq(BigInteger a, BigInteger b)
    {
        BigInteger q = Fq.Modulus;
        Fq x = Fq.FromBigInteger(a), y = Fq.FromBigInteger(b);
        Assert.Equal(Mod(a + b, q), (x + y).ToBigInteger());
        Assert.Equal(Mod(a - b, q), (x - y).ToBigInteger());
        Assert.Equal(Mod(a * b, q), (x * y).ToBigInteger());
        Assert.Equal(Mod(-a, q), (-x).ToBigInteger());
        Assert.Equal(Mod(a * a, q), x.Square().ToBigInteger());
        Assert.Equal(Mod(2 * a, q), x.Double().ToBigInteger());
        Assert.Equal(Math.Sign(a.CompareTo(b)), Math.Sign(x.CompareTo(y)));
        Assert.Equal(a == b, x == y);
        byte[] bytes = new byte[32];
        x.Write(bytes);
        Assert.Equal(Bytes(a), bytes);
        Assert.True(Fq.TryRead(bytes, out Fq read));
        Assert.Equal(x, read);
        x.WriteBigEndian(bytes);
        Assert.Equal(Bytes(a).Reverse(), bytes);
        Assert.True(Fq.TryReadBigEndian(bytes, out read));
        Assert.Equal(x, read);
    }

    private static void CheckFr(BigInteger a, BigInteger b)
    {
        BigInteger r = Fr.Modulus;
        Fr x = Fr.FromBigInteger(a), y = Fr.FromBigInteger(b);
        Assert.Equal(Mod(a + b, r), (x + y).ToBigInteger());
        Assert.Equal(Mod(a - b, r), (x - y).ToBigInteger());
        Assert.Equal(Mod(a * b, r), (x * y).ToBigInteger());
        Assert.Equal(Mod(-a, r), (-x).ToBigInteger());
        Assert.Equal(Mod(a * a, r), x.Square().ToBigInteger());
        byte[] bytes = new byte[32];
        x.Write(bytes);
        Assert.True(Fr.TryRead(bytes, out Fr read));
        Assert.Equal(x, read);
    }

    /// <summary>Integers whose limbs, or whose Montgomery form's limbs, lie at the edges, where carries are made.</summary>
    private static BigInteger[] Edges(BigInteger p)
    {
        BigInteger ones = ulong.MaxValue, inverseR = BigInteger.ModPow(BigInteger.Pow(2, 256), p - 2, p);
        BigInteger[] raw =
        [
            0, 1, 2, p - 1, p - 2, p >> 1, (p >> 1) + 1, ones, ones << 64, ones << 128, (p >> 192 << 192) - 1, p >> 192 << 192, ones + 1,
            (ones << 128) + (ones << 64) + ones, BigInteger.Pow(2, 253) - 1, BigInteger.Pow(2, 253),
        ];
        return [.. raw.Concat(raw.Select(value => value * inverseR % p)).Distinct()];
    }

    private static BigInteger Mod(BigInteger value, BigInteger p) => ((value % p) + p) % p;

    private static BigInteger Next(Random random, BigInteger p)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % p;
    }

    private static byte[] Bytes(BigInteger value)
    {
        byte[] bytes = new byte[32];
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return bytes;
    }
}
