using System.Numerics;
using System.Runtime.InteropServices;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Many elements at once against one at a time.</summary>
public sealed class FrManyTests
{
    public static TheoryData<bool> Techniques() => Lanes8<FrModulus>.IsSupported ? [false, true] : [false];

    [Theory]
    [MemberData(nameof(Techniques))]
    public void BytesOfMany_AreThoseOfEach(bool lanes)
    {
        foreach (int count in (int[])[0, 1, 7, 8, 9, 40, 1001])
        {
            Fr[] values = Elements(count);
            byte[] bytes = new byte[(count * Fr.Size) + 3];
            bytes.AsSpan().Fill(9);

            Fr.WriteMany(values, bytes, lanes);

            byte[] one = new byte[Fr.Size];
            for (int i = 0; i < count; i++)
            {
                values[i].Write(one);
                Assert.Equal(one, bytes[(i * Fr.Size)..((i + 1) * Fr.Size)]);
            }

            Assert.Equal([9, 9, 9], bytes[^3..]);
            Fr[] back = new Fr[count];
            Assert.Equal(-1, Fr.ReadMany(bytes.AsSpan(0, count * Fr.Size), back, lanes));
            Assert.Equal(values, back);

            // Over their own memory.
            bytes.AsSpan(0, count * Fr.Size).CopyTo(MemoryMarshal.AsBytes(back.AsSpan()));
            Assert.Equal(-1, Fr.ReadMany(MemoryMarshal.AsBytes(back.AsSpan()), back, lanes));
            Assert.Equal(values, back);
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void ReadMany_AnIntegerIsNotBelowTheModulus_TellsWhich(bool lanes)
    {
        foreach (BigInteger wrong in new[] { Fr.Modulus, Fr.Modulus + 1, BigInteger.Pow(2, 255), BigInteger.Pow(2, 256) - 1 })
        {
            foreach (int index in (int[])[0, 7, 8, 15, 18])
            {
                byte[] bytes = new byte[19 * Fr.Size];
                wrong.TryWriteBytes(bytes.AsSpan(index * Fr.Size), out _, isUnsigned: true);

                Assert.Equal(index, Fr.ReadMany(bytes, new Fr[19], lanes));
            }
        }
    }

    [Fact]
    public void Lengths_ThatDoNotFit_AreRefused()
    {
        Assert.Equal("littleEndian", Assert.Throws<ArgumentException>(() => Fr.WriteMany(new Fr[2], new byte[63])).ParamName);
        Assert.Equal("littleEndian", Assert.Throws<ArgumentException>(() => Fr.ReadMany(new byte[63], new Fr[2])).ParamName);
        Assert.Throws<ArgumentException>(() => Fr.ReadMany(new byte[96], new Fr[2]));
    }

    /// <summary>The ends of the range, single bits, and any.</summary>
    private static Fr[] Elements(int count)
    {
        Random random = new(count);
        byte[] bytes = new byte[Fr.Size];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            random.NextBytes(bytes);
            return (i % 4) switch
            {
                0 => Fr.FromBigInteger(-(i / 4)),
                1 => Fr.FromBigInteger(i / 4),
                2 => Fr.FromBigInteger(BigInteger.Pow(2, i % 254)),
                _ => Fr.FromLittleEndianReduced(bytes),
            };
        })];
    }
}
