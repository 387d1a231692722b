using System.Numerics;
using System.Runtime.CompilerServices;
using FsCheck.Xunit;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>The laws of both groups, among them all the places where formulas for points differ: equal, opposite, infinite.</summary>
public sealed class GroupLawTests
{
    /// <summary>Scalars at which halves, windows and digits have their edges.</summary>
    private static readonly BigInteger[] EdgeScalars =
    [
        0, 1, 2, 3, 15, 16, 17, 31, 32, 33, Fr.Modulus - 1, Fr.Modulus - 2, Fr.Modulus - 16, Fr.Modulus / 2, (Fr.Modulus / 2) + 1,
        BigInteger.Pow(2, 64) - 1, BigInteger.Pow(2, 127), BigInteger.Pow(2, 128) - 1, BigInteger.Pow(2, 253), Bn254Curve.Seed,
        (6 * BigInteger.Pow(Bn254Curve.Seed, 2)) + (2 * (BigInteger)Bn254Curve.Seed), Glv.Lambda.ToBigInteger(),
        Fr.Modulus - Glv.Lambda.ToBigInteger(), Glv.Lambda.ToBigInteger() + 1, Fr.Modulus - (2 * (BigInteger)Bn254Curve.Seed) - 1,
    ];

    [Fact]
    public void Layouts_AreThoseOfTheMontgomeryFiles()
    {
        Assert.Equal(64, Unsafe.SizeOf<G1Affine>());
        Assert.Equal(96, Unsafe.SizeOf<G1Jacobian>());
        Assert.Equal(128, Unsafe.SizeOf<G2Affine>());
        Assert.Equal(192, Unsafe.SizeOf<G2Jacobian>());
    }

    [Fact]
    public void Generators_AreInTheirGroups()
    {
        Assert.True(G1Affine.Generator.IsOnCurve());
        Assert.True(G2Affine.Generator.IsInSubgroup());
        Assert.True(G1Jacobian.Generator.Multiply(-Fr.One) + G1Affine.Generator == G1Jacobian.Infinity);
        Assert.True(G2Jacobian.Generator.Multiply(-Fr.One) + G2Affine.Generator == G2Jacobian.Infinity);
        Assert.True(G2Jacobian.Generator.MultiplyPlainly(Limbs(Fr.Modulus)).IsInfinity);
    }

    [Fact]
    public void Infinity_IsNeutral_InEveryForm()
    {
        G1Jacobian p = Scaled(G1Affine.Generator.Multiply(Fr.FromUInt64(77)), 5);
        Assert.True(p + G1Jacobian.Infinity == p);
        Assert.True(G1Jacobian.Infinity + p == p);
        Assert.True(p + G1Affine.Infinity == p);
        Assert.True(G1Jacobian.Infinity + p.ToAffine() == p);
        Assert.True((G1Jacobian.Infinity + G1Affine.Infinity).IsInfinity);
        Assert.True(G1Jacobian.Infinity.Double().IsInfinity);
        Assert.True(G1Jacobian.Infinity.Multiply(Fr.FromUInt64(9)).IsInfinity);
        Assert.True(p.Multiply(Fr.Zero).IsInfinity);
        Assert.False(p == G1Jacobian.Infinity);
        Assert.False(G1Jacobian.Infinity == p);
        Assert.Equal(G1Affine.Infinity, G1Jacobian.Infinity.ToAffine());
        Assert.Equal(G1Affine.Infinity, -G1Affine.Infinity);
        Assert.True(G1Affine.Infinity.IsOnCurve());
        Assert.True(G2Affine.Infinity.IsInSubgroup());
        Assert.True((default(G1Jacobian) + p) == p);
        Assert.True(default(G2Jacobian).IsInfinity);
    }

