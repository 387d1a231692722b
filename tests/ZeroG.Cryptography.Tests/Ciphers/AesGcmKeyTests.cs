using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using ZeroG.Cryptography.Ciphers;

namespace ZeroG.Cryptography.Tests.Ciphers;

public sealed class AesGcmKeyTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)(i * 11))];

    public static TheoryData<bool> Techniques() => GcmInstructions.IsSupported ? [false, true] : [true];

    // Test cases 13 and 14 of McGrew and Viega, "The Galois/Counter Mode of Operation".
    [Theory]
    [InlineData(false, "", "", "530f8afbc74536b9a963b4f1c4cb738b")]
    [InlineData(true, "", "", "530f8afbc74536b9a963b4f1c4cb738b")]
    [InlineData(false, "00000000000000000000000000000000", "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919")]
    [InlineData(true, "00000000000000000000000000000000", "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919")]
    public void Encrypt_CaseOfTheMode_IsItsCiphertextAndTag(bool portable, string plain, string encrypted, string tag)
    {
        using AesGcmKey key = new(new byte[32], portable || !GcmInstructions.IsSupported);
        byte[] text = Convert.FromHexString(plain);
        byte[] found = new byte[16];

        key.Encrypt(new byte[12], text, text, found);

        Assert.Equal(encrypted, Convert.ToHexStringLower(text));
        Assert.Equal(tag, Convert.ToHexStringLower(found));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Encrypt_EveryLengthUpToManyBlocks_AgreesWithTheRuntime(bool portable)
    {
        Random random = new(1);
        using AesGcmKey own = new(Key, portable);
        using AesGcm system = new(Key, AesGcmKey.TagSize);
        byte[] nonce = new byte[12];
        for (int length = 0; length <= 600; length++)
        {
            random.NextBytes(nonce);
            byte[] plain = new byte[length];
            random.NextBytes(plain);
            byte[] expected = new byte[length];
            byte[] expectedTag = new byte[16];
            system.Encrypt(nonce, plain, expected, expectedTag);
            byte[] found = new byte[length];
            byte[] foundTag = new byte[16];

            own.Encrypt(nonce, plain, found, foundTag);

            Assert.Equal(expected, found);
            Assert.Equal(expectedTag, foundTag);
            Assert.True(own.TryDecrypt(nonce, found, foundTag, found));
            Assert.Equal(plain, found);
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Encrypt_NonceOfAnyLength_AgreesWithAnotherLibrary(bool portable)
    {
        Random random = new(2);
        using AesGcmKey own = new(Key, portable);
        byte[] plain = new byte[333];
        random.NextBytes(plain);
        foreach (int length in (int[])[1, 8, 11, 12, 13, 15, 16, 16, 16, 17, 31, 32, 33, 60, 128])
        {
            byte[] nonce = new byte[length];
            random.NextBytes(nonce);
            byte[] found = new byte[plain.Length + 16];

            own.Encrypt(nonce, plain, found, found.AsSpan(plain.Length));

            Assert.Equal(ByAnotherLibrary(nonce, plain), found);
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Apply_InPieces_IsTheSameAsAtOnce(bool portable)
    {
        Random random = new(3);
        using AesGcmKey key = new(Key, portable);
        byte[] plain = new byte[70_007];
        random.NextBytes(plain);
        byte[] expected = new byte[plain.Length];
        byte[] tag = new byte[16];
        key.Encrypt(new byte[12], plain, expected, tag);
        for (int i = 0; i < 20; i++)
        {
            byte[] text = [.. expected];
            AesGcmStream message = key.BeginDecryption(new byte[12]);
            for (int done = 0; done < text.Length;)
            {
                int piece = Math.Min(16 * random.Next(0, i < 10 ? 20 : 2000), text.Length - done);
                piece = done + piece > text.Length - 16 ? text.Length - done : piece;
                message.Apply(text.AsSpan(done, piece), text.AsSpan(done));
                done += piece;
            }

            Assert.True(message.HasTag(tag));
            Assert.Equal(plain, text);
        }
    }

    // A counter that comes round within a message: with 12-byte nonces only after 64 GiB, with others anywhere.
    [Theory]
    [MemberData(nameof(Techniques))]
    public void Apply_CounterThatComesRound_LeavesTheOtherBytes(bool portable)
    {
        using GcmEngine engine = portable ? new GcmPortable(Key) : new GcmInstructions(Key);
        byte[] start = [9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0xFF, 0xFF, 0xFF, 0xFA];
        byte[] counter = [.. start];
        byte[] found = new byte[16 * 20];

        engine.Apply(decrypts: false, counter, new byte[16], found, found);

        Assert.Equal([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 14], counter);
        for (int i = 0; i < 20; i++)
        {
            byte[] block = [.. start.AsSpan(0, 12), .. BitConverter.GetBytes(unchecked(0xFFFFFFFA + (uint)i)).Reverse()];
            engine.EncryptBlock(block, block);
            Assert.Equal(block, found.AsSpan(16 * i, 16).ToArray());
        }
    }

    // Where a carry or a reduction could go wrong: single bits at every place of both factors, and all ones.
    [Theory]
    [MemberData(nameof(Techniques))]
    public void Hash_SingleBitsAndAllOnes_IsTheProductOfTheStandard(bool portable)
    {
        Random random = new(5);
        for (int i = 0; i < 50; i++)
        {
            byte[] key = new byte[32];
            random.NextBytes(key);
            using GcmEngine engine = portable ? new GcmPortable(key) : new GcmInstructions(key);
            byte[] factor = new byte[16];
            engine.EncryptBlock(factor, factor);
            for (int bit = 0; bit <= 128; bit++)
            {
                byte[] block = new byte[16];
                block.AsSpan().Fill(bit == 128 ? (byte)0xFF : (byte)0);
                if (bit < 128)
                {
                    block[bit / 8] = (byte)(0x80 >> (bit % 8));
                }

                byte[] sum = new byte[16];
                engine.Hash(sum, block);

                Assert.Equal(ByShifting(block, factor), sum);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void TryDecrypt_AnyBitAltered_IsFalseAndGivesNothing(bool portable)
    {
        using AesGcmKey key = new(Key, portable);
        byte[] plain = [.. Enumerable.Range(0, 40).Select(i => (byte)(i + 1))];
        byte[] encrypted = new byte[40];
        byte[] tag = new byte[16];
        key.Encrypt(new byte[16], plain, encrypted, tag);
        for (int bit = 0; bit < 56 * 8; bit++)
        {
            byte[] text = [.. encrypted, .. tag];
            text[bit / 8] ^= (byte)(1 << (bit % 8));
            byte[] found = [.. plain];

            Assert.False(key.TryDecrypt(new byte[16], text.AsSpan(0, 40), text.AsSpan(40), found));
            Assert.All(found, value => Assert.Equal(0, value));
        }

        Assert.False(key.TryDecrypt(new byte[16], encrypted, tag.AsSpan(0, 12), new byte[40]));
        Assert.False(key.TryDecrypt(new byte[12], encrypted, tag, new byte[40]));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Apply_BehindTheLastPiece_IsRefused(bool portable)
    {
        using AesGcmKey key = new(Key, portable);
        AesGcmStream message = key.BeginEncryption(new byte[12]);
        message.Apply(new byte[17], new byte[17]);
        message.Apply([], []);

        Assert.Throws<InvalidOperationException>(() => message.Apply(new byte[16], new byte[16]));
        Assert.Throws<ArgumentOutOfRangeException>(() => key.BeginEncryption(new byte[12]).Apply(new byte[2], new byte[1]));
    }

    [Fact]
    public void Begin_WrongKeyOrNonce_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new AesGcmKey(new byte[16]));
        AesGcmKey key = new(Key);
        Assert.Throws<ArgumentException>(() => key.BeginEncryption([]));
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.BeginEncryption(new byte[12]));
    }

    [Fact]
    public async Task Encrypt_ManyThreadsAtOnce_AgreeWithOne()
    {
        using AesGcmKey key = new(Key);
        byte[] plain = new byte[100_000];
        new Random(6).NextBytes(plain);
        byte[] expected = new byte[plain.Length + 16];
        key.Encrypt(new byte[12], plain, expected, expected.AsSpan(plain.Length));

        await Parallel.ForAsync(0, 32, (_, _) =>
        {
            byte[] found = new byte[expected.Length];
            key.Encrypt(new byte[12], plain, found, found.AsSpan(plain.Length));
            Assert.Equal(expected, found);
            return ValueTask.CompletedTask;
        });
    }

    private static byte[] ByAnotherLibrary(byte[] nonce, byte[] plain)
    {
        GcmBlockCipher cipher = new(new AesEngine());
        cipher.Init(true, new AeadParameters(new KeyParameter(Key), 128, nonce));
        byte[] result = new byte[plain.Length + 16];
        int done = cipher.ProcessBytes(plain, 0, plain.Length, result, 0);
        cipher.DoFinal(result, done);
        return result;
    }

    // Algorithm 1 of SP 800-38D §6.3, bit after bit.
    private static byte[] ByShifting(byte[] x, byte[] y)
    {
        UInt128 v = BinaryPrimitives.ReadUInt128BigEndian(y);
        UInt128 z = 0;
        for (int i = 0; i < 128; i++)
        {
            z ^= (x[i / 8] >> (7 - (i % 8)) & 1) == 1 ? v : 0;
            v = (v >> 1) ^ ((v & 1) == 1 ? (UInt128)0xE1 << 120 : 0);
        }

        byte[] result = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(result, z);
        return result;
    }
}
