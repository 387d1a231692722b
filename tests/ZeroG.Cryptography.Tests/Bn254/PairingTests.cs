using System.Numerics;
using FsCheck.Xunit;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>
/// What makes a pairing one: bilinear, not degenerate, and of order r. Values of other software are compared in the interop tests.
/// </summary>
public sealed class PairingTests
{
    [Fact]
    public void ValueOfGenerators_HasOrderR_AndIsNotOne()
    {
        Fq12 value = Pairing.Value(G1Affine.Generator, G2Affine.Generator);
        Assert.False(value.IsOne);
        Assert.True(Power(value, Fr.Modulus).IsOne);
        Assert.Equal(value * value, value.CyclotomicSquare());
    }

    [Property(MaxTest = 8)]
    public void Pairing_IsBilinear(byte[] seed1, byte[] seed2)
    {
        BigInteger a = GroupLawTests.Scalar(seed1), b = GroupLawTests.Scalar(seed2);
        G1Affine p = Multiple1(a);
        G2Affine q = Multiple2(b);
        Fq12 value = Pairing.Value(p, q);
        Assert.Equal(value, Power(Pairing.Value(G1Affine.Generator, G2Affine.Generator), a * b % Fr.Modulus));
        Assert.Equal(value, Pairing.Value(Multiple1(b), Multiple2(a)));
        Assert.Equal(
            Pairing.Value((p + G1Affine.Generator).ToAffine(), q), value * Pairing.Value(G1Affine.Generator, q));
        Assert.Equal(
            Pairing.Value(p, (q + G2Affine.Generator).ToAffine()), value * Pairing.Value(p, G2Affine.Generator));
        Assert.True(Pairing.ProductIsOne([p, -p], [q, q]));
        Assert.True(Pairing.ProductIsOne([p, p], [q, -q]));
    }

    [Fact]
    public void Products_OfAnyCount_AreTold()
    {
        Random random = new(11);
        List<G1Affine> points = [];
        List<G2Affine> twistPoints = [];
        BigInteger sum = 0;
        for (int count = 1; count <= 18; count++)
        {
            BigInteger a = GroupLawTests.Scalar(random), b = GroupLawTests.Scalar(random);
            points.Add(Multiple1(a));
            twistPoints.Add(Multiple2(b));
            sum += a * b;
            G1Affine balance = Multiple1(Fr.Modulus - (sum % Fr.Modulus));
            foreach (G1Affine last in (G1Affine[])[balance, -balance])
            {
                G1Affine[] p = [.. points, last];
                G2Affine[] q = [.. twistPoints, G2Affine.Generator];
                Assert.Equal(last == balance, Pairing.ProductIsOne(p, q));
            }
        }
    }

    [Fact]
    public void Infinity_PairsToOne_OnEitherSide()
    {
        Assert.True(Pairing.ProductIsOne([], []));
        Assert.True(Pairing.ProductIsOne([G1Affine.Infinity], [G2Affine.Generator]));
        Assert.True(Pairing.ProductIsOne([G1Affine.Generator], [G2Affine.Infinity]));
        Assert.True(Pairing.ProductIsOne([G1Affine.Infinity, G1Affine.Generator], [G2Affine.Generator, G2Affine.Infinity]));
        Assert.False(Pairing.ProductIsOne([G1Affine.Infinity, G1Affine.Generator], [G2Affine.Infinity, G2Affine.Generator]));
        Assert.True(Pairing.Value(G1Affine.Infinity, G2Affine.Generator).IsOne);
    }

    [Fact]
    public void Parts_OfAProduct_CanBeJoined_AndGoOn()
    {
        PairingProduct first = new();
        first.Add(Multiple1(6), G2Affine.Generator);
        Assert.False(first.IsOne());
        PairingProduct second = new();
        second.Add(Multiple1(2), Multiple2(-3));
        first.Add(second);
        Assert.True(first.IsOne());
        first.Add(Multiple1(1), Multiple2(1));
        Assert.False(first.IsOne());
        first.Add(Multiple1(1), Multiple2(-1));
        Assert.True(first.IsOne());
    }

    [Fact]
    public void DifferentCounts_AreRefused()
    {
        Assert.Throws<ArgumentException>("twistPoints", () => Pairing.ProductIsOne([G1Affine.Generator], []));
        Assert.Throws<ArgumentException>("twistPoints", () => Pairing.ProductIsOne([], [G2Affine.Generator]));
    }

    private static G1Affine Multiple1(BigInteger scalar) => G1Affine.Generator.Multiply(Fr.FromBigInteger(scalar)).ToAffine();

    private static G2Affine Multiple2(BigInteger scalar) => G2Affine.Generator.Multiply(Fr.FromBigInteger(scalar)).ToAffine();

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
}
