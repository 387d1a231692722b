using System.Numerics;
using ZeroG.Chain.Abi;

namespace ZeroG.Chain.Tests.Abi;

public class AbiEventTests
{
    private static readonly AbiEvent Transfer = AbiEvent.Parse("event Transfer(address indexed from, uint256 value, address indexed to)");
    private static readonly Address Alice = Address.Parse("0x00000000000000000000000000000000000000a1");
    private static readonly Address Bob = Address.Parse("0x00000000000000000000000000000000000000b0");

    [Fact]
    public void Decode_ParametersIndexedOutOfOrder_ComeBackInOrderOfDeclaration()
    {
        AbiLog log = Transfer.Encode(Alice, 5, Bob);

        Assert.Equal(3, log.Topics.Length);
        Assert.Equal([Alice, new BigInteger(5), Bob], Transfer.Decode(log.Topics, log.Data));
    }

    [Fact]
    public void Decode_LogOfAnotherEvent_Throws()
    {
        AbiLog log = Transfer.Encode(Alice, 5, Bob);

        Assert.Throws<AbiException>(() => Transfer.Decode([Hash256.Zero, log.Topics[1], log.Topics[2]], log.Data));
        Assert.Throws<AbiException>(() => Transfer.Decode(log.Topics[..2], log.Data));
        Assert.False(Transfer.IsLog([]));
    }

    [Fact]
    public void Decode_AnonymousEvent_HasNoTopicOfItsOwn()
    {
        AbiEvent anonymous = AbiEvent.Parse("event Note(uint8 indexed a, string text) anonymous");

        AbiLog log = anonymous.Encode(1, "x");

        Assert.Single(log.Topics);
        Assert.Equal([new BigInteger(1), "x"], anonymous.Decode(log.Topics, log.Data));
    }

    [Fact]
    public void Encode_IndexedArraysAndTuples_HashTheirValuesInPlace()
    {
        AbiEvent declared = AbiEvent.Parse("event E(uint8[] indexed xs, (string text, uint8 n) indexed pair)");

        AbiLog log = declared.Encode(new[] { 1, 2 }, ("ab", 3));

        byte[] xs = [.. Word(1), .. Word(2)];
        byte[] pair = [(byte)'a', (byte)'b', .. new byte[30], .. Word(3)];
        Assert.Equal([declared.Topic, Hash256.Keccak(xs), Hash256.Keccak(pair)], log.Topics);
        Assert.Equal([log.Topics[1], log.Topics[2]], declared.Decode(log.Topics, log.Data));
    }

    [Fact]
    public void Encode_WrongNumberOfValues_Throws() => Assert.Throws<AbiException>(() => Transfer.Encode(Alice));

    private static byte[] Word(byte value) => [.. new byte[31], value];
}
