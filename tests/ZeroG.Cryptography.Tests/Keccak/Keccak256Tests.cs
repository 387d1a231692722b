using System.Runtime.Intrinsics;
using ZeroG.Cryptography.Keccak;

namespace ZeroG.Cryptography.Tests.Keccak;

/// <summary>
/// All techniques against the naive twin. <see cref="Keccak256FallbackTests"/> runs this class again with the fast paths switched off.
/// </summary>
public sealed class Keccak256Tests
{
    private const byte Guard = 0xA5;

    /// <summary>Two groups of eight and one more; on the way every mixture of eight, four and one.</summary>
    private const int MaxCount = 17;

    /// <summary>Around the word, the block of 136 bytes and two of them; 64 is a Merkle parent, 256 a sector.</summary>
    private static readonly int[] EdgeLengths =
        [0, 1, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 128, 134, 135, 136, 137, 143, 144, 255, 256, 257, 271, 272, 273, 407, 408, 409, 1000];

    public static MatrixTheoryData<int, byte> EdgeMessages => new(EdgeLengths, [0x00, 0x5A, 0xFF]);

    public static TheoryData<int> BatchLengths => [1, 7, .. LengthsOfAHashOrMore];

    public static TheoryData<int> LengthsOfAHashOrMore => [32, 33, 64, 65, 135, 136, 137, 255, 256, 271, 272, 273];

    private unsafe delegate int Technique(byte* messages, int messageLength, byte* hashes, int count);

    [Theory]
    [MemberData(nameof(EdgeMessages))]
    public void Hash_EdgeLength_EqualsTwin(int length, byte fill)
    {
        byte[] message = new byte[length];
        Array.Fill(message, fill);

        Assert.Equal(NaiveKeccak256.Hash(message), Keccak256.Hash(message));
    }

    [Fact]
    public void Hash_EveryLengthOfRandomBytes_EqualsTwin()
    {
        byte[] message = RandomBytes(600);
        for (int length = 0; length <= message.Length; length++)
        {
            Assert.Equal(NaiveKeccak256.Hash(message.AsSpan(0, length)), Keccak256.Hash(message.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Hash_LongerBuffer_WritesOnlyTheHash()
    {
        byte[] buffer = [.. Enumerable.Repeat(Guard, 40)];

        Keccak256.Hash("abc"u8, buffer);

        Assert.Equal([.. NaiveKeccak256.Hash("abc"u8), .. Enumerable.Repeat(Guard, 8)], buffer);
    }

    [Fact]
    public void Hash_OverItsMessage_EqualsTwin()
    {
        byte[] message = RandomBytes(300);
        byte[] expected = NaiveKeccak256.Hash(message);

        Keccak256.Hash(message, message.AsSpan(50));

        Assert.Equal(expected, message[50..82]);
    }

    [Fact]
    public void Hash_ShortBuffer_IsRefusedAndUntouched()
    {
        byte[] buffer = [.. Enumerable.Repeat(Guard, 31)];

        ArgumentException failure = Assert.Throws<ArgumentException>("hash", () => Keccak256.Hash([], buffer));

        Assert.StartsWith("A Keccak-256 hash takes 32 bytes; the buffer has 31.", failure.Message, StringComparison.Ordinal);
        Assert.All(buffer, value => Assert.Equal(Guard, value));
    }

    [Theory]
    [MemberData(nameof(BatchLengths))]
    public void HashMany_AnyCount_EqualsTwinAndTouchesNothingElse(int length)
    {
        for (int count = 0; count <= MaxCount; count++)
        {
            byte[] messages = RandomBytes(length * count);
            byte[] hashes = [.. Enumerable.Repeat(Guard, (32 * count) + 64)];

            Keccak256.HashMany(messages, length, hashes.AsSpan(0, (32 * count) + 31));

            Assert.Equal([.. HashesOfTwin(messages, length, count), .. Enumerable.Repeat(Guard, 64)], hashes);
        }
    }

    [Theory]
    [MemberData(nameof(LengthsOfAHashOrMore))]
    public void HashMany_OverItsMessages_EqualsTwin(int length)
    {
        for (int count = 0; count <= MaxCount; count++)
        {
            byte[] messages = RandomBytes(length * count);
            byte[] expected = [.. HashesOfTwin(messages, length, count), .. messages.AsSpan(32 * count)];

            Keccak256.HashMany(messages, length, messages);

            Assert.Equal(expected, messages);
        }
    }

    [Fact]
    public void HashMany_ManyMessages_EqualsTwin()
    {
        byte[] messages = RandomBytes(256 * 4099);
        byte[] hashes = new byte[32 * 4099];

        Keccak256.HashMany(messages, 256, hashes);

        foreach (int i in (int[])[0, 7, 8, 2047, 4095, 4096, 4098])
        {
            Assert.Equal(NaiveKeccak256.Hash(messages.AsSpan(256 * i, 256)), hashes[(32 * i)..(32 * (i + 1))]);
        }
    }

    [Fact]
    public void HashMany_WrongArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("messageLength", () => Keccak256.HashMany([], 0, []));
        Assert.Throws<ArgumentException>("messages", () => Keccak256.HashMany(new byte[65], 64, new byte[64]));
        Assert.Throws<ArgumentException>("hashes", () => Keccak256.HashMany(new byte[128], 64, new byte[63]));
    }

    [Fact]
    public unsafe void HashGroups_Scalar_EqualsTwin() => AssertEqualsTwin(Keccak256.HashGroups<Keccak256.ScalarLanes, ulong>, 1);

    [Fact]
    public unsafe void HashGroups_Avx2_EqualsTwin()
    {
        Assert.SkipUnless(Keccak256.Avx2Lanes.IsSupported, "The processor has no AVX2, or it is switched off.");
        AssertEqualsTwin(Keccak256.HashGroups<Keccak256.Avx2Lanes, Vector256<ulong>>, 4);
    }

    [Fact]
    public unsafe void HashGroups_Avx512_EqualsTwin()
    {
        Assert.SkipUnless(Keccak256.Avx512Lanes.IsSupported, "The processor has no AVX-512, or it is switched off.");
        AssertEqualsTwin(Keccak256.HashGroups<Keccak256.Avx512Lanes, Vector512<ulong>>, 8);
    }

    /// <summary>Messages at odd addresses, guards around the hashes, and every count up to two groups and one.</summary>
    private static unsafe void AssertEqualsTwin(Technique technique, int groupSize)
    {
        foreach (int length in EdgeLengths)
        {
            for (int count = 0; count <= (2 * groupSize) + 1; count++)
            {
                int whole = count - (count % groupSize);
                byte[] messages = RandomBytes((length * count) + 1);
                byte[] hashes = [.. Enumerable.Repeat(Guard, (32 * count) + 2)];
                int done;
                fixed (byte* source = messages, target = hashes)
                {
                    done = technique(source + 1, length, target + 1, count);
                }

                byte[] expected = HashesOfTwin(messages.AsSpan(1), length, whole);
                Assert.Equal((length, count, whole), (length, count, done));
                Assert.Equal([Guard, .. expected, .. Enumerable.Repeat(Guard, (32 * (count - whole)) + 1)], hashes);
            }
        }
    }

    private static byte[] HashesOfTwin(ReadOnlySpan<byte> messages, int length, int count)
    {
        List<byte> hashes = [];
        for (int i = 0; i < count; i++)
        {
            hashes.AddRange(NaiveKeccak256.Hash(messages.Slice(length * i, length)));
        }

        return [.. hashes];
    }

    private static byte[] RandomBytes(int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
