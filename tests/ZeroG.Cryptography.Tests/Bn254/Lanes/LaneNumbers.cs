using System.Numerics;
using System.Runtime.Intrinsics;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254.Lanes;

/// <summary>Numbers in and out of lanes limb by limb, and those at which lanes would go wrong first.</summary>
internal static class LaneNumbers<TModulus>
    where TModulus : struct, IModulus
{
    public const long Tight = 1L << 51;
    public const long Loose = 1L << 52;

    private static readonly BigInteger[] InverseOfRadix = [BigInteger.ModPow(BigInteger.One << 260, P - 2, P)];

    public static BigInteger P => Montgomery<TModulus>.Modulus;

    /// <summary>a·b/2^260 mod p.</summary>
    public static BigInteger Product(BigInteger a, BigInteger b) => a * b * InverseOfRadix[0] % P;

    public static bool AreCongruent(BigInteger a, BigInteger b) => ((a - b) % P).IsZero;

    /// <summary>Limbs of numbers within 42 p: at their ends together, in turn and alone, next to a carry, and multiples of p.</summary>
    public static List<long[]> Edges(long limit)
    {
        long top = (long)(42 * P >> 208) - 2;
        long[] ends = [limit, -limit, limit - 1, 1 - limit, limit / 2, -limit / 2, 1, -1, 0];
        List<long[]> edges = [];
        foreach (long end in ends)
        {
            long last = Math.Clamp(end, -top, top);
            edges.Add([end, end, end, end, last]);
            edges.Add([end, -end, end, -end, last]);
            edges.Add([-end, end, end, -end, -last]);
            edges.Add([end, 0, 0, 0, 0]);
            edges.Add([0, 0, 0, 0, last]);
            edges.Add([0, 0, 0, end, 0]);
        }

        foreach (int multiple in (int[])[-41, -2, -1, 1, 2, 16, 41])
        {
            edges.Add(Limbs(multiple * P));
            edges.Add(Limbs((multiple * P) + 1));
            edges.Add(Limbs((multiple * P) - 1));
        }

        return edges;
    }

    /// <summary>Any limbs within a limit, often at its ends.</summary>
    public static long[] Next(Random random, long limit)
    {
        long top = (long)(42 * P >> 208) - 2;
        long[] limbs = new long[5];
        for (int i = 0; i < 5; i++)
        {
            long bound = i == 4 ? Math.Min(top, limit) : limit;
            limbs[i] = random.Next(8) switch
            {
                0 => bound - random.Next(3),
                1 => random.Next(3) - bound,
                2 => random.Next(3) - 1,
                _ => random.NextInt64(-bound, bound + 1),
            };
        }

        return limbs;
    }

    /// <summary>The tight limbs of a number.</summary>
    public static long[] Limbs(BigInteger value)
    {
        long[] limbs = new long[5];
        for (int i = 0; i < 4; i++)
        {
            BigInteger rest = (value + Tight) & ((BigInteger.One << 52) - 1);
            limbs[i] = (long)(rest - Tight);
            value = (value - limbs[i]) >> 52;
        }

        limbs[4] = (long)value;
        return limbs;
    }

    public static BigInteger Value(long[] limbs) =>
        limbs.Reverse().Aggregate(BigInteger.Zero, (sum, limb) => (sum << 52) + limb);

    /// <summary>Eight numbers, the first ones again if there are fewer.</summary>
    public static Lanes8<TModulus> Create(IReadOnlyList<long[]> numbers)
    {
        Lanes8<TModulus> lanes = default;
        for (int lane = 0; lane < 8; lane++)
        {
            long[] limbs = numbers[lane % numbers.Count];
            lanes.Limb0 = lanes.Limb0.WithElement(lane, limbs[0]);
            lanes.Limb1 = lanes.Limb1.WithElement(lane, limbs[1]);
            lanes.Limb2 = lanes.Limb2.WithElement(lane, limbs[2]);
            lanes.Limb3 = lanes.Limb3.WithElement(lane, limbs[3]);
            lanes.Limb4 = lanes.Limb4.WithElement(lane, limbs[4]);
        }

        return lanes;
    }

    public static long[] Read(in Lanes8<TModulus> lanes, int lane)
    {
        double[] limbs = [lanes.Limb0[lane], lanes.Limb1[lane], lanes.Limb2[lane], lanes.Limb3[lane], lanes.Limb4[lane]];
        Assert.All(limbs, limb => Assert.Equal(Math.Truncate(limb), limb));
        return [.. limbs.Select(limb => (long)limb)];
    }

    /// <summary>The number in a lane, whose limbs must be tight.</summary>
    public static BigInteger ReadTight(in Lanes8<TModulus> lanes, int lane)
    {
        long[] limbs = Read(lanes, lane);
        Assert.All(limbs, limb => Assert.InRange(limb, -Tight, Tight));
        return Value(limbs);
    }

    /// <summary>Asserts |value| ≤ bound + units·p/100.</summary>
    public static void AssertWithin(BigInteger value, BigInteger bound, int hundredths) =>
        Assert.True(100 * BigInteger.Abs(value) <= (100 * bound) + (hundredths * P), $"{value} is beyond its bound.");
}