    [Fact]
    public void EqualAndOppositePoints_AddRightly_InEveryForm()
    {
        G1Jacobian p = G1Affine.Generator.Multiply(Fr.FromUInt64(1234567));
        G1Jacobian same = Scaled(p, 3);
        G1Jacobian twice = p.Double();
        Assert.True(p == same);
        Assert.True(p + same == twice);
        Assert.True(same + p.ToAffine() == twice);
        Assert.True(p.ToAffine() + p.ToAffine() == twice);
        Assert.True((p + -same).IsInfinity);
        Assert.True((p - same).IsInfinity);
        Assert.True((same - p.ToAffine()).IsInfinity);
        Assert.True((p.ToAffine() - p.ToAffine()).IsInfinity);
        Assert.Equal(p.GetHashCode(), same.GetHashCode());

        G2Jacobian q = G2Affine.Generator.Multiply(Fr.FromUInt64(1234567));
        Assert.True(q + q == q.Double());
        Assert.True(q + q.ToAffine() == q.Double());
        Assert.True((q - q.ToAffine()).IsInfinity);
    }

    [Fact]
    public void Multiply_AtEdges_EqualsDoubleAndAdd()
    {
        G1Jacobian p = Scaled(G1Affine.Generator.Multiply(Fr.FromUInt64(97)), 7);
        G2Jacobian q = G2Affine.Generator.Multiply(Fr.FromUInt64(97));
        foreach (BigInteger scalar in EdgeScalars)
        {
            Fr k = Fr.FromBigInteger(scalar);
            Assert.True(p.Multiply(k) == DoubleAndAdd(p, scalar), $"{scalar}");
            Assert.True(q.Multiply(k) == q.MultiplyPlainly(Limbs(scalar)), $"{scalar}");
        }
    }

    [Property(MaxTest = 60)]
    public void Multiply_EqualsDoubleAndAdd(byte[] seed)
    {
        BigInteger scalar = Scalar(seed);
        G1Jacobian p = G1Affine.Generator.Multiply(Fr.FromBigInteger(scalar + 5));
        Assert.True(p.Multiply(Fr.FromBigInteger(scalar)) == DoubleAndAdd(p, scalar));
        Assert.True(
            G2Jacobian.Generator.Multiply(Fr.FromBigInteger(scalar)) == G2Jacobian.Generator.MultiplyPlainly(Limbs(scalar)));
    }

    [Property(MaxTest = 60)]
    public void Addition_IsThatOfScalars(byte[] seed1, byte[] seed2, byte[] seed3)
    {
        Fr a = Fr.FromBigInteger(Scalar(seed1)), b = Fr.FromBigInteger(Scalar(seed2)), c = Fr.FromBigInteger(Scalar(seed3));
        G1Jacobian p = G1Jacobian.Generator.Multiply(a), q = G1Jacobian.Generator.Multiply(b), s = G1Jacobian.Generator.Multiply(c);
        Assert.True(p + q == q + p);
        Assert.True(p + q + s == p + (q + s));
        Assert.True(p + q == G1Jacobian.Generator.Multiply(a + b));
        Assert.True(p + q.ToAffine() == p + q);
        Assert.True(p - q == G1Jacobian.Generator.Multiply(a - b));
        Assert.True(p.Multiply(b) == q.Multiply(a));
        Assert.True((p + q).ToAffine().IsOnCurve());

        G2Jacobian p2 = G2Jacobian.Generator.Multiply(a), q2 = G2Jacobian.Generator.Multiply(b);
        Assert.True(p2 + q2 == G2Jacobian.Generator.Multiply(a + b));
        Assert.True(p2 + q2.ToAffine() == q2 + p2);
        Assert.True(p2 - q2 == G2Jacobian.Generator.Multiply(a - b));
        Assert.True((p2 + q2).ToAffine().IsInSubgroup());
    }

    [Fact]
    public void Glv_HalvesAreShort_AndAddUp()
    {
        Random random = new(7);
        IEnumerable<BigInteger> scalars = EdgeScalars.Concat(Enumerable.Range(0, 2_000).Select(_ => Scalar(random)));
        BigInteger limit = BigInteger.Pow(2, 127);
        foreach (BigInteger scalar in scalars)
        {
            Fr k = Fr.FromBigInteger(scalar);
            (Int128 k1, Int128 k2) = Glv.Decompose(k);
            Assert.True(BigInteger.Abs(k1) < limit && BigInteger.Abs(k2) < limit, $"{scalar}");
            Assert.Equal(k, Fr.FromBigInteger(k1) + (Fr.FromBigInteger(k2) * Glv.Lambda));
        }
    }

