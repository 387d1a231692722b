using System.Numerics;
using ZeroG.Chain.Rlp;

namespace ZeroG.Chain.Tests.Rlp;

public class RlpItemTests
{
    [Theory]
    [InlineData("")]
    [InlineData("c28100")]
    [InlineData("c1c1")]
    [InlineData("c281")]
    [InlineData("b9")]
    [InlineData("f7")]
    [InlineData("ff7fffffffffffffff")]
    [InlineData("ffffffffffffffffff")]
    [InlineData("b90000")]
    [InlineData("b801ff")]
    [InlineData("f80101")]
    [InlineData("c000")]
    public void Decode_MalformedOrNotCanonical_Throws(string hex) =>
        Assert.Throws<RlpException>(() => RlpItem.Decode(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("b900")]
    [InlineData("f900")]
    public void Decode_LongLengthWithLeadingZero_Throws(string hex) =>
        Assert.Throws<RlpException>(() => RlpItem.Decode(Convert.FromHexString(hex + "38" + new string('0', 2 * 0x38))));

    [Theory]
    [InlineData("80", 0UL)]
    [InlineData("01", 1UL)]
    [InlineData("820400", 1024UL)]
    [InlineData("88ffffffffffffffff", ulong.MaxValue)]
    public void ToUInt64_CanonicalNumber_IsRead(string hex, ulong value)
    {
        RlpItem item = RlpItem.Decode(Convert.FromHexString(hex));

        Assert.Equal(value, item.ToUInt64());
        Assert.Equal(value, item.ToUInt256());
    }

    [Theory]
    [InlineData("00")]
    [InlineData("820001")]
    [InlineData("89010000000000000000")]
    [InlineData("c0")]
    public void ToUInt64_AnythingElse_Throws(string hex) =>
        Assert.Throws<RlpException>(() => RlpItem.Decode(Convert.FromHexString(hex)).ToUInt64());

    [Fact]
    public void ToUInt256_MoreThan32Bytes_Throws() =>
        Assert.Throws<RlpException>(() => RlpItem.Decode(Convert.FromHexString("a101" + new string('0', 64))).ToUInt256());

    [Fact]
    public void Accessors_OtherKindOrSize_Throw()
    {
        RlpItem text = RlpItem.Decode(Convert.FromHexString("83636174"));
        RlpItem list = RlpItem.Decode(Convert.FromHexString("c20102"));

        Assert.Throws<RlpException>(() => text.Items);
        Assert.Throws<RlpException>(() => list.Bytes);
        Assert.Throws<RlpException>(() => list.ItemsOf(3));
        Assert.Throws<RlpException>(() => text.ToAddress());
        Assert.Throws<RlpException>(() => text.ToHash());
    }

    [Fact]
    public void Decode_ListsNestTooDeep_Throws()
    {
        RlpWriter writer = new();
        for (int i = 0; i <= RlpItem.MaxDepth; i++)
        {
            writer.StartList();
        }

        for (int i = 0; i <= RlpItem.MaxDepth; i++)
        {
            writer.EndList();
        }

        Assert.Throws<RlpException>(() => RlpItem.Decode(writer.ToArray()));
    }

    [Fact]
    public void Write_NegativeNumberOrOpenList_Throws()
    {
        RlpWriter writer = new();
        writer.StartList();

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(BigInteger.MinusOne));
        Assert.Throws<InvalidOperationException>(() => writer.ToArray());
        writer.EndList();
        Assert.Throws<InvalidOperationException>(writer.EndList);
    }

    [Fact]
    public void Decode_RandomTree_IsWhatWasWritten()
    {
        Random random = new(2);
        for (int i = 0; i < 2000; i++)
        {
            RlpWriter writer = new();
            string written = WriteRandom(writer, random, depth: 0);

            Assert.Equal(written, Describe(RlpItem.Decode(writer.ToArray())));
        }
    }

    [Fact]
    public void Decode_MutatedBytes_AreRefusedOrWrittenBackTheSame()
    {
        // A strict decoder accepts one encoding per item, so whatever it accepts must encode to the very bytes it came from.
        Random random = new(3);
        for (int i = 0; i < 5000; i++)
        {
            RlpWriter writer = new();
            _ = WriteRandom(writer, random, depth: 0);
            byte[] data = Mutation.Of(writer.ToArray(), random);
            try
            {
                RlpWriter again = new();
                Write(again, RlpItem.Decode(data));
                Assert.Equal(data, again.ToArray());
            }
            catch (RlpException)
            {
                // Refused, as most mutations are.
            }
        }
    }

    private static string WriteRandom(RlpWriter writer, Random random, int depth)
    {
        if (depth == 4 || random.Next(3) == 0)
        {
            // Lengths on both sides of the borders 1, 55 and 256.
            byte[] bytes = new byte[random.Next(5) switch
            {
                0 => 0,
                1 => 1,
                2 => random.Next(54, 58),
                3 => random.Next(254, 258),
                _ => random.Next(40),
            }];
            random.NextBytes(bytes);
            writer.Write(bytes);
            return Convert.ToHexString(bytes);
        }

        writer.StartList();
        string[] items = [.. Enumerable.Range(0, random.Next(5)).Select(_ => WriteRandom(writer, random, depth + 1))];
        writer.EndList();
        return $"[{string.Join(',', items)}]";
    }

    private static string Describe(RlpItem item) =>
        item.IsList ? $"[{string.Join(',', item.Items.Select(Describe))}]" : Convert.ToHexString(item.Bytes.Span);

    private static void Write(RlpWriter writer, RlpItem item)
    {
        if (!item.IsList)
        {
            writer.Write(item.Bytes.Span);
            return;
        }

        writer.StartList();
        foreach (RlpItem child in item.Items)
        {
            Write(writer, child);
        }

        writer.EndList();
    }
}
