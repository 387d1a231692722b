using System.Numerics;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Points and scalars for tests of sums, and the sums one by one.</summary>
internal static class PointSamples
{
    /// <summary>Scalars at which halves and digits have their edges.</summary>
    public static readonly Fr[] EdgeScalars =
    [
        .. new[]
        {
            0, 1, 2, 3, Fr.Modulus - 1, Fr.Modulus - 2, Fr.Modulus / 2, (Fr.Modulus / 2) + 1, 127, 128, 129, 32767, 32768, 32769,
            BigInteger.Pow(2, 64) - 1, BigInteger.Pow(2, 64), BigInteger.Pow(2, 126), BigInteger.Pow(2, 127), BigInteger.Pow(2, 128) - 1,
            BigInteger.Pow(2, 253), Glv.Lambda.ToBigInteger(), Fr.Modulus - Glv.Lambda.ToBigInteger(), BigInteger.Pow(2, 248) - 1,
        }.Select(Fr.FromBigInteger),
    ];

    /// <summary>Points of no known relation, by repeated addition.</summary>
    public static G1Affine[] Points(int count, int seed = 1)
    {
        G1Jacobian[] points = new G1Jacobian[count];
        G1Jacobian point = G1Affine.Generator.Multiply(Fr.FromUInt64((ulong)seed * 0x9E3779B97F4A7C15));
        G1Affine step = G1Affine.Generator.Multiply(RandomScalars(1, seed)[0]).ToAffine();
        for (int i = 0; i < count; i++)
        {
            points[i] = point;
            point += step;
        }

        G1Affine[] affine = new G1Affine[count];
        G1Jacobian.Normalize(points, affine);
        new Random(seed).Shuffle(affine);
        return affine;
    }

    public static Fr[] RandomScalars(int count, int seed)
    {
        Random random = new(seed);
        byte[] bytes = new byte[Fr.Size];
        Fr[] scalars = new Fr[count];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            scalars[i] = Fr.FromLittleEndianReduced(bytes);
        }

        return scalars;
    }

    /// <summary>Random scalars with the edges among them.</summary>
    public static Fr[] MixedScalars(int count, int seed)
    {
        Fr[] scalars = RandomScalars(count, seed);
        Random random = new(seed);
        for (int i = 0; i < count; i += 3)
        {
            scalars[i] = EdgeScalars[random.Next(EdgeScalars.Length)];
        }

        return scalars;
    }

    /// <summary>Double and add, one term after another.</summary>
    public static G1Jacobian PlainSum(ReadOnlySpan<G1Affine> points, ReadOnlySpan<Fr> scalars)
    {
        G1Jacobian sum = G1Jacobian.Infinity;
        for (int i = 0; i < points.Length; i++)
        {
            BigInteger scalar = scalars[i].ToBigInteger();
            G1Jacobian multiple = G1Jacobian.Infinity;
            for (long bit = (long)scalar.GetBitLength() - 1; bit >= 0; bit--)
            {
                multiple = multiple.Double();
                multiple = (scalar >> (int)bit).IsEven ? multiple : multiple + points[i];
            }

            sum += multiple;
        }

        return sum;
    }
}
