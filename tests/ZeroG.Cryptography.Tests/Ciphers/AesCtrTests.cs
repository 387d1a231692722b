using System.Runtime.Intrinsics.X86;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using ZeroG.Cryptography.Ciphers;

namespace ZeroG.Cryptography.Tests.Ciphers;

public sealed class AesCtrTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 7))];

    private static readonly byte[][] Nonces =
    [
        new byte[16],
        [.. Enumerable.Repeat((byte)0xFF, 16)],
        [.. Enumerable.Repeat((byte)0, 8), .. Enumerable.Repeat((byte)0xFF, 8)],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    ];

    public static TheoryData<bool> Techniques() => Aes.IsSupported ? [false, true] : [true];

    // FIPS 197 appendix C.3, as the key stream of a counter that is the block itself.
    [Theory]
    [MemberData(nameof(Techniques))]
    public void Apply_BlockOfTheStandard_IsItsCiphertext(bool portable)
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        using AesCtr cipher = new(key, Convert.FromHexString("00112233445566778899aabbccddeeff"), portable);
        byte[] stream = new byte[16];

        cipher.Apply(0, stream, stream);

        Assert.Equal("8EA2B7CA516745BFEAFC49904B496089", Convert.ToHexString(stream));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Apply_AnyLengthAtAnyPosition_IsThatPartOfTheStreamOfAnotherLibrary(bool portable)
    {
        Random random = new(11);
        byte[] data = new byte[70_000];
        random.NextBytes(data);
        foreach (byte[] nonce in Nonces)
        {
            byte[] expected = ByAnotherLibrary(nonce, data);
            using AesCtr cipher = new(Key, nonce, portable);
            byte[] whole = new byte[data.Length];
            cipher.Apply(0, data, whole);
            Assert.Equal(expected, whole);
            for (int i = 0; i < 300; i++)
            {
                int start = random.Next(i % 2 == 0 ? 300 : data.Length);
                int length = random.Next(Math.Min(i % 3 == 0 ? 40 : 1000, data.Length - start));
                byte[] part = data.AsSpan(start, length).ToArray();

                cipher.Apply(start, part, part);

                Assert.Equal(expected.AsSpan(start, length).ToArray(), part);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Apply_FarIntoTheStream_CountsWithAllBits(bool portable)
    {
        // 2^40 bytes on, the counter is 2^36 further; the same blocks stand at the start of a stream that begins there.
        const long Position = (1L << 40) + 5;
        byte[] later = [.. new byte[11], 16, 0, 0, 0, 0];
        using AesCtr cipher = new(Key, new byte[16], portable);
        using AesCtr shifted = new(Key, later, portable);
        byte[] far = new byte[100];
        byte[] near = new byte[100];

        cipher.Apply(Position, far, far);
        shifted.Apply(5, near, near);

        Assert.Equal(near, far);
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Apply_LongerOutput_LeavesWhatLiesBehind(bool portable)
    {
        using AesCtr cipher = new(Key, new byte[16], portable);
        byte[] output = [.. Enumerable.Repeat((byte)9, 64)];

        cipher.Apply(3, new byte[40], output);

        Assert.All(output[40..], value => Assert.Equal(9, value));
    }

    [Fact]
    public async Task Apply_ManyThreadsAtOnce_AgreeWithOne()
    {
        using AesCtr cipher = new(Key, Nonces[3]);
        byte[] expected = new byte[1 << 20];
        cipher.Apply(0, expected, expected);
        byte[] shared = new byte[expected.Length];

        await Parallel.ForAsync(0, 64, (part, _) =>
        {
            int size = shared.Length / 64;
            cipher.Apply(part * size, shared.AsSpan(part * size, size), shared.AsSpan(part * size, size));
            return ValueTask.CompletedTask;
        });

        Assert.Equal(expected, shared);
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(16, 16)]
    [InlineData(33, 16)]
    [InlineData(32, 15)]
    [InlineData(32, 0)]
    public void Create_WrongLength_IsRefused(int key, int nonce) =>
        Assert.Throws<ArgumentException>(() => new AesCtr(new byte[key], new byte[nonce]));

    [Fact]
    public void Apply_WrongArguments_AreRefused()
    {
        using AesCtr cipher = new(Key, new byte[16]);

        Assert.Throws<ArgumentOutOfRangeException>(() => cipher.Apply(-1, new byte[1], new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => cipher.Apply(0, new byte[2], new byte[1]));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Apply_Disposed_IsRefused(bool portable)
    {
        AesCtr cipher = new(Key, new byte[16], portable);
        cipher.Dispose();

        Assert.Throws<ObjectDisposedException>(() => cipher.Apply(0, new byte[1], new byte[1]));
    }

    private static byte[] ByAnotherLibrary(byte[] nonce, byte[] data)
    {
        SicBlockCipher cipher = new(new AesEngine());
        cipher.Init(true, new ParametersWithIV(new KeyParameter(Key), nonce));
        byte[] result = new byte[data.Length];
        for (int i = 0; i < data.Length; i += 16)
        {
            byte[] block = new byte[16];
            data.AsSpan(i, Math.Min(16, data.Length - i)).CopyTo(block);
            byte[] encrypted = new byte[16];
            cipher.ProcessBlock(block, 0, encrypted, 0);
            encrypted.AsSpan(0, Math.Min(16, data.Length - i)).CopyTo(result.AsSpan(i));
        }

        return result;
    }
}