    [Fact]
    public void Normalize_EqualsOneByOne_WithInfinityAnywhere()
    {
        G1Jacobian[] points = [.. Enumerable.Range(0, 40).Select(i => i % 5 is 0 or 3 || i > 37
            ? G1Jacobian.Infinity
            : Scaled(G1Jacobian.Generator.Multiply(Fr.FromUInt64((ulong)i)), (ulong)i))];
        G1Affine[] affine = new G1Affine[points.Length];
        G1Jacobian.Normalize(points, affine);
        Assert.Equal(points.Select(point => point.ToAffine()), affine);

        G2Jacobian[] others = [.. Enumerable.Range(0, 9).Select(i => G2Jacobian.Generator.Multiply(Fr.FromUInt64((ulong)(i % 4))))];
        G2Affine[] otherAffine = new G2Affine[others.Length];
        G2Jacobian.Normalize(others, otherAffine);
        Assert.Equal(others.Select(point => point.ToAffine()), otherAffine);

        G1Jacobian.Normalize([], []);
        G1Jacobian.Normalize([G1Jacobian.Infinity], affine.AsSpan(0, 1));
        Assert.True(affine[0].IsInfinity);
        Assert.Throws<ArgumentException>(() => G1Jacobian.Normalize(points, affine.AsSpan(1)));
    }

    [Fact]
    public void Subgroup_ThePointsOfOtherOrders_AreTold()
    {
        BigInteger cofactor = (2 * Fq.Modulus) - Fr.Modulus;
        int outside = 0;
        for (ulong i = 1; i < 20; i++)
        {
            if (!Fq2Coordinates.RightSide(new(Fq.FromUInt64(i), Fq.One)).TrySqrt(out Fq2 y))
            {
                continue;
            }

            outside++;
            G2Affine point = new(new(Fq.FromUInt64(i), Fq.One), y);
            Assert.True(point.IsOnCurve());
            Assert.False(point.ToJacobian().MultiplyPlainly(Limbs(Fr.Modulus)).IsInfinity);
            Assert.False(point.IsInSubgroup());

            // Only the part whose order divides the cofactor, and only the part of order r.
            G2Jacobian stray = point.ToJacobian().MultiplyPlainly(Limbs(Fr.Modulus));
            Assert.False(stray.ToAffine().IsInSubgroup());
            Assert.False((stray + G2Affine.Generator).ToAffine().IsInSubgroup());
            G2Jacobian cleared = point.ToJacobian().MultiplyPlainly(Limbs(cofactor));
            Assert.True(cleared.ToAffine().IsInSubgroup());
            Assert.True(Frobenius.Apply(cleared) == cleared.MultiplyPlainly(Limbs(6 * BigInteger.Pow(Bn254Curve.Seed, 2))));
        }

        Assert.True(outside > 5);
        Assert.False(new G2Affine(Fq2.One, Fq2.One).IsInSubgroup());
    }

    internal static BigInteger Scalar(byte[] seed) =>
        new BigInteger(System.Security.Cryptography.SHA512.HashData(seed), isUnsigned: true) % Fr.Modulus;

    internal static BigInteger Scalar(Random random)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Fr.Modulus;
    }

    internal static ulong[] Limbs(BigInteger value) =>
        [.. Enumerable.Range(0, 4).Select(limb => (ulong)((value >> (64 * limb)) & ulong.MaxValue))];

    /// <summary>The same point with another Z.</summary>
    private static G1Jacobian Scaled(in G1Jacobian point, ulong factor)
    {
        Fq z = Fq.FromUInt64(factor);
        return new(point.X * z.Square(), point.Y * z.Square() * z, point.Z * z);
    }

    private static G1Jacobian DoubleAndAdd(in G1Jacobian point, BigInteger scalar)
    {
        G1Jacobian sum = G1Jacobian.Infinity;
        for (int bit = (int)scalar.GetBitLength() - 1; bit >= 0; bit--)
        {
            sum = sum.Double();
            if (!(scalar >> bit).IsEven)
            {
                sum += point;
            }
        }

        return sum;
    }
}
