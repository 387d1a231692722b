using System.Numerics;
using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Tests.Abi;

public class AbiCoderTests
{
    private static readonly string Zeros = new('0', 64);

    public static TheoryData<object> IntegersOfSeven =>
    [
        7, 7u, 7L, 7UL, (byte)7, (sbyte)7, (short)7, (ushort)7, (nint)7, (nuint)7, (Int128)7, (UInt128)7, new BigInteger(7),
        new TokenAmount(7),
    ];

    [Theory]
    [MemberData(nameof(IntegersOfSeven))]
    public void Encode_AnyIntegerType_IsTheSame(object seven)
    {
        Assert.Equal(7, AbiCoder.Encode([AbiType.Parse("uint8")], [seven])[^1]);
        Assert.Equal(7, AbiCoder.Encode([AbiType.Parse("int8")], [seven])[^1]);
    }

    [Theory]
    [InlineData("uint8", "256")]
    [InlineData("uint8", "-1")]
    [InlineData("int8", "128")]
    [InlineData("int8", "-129")]
    [InlineData("uint256", "115792089237316195423570985008687907853269984665640564039457584007913129639936")]
    [InlineData("int256", "57896044618658097711785492504343953926634992332820282019728792003956564819968")]
    public void Encode_NumberOutsideTheType_Throws(string type, string number) =>
        Assert.Throws<AbiException>(() => AbiCoder.Encode([AbiType.Parse(type)], [BigInteger.Parse(number)]));

    [Theory]
    [InlineData("uint256", "1")]
    [InlineData("address", "0x0000000000000000000000000000000000000001")]
    [InlineData("bool", 1)]
    [InlineData("string", 1)]
    [InlineData("bytes", "0x")]
    [InlineData("bytes4", null)]
    [InlineData("uint8[]", "text")]
    [InlineData("uint8[]", 1)]
    public void Encode_ValueOfAnotherKind_Throws(string type, object? value) =>
        Assert.Throws<AbiException>(() => AbiCoder.Encode([AbiType.Parse(type)], [value]));

    [Fact]
    public void Encode_HalfOfASurrogatePair_Throws() =>
        Assert.Throws<AbiException>(() => AbiCoder.Encode([AbiType.Parse("string")], ["\ud83d"]));

    [Fact]
    public void Encode_WrongItem_SaysWhereAndWhat()
    {
        AbiFunction function = AbiFunction.Parse("function submit((uint256 length, (bytes32 root, uint64 height)[] nodes) submission)");

        AbiException error = Assert.Throws<AbiException>(
            () => function.EncodeCall((object)(1, new[] { (Hash256.Zero, 1), (Hash256.Zero, -1) })));

        Assert.Equal("ABI value submission.nodes[1].height (uint64): the number does not fit.", error.Message);
    }

    [Theory]
    [InlineData("uint256[2]")]
    [InlineData("(uint256,uint256)")]
    public void Encode_WrongNumberOfItems_Throws(string type) =>
        Assert.Throws<AbiException>(() => AbiCoder.Encode([AbiType.Parse(type)], [new[] { 1, 2, 3 }]));

    [Fact]
    public void Encode_WrongNumberOfValues_Throws() => Assert.Throws<AbiException>(() => AbiCoder.Encode([AbiType.Parse("bool")], []));

    [Theory]
    [InlineData("bool", "0000000000000000000000000000000000000000000000000000000000000002")]
    [InlineData("bool", "0100000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("uint8", "0000000000000000000000000000000000000000000000000000000000000100")]
    [InlineData("int8", "0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("int8", "ff7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("address", "0000000000000000000000010000000000000000000000000000000000000000")]
    [InlineData("bytes4", "0102030405000000000000000000000000000000000000000000000000000000")]
    public void Decode_BitsOutsideTheType_Throws(string type, string word) =>
        Assert.Throws<AbiException>(() => AbiCoder.Decode([AbiType.Parse(type)], Convert.FromHexString(word)));

    [Theory]
    [InlineData("bytes", "01ff")]
    [InlineData("string", "80")]
    [InlineData("string", "c080")]
    public void Decode_DirtyFillingOrText_Throws(string type, string tail)
    {
        string length = type == "bytes" ? "01" : $"{tail.Length / 2:x2}";
        string data = Zeros[..^2] + "20" + Zeros[..^2] + length + tail + Zeros[tail.Length..];

        Assert.Throws<AbiException>(() => AbiCoder.Decode([AbiType.Parse(type)], Convert.FromHexString(data)));
    }

    [Fact]
    public void Decode_BytesBehindTheLastValue_AreIgnored()
    {
        byte[] data = [.. AbiCoder.Encode([AbiType.Parse("string")], ["0G"]), 1, 2, 3];

        Assert.Equal(["0G"], AbiCoder.Decode([AbiType.Parse("string")], data));
    }

    [Fact]
    public void Decode_ItemsThatShareATail_AreRefusedBeforeTheyUnfold()
    {
        // Each level is an array of 30 items that all point to the next level: a million values in four kilobytes of data.
        const int levels = 4;
        const int items = 30;
        byte[] level = new byte[32 * (1 + items)];
        level[31] = items;
        for (int i = 1; i <= items; i++)
        {
            level[(32 * i) + 30] = 32 * items >> 8;
            level[(32 * i) + 31] = 32 * items & 0xFF;
        }

        byte[] data = [.. Word(32), .. Enumerable.Repeat(level, levels).SelectMany(bytes => bytes), .. Word(0)];
        AbiType type = AbiType.Parse("uint256" + string.Concat(Enumerable.Repeat("[]", levels + 1)));
        long before = GC.GetAllocatedBytesForCurrentThread();

        AbiException error = Assert.Throws<AbiException>(() => AbiCoder.Decode([type], data));

        Assert.Contains("overlaps", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void EncodePacked_TypeWithoutPackedForm_Throws()
    {
        foreach (string type in (string[])["(uint8,uint8)", "uint8[][]", "string[]", "(bool,bool)[2]"])
        {
            Assert.Throws<AbiException>(() =>
                AbiCoder.EncodePacked([AbiType.Parse(type)], [new object[] { new[] { 1, 1 }, new[] { 1, 1 } }]));
        }
    }

    private static byte[] Word(byte value) => [.. new byte[31], value];
}
