using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.Interop.Tests.Flow;

/// <summary>Makes submissions of all sizes, and breaks some of them in one place.</summary>
internal sealed class RandomSubmissions(Random random, int highest)
{
    private const int SectorSize = 256;

    /// <summary>One that the contract may refuse.</summary>
    public RandomSubmission Next(Address submitter)
    {
        (List<BigInteger> heights, BigInteger length) = Shape();
        BigInteger top = heights[0];
        return random.Next(30) switch
        {
            0 => Make("without submitter", heights, length, Address.Zero),
            1 => Make("without nodes", [], length, submitter),
            2 => Make("without length", heights, 0, submitter),
            3 => Make("longer than its nodes", heights, (Capacity(heights) * SectorSize) + 1, submitter),
            4 => Make("padded too far", heights, Below(heights) * SectorSize, submitter),
            5 => Make("padded as far as may be", heights, (Below(heights) * SectorSize) + 1, submitter),
            6 => Make("with a node twice", [.. heights, heights[^1]], length, submitter),
            7 => Make("rising", [.. heights, top + random.Next(1, 3)], length, submitter),
            8 => Make("spread too far", [top + 4, .. heights], length + (SectorSize * Power(top + 4)), submitter),
            9 => Make("too high", [63 + random.Next(1, 4)], length, submitter),
            10 => Make("endlessly high", [Power(256) - 1], length, submitter),
            11 => Make("endlessly long", heights, Power(256) - random.Next(1, 300), submitter),
            12 => Make("for somebody else", heights, length, new Address(Root().Bytes[..Address.Size])),
            _ => Make("", heights, length, submitter),
        };
    }

    /// <summary>One that the contract takes.</summary>
    public RandomSubmission NextGood(Address submitter)
    {
        (List<BigInteger> heights, BigInteger length) = Shape();
        return Make("", heights, length, submitter);
    }

    private RandomSubmission Make(string fault, IReadOnlyList<BigInteger> heights, BigInteger length, Address submitter)
    {
        object?[] nodes = [.. heights.Select(height => (object?)new object?[] { Root(), height })];
        byte[] tags = new byte[random.Next(4) == 0 ? random.Next(70) : 0];
        random.NextBytes(tags);
        BigInteger sectors = heights.All(height => height < 64) ? Capacity(heights) : 1;
        string name = $"{length} bytes in [{string.Join(", ", heights)}] {fault}";
        return new RandomSubmission(name, [new object?[] { length, tags, nodes }, submitter], sectors);
    }

    /// <summary>The heights of a file of random size, padded by the rule, and a length that they fit.</summary>
    private (List<BigInteger> Heights, BigInteger Length) Shape()
    {
        int top = random.Next(highest + 1);
        BigInteger sectors = Power(top) + (random.Next(3) == 0 ? 0 : Random(Power(top)));
        int power = (int)(sectors - 1).GetBitLength();
        BigInteger unit = power > 4 ? Power(power - 4) : 1;
        BigInteger padded = sectors == Power(power) ? sectors : (((sectors - 1) / unit) + 1) * unit;
        List<BigInteger> heights = [];
        for (int height = power; height >= 0; height--)
        {
            if (((padded >> height) & 1) == 1)
            {
                heights.Add(height);
            }
        }

        return (heights, (sectors * SectorSize) - random.Next(SectorSize));
    }

    private static BigInteger Capacity(IEnumerable<BigInteger> heights) =>
        heights.Aggregate(BigInteger.Zero, (sum, height) => sum + Power(height));

    /// <summary>Sectors that a file must exceed to be padded to these nodes (0G storage specification, on-chain validity rule).</summary>
    private static BigInteger Below(List<BigInteger> heights)
    {
        BigInteger capacity = Capacity(heights);
        return capacity < 16 ? capacity - 1
            : heights.Count == 1 ? capacity - (capacity / 16)
            : capacity - Power(heights[0] - 3);
    }

    private static BigInteger Power(BigInteger exponent) => BigInteger.One << (int)exponent;

    private BigInteger Random(BigInteger limit)
    {
        byte[] bytes = new byte[limit.GetByteCount() + 8];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % limit;
    }

    private Hash256 Root()
    {
        byte[] bytes = new byte[Hash256.Size];
        random.NextBytes(bytes);
        return new Hash256(bytes);
    }
}
