using System.Numerics;
using FsCheck.Xunit;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Every reader of points against bytes that are no point, by name and at random: it says no, and gives infinity.</summary>
public sealed class PointDecodingTests
{
    private delegate bool Reader1(ReadOnlySpan<byte> source, out G1Affine point);

    private delegate bool Reader2(ReadOnlySpan<byte> source, out G2Affine point);

    private static readonly byte[] NoSquareX = Little(NoPointX());

    public static TheoryData<string> BadPoints => new(Bad1().Keys.Concat(Bad2().Keys));

    [Theory]
    [MemberData(nameof(BadPoints))]
    public void BadPoint_IsRefused(string name)
    {
        if (Bad1().TryGetValue(name, out (Reader1 Read, byte[] Bytes) bad1))
        {
            Assert.False(bad1.Read(bad1.Bytes, out G1Affine point));
            Assert.True(point.IsInfinity);
        }
        else
        {
            (Reader2 read, byte[] bytes) = Bad2()[name];
            Assert.False(read(bytes, out G2Affine point));
            Assert.True(point.IsInfinity);
        }
    }

    [Fact]
    public void FlagOfInfinity_WinsOverCoordinates_InEveryForm()
    {
        byte[] g1 = With(Write(G1Affine.Generator), 63, 0x40);
        Assert.True(G1Affine.TryReadUncompressed(g1, out G1Affine point) && point.IsInfinity);
        Assert.True(G1Affine.TryReadCompressed(With(Little(1), 31, 0x40), out point) && point.IsInfinity);
        Assert.True(G1Affine.TryReadCompressed(With(NoSquareX, 31, 0x40), out point) && point.IsInfinity);
        byte[] g2 = With(Write(G2Affine.Generator), 127, 0x40);
        Assert.True(G2Affine.TryReadUncompressed(g2, out G2Affine other) && other.IsInfinity);
        Assert.True(G2Affine.TryReadCompressed([.. g2[..63], (byte)(g2[63] | 0x40)], out other) && other.IsInfinity);
        byte[] compressed = new byte[64];
        G2Affine.Infinity.WriteCompressed(compressed);
        Assert.True(G2Affine.TryReadCompressed(compressed, out other) && other.IsInfinity);
    }

    [Fact]
    public void FlagOfTheSign_IsIgnored_WhereYIsThere_AndChoosesIt_WhereNot()
    {
        Assert.True(G1Affine.TryReadUncompressed(With(Write(G1Affine.Generator), 63, 0x80), out G1Affine point));
        Assert.Equal(G1Affine.Generator, point);
        Assert.True(G2Affine.TryReadUncompressed(With(Write(G2Affine.Generator), 127, 0x80), out G2Affine other));
        Assert.Equal(G2Affine.Generator, other);
        Assert.True(G1Affine.TryReadCompressed(With(Little(1), 31, 0x80), out point));
        Assert.Equal(-G1Affine.Generator, point);
        byte[] compressed = new byte[64];
        G2Affine.Generator.WriteCompressed(compressed);
        Assert.True(G2Affine.TryReadCompressed(With(compressed, 63, 0x80), out other));
        Assert.Equal(-G2Affine.Generator, other);
    }

    [Fact]
    public void ZeroBytes_AreInfinityForContracts_AndNoPointElsewhere()
    {
        Assert.True(G1Affine.TryReadBigEndian(new byte[64], out G1Affine point) && point.IsInfinity);
        Assert.True(G2Affine.TryReadBigEndian(new byte[128], out G2Affine other) && other.IsInfinity);
        Assert.False(G1Affine.TryReadCoordinates(new byte[64], out _));
        Assert.False(G1Affine.TryReadUncompressed(new byte[64], out _));
        Assert.False(G2Affine.TryReadUncompressed(new byte[128], out _));
    }

    [Property(MaxTest = 100)]
    public void Writing_ThenReading_GivesThePoint(byte[] seed)
    {
        G1Affine p = G1Affine.Generator.Multiply(Fr.FromBigInteger(GroupLawTests.Scalar(seed))).ToAffine();
        byte[] bytes = new byte[128];
        p.WriteUncompressed(bytes);
        Assert.True(G1Affine.TryReadUncompressed(bytes.AsSpan(0, 64), out G1Affine read) && read == p);
        p.WriteCompressed(bytes);
        Assert.True(G1Affine.TryReadCompressed(bytes.AsSpan(0, 32), out read) && read == p);
        p.WriteBigEndian(bytes);
        Assert.True(G1Affine.TryReadBigEndian(bytes.AsSpan(0, 64), out read) && read == p);
        p.WriteCoordinates(bytes);
        Assert.Equal(!p.IsInfinity, G1Affine.TryReadCoordinates(bytes.AsSpan(0, 64), out read));
        Assert.Equal(p, read);

        G2Affine q = G2Affine.Generator.Multiply(Fr.FromBigInteger(GroupLawTests.Scalar(seed))).ToAffine();
        q.WriteUncompressed(bytes);
        Assert.True(G2Affine.TryReadUncompressed(bytes, out G2Affine other) && other == q);
        q.WriteCompressed(bytes);
        Assert.True(G2Affine.TryReadCompressed(bytes.AsSpan(0, 64), out other) && other == q);
        q.WriteBigEndian(bytes);
        Assert.True(G2Affine.TryReadBigEndian(bytes, out other) && other == q);
    }

    /// <summary>
    /// Random bytes of every length, and points with random bits turned: whatever is read is a point and is written again.
    /// </summary>
    [Property(MaxTest = 400)]
    public void AnyBytes_AreAPointOrRefused(byte[] bytes, int position, byte change, uint form)
    {
        byte[] damaged = form % 2 == 0 ? Write(G1Affine.Generator) : Write(G2Affine.Generator);
        damaged[(uint)position % damaged.Length] ^= change;
        byte[] pattern = [.. bytes, 0];
        byte[] stretched = [.. Enumerable.Range(0, (int)(form % 3) * 64).Select(i => pattern[i % pattern.Length])];
        foreach (byte[] source in (byte[][])[bytes, damaged, stretched, damaged[..(damaged.Length / 2)], [.. stretched.Take(32)]])
        {
            byte[] again = new byte[128];
            foreach (Reader1 read in (Reader1[])[
                G1Affine.TryReadUncompressed, G1Affine.TryReadCompressed, G1Affine.TryReadCoordinates, G1Affine.TryReadBigEndian])
            {
                bool valid = read(source, out G1Affine point);
                Assert.True(valid || point.IsInfinity);
                Assert.True(point.IsOnCurve());
                point.WriteUncompressed(again);
                Assert.True(G1Affine.TryReadUncompressed(again.AsSpan(0, 64), out G1Affine same) && same == point);
            }

            foreach (Reader2 read in (Reader2[])[G2Affine.TryReadUncompressed, G2Affine.TryReadCompressed, G2Affine.TryReadBigEndian])
            {
                bool valid = read(source, out G2Affine point);
                Assert.True(valid || point.IsInfinity);
                Assert.True(point.IsInSubgroup());
                point.WriteUncompressed(again);
                Assert.True(G2Affine.TryReadUncompressed(again, out G2Affine same) && same == point);
            }
        }
    }

    /// <summary>A point on G2's curve whose order is not r.</summary>
    internal static G2Affine OutsideTheSubgroup()
    {
        for (ulong i = 1; ; i++)
        {
            Fq2 x = new(Fq.FromUInt64(i), Fq.Zero);
            if (Fq2Coordinates.RightSide(x).TrySqrt(out Fq2 y))
            {
                return new(x, y);
            }
        }
    }

    private static Dictionary<string, (Reader1, byte[])> Bad1()
    {
        byte[] point = Write(G1Affine.Generator);
        byte[] big = new byte[64];
        G1Affine.Generator.WriteBigEndian(big);
        return new()
        {
            ["G1 uncompressed, empty"] = (G1Affine.TryReadUncompressed, []),
            ["G1 uncompressed, truncated"] = (G1Affine.TryReadUncompressed, point[..63]),
            ["G1 uncompressed, too long"] = (G1Affine.TryReadUncompressed, [.. point, 0]),
            ["G1 uncompressed, both flags"] = (G1Affine.TryReadUncompressed, With(point, 63, 0xc0)),
            ["G1 uncompressed, off the curve"] = (G1Affine.TryReadUncompressed, [.. Little(1), .. Little(3)]),
            ["G1 uncompressed, x = q"] = (G1Affine.TryReadUncompressed, [.. Little(Fq.Modulus), .. Little(2)]),
            ["G1 uncompressed, y = q + 2"] = (G1Affine.TryReadUncompressed, [.. Little(1), .. Little(Fq.Modulus + 2)]),
            ["G1 uncompressed, a flag in x"] = (G1Affine.TryReadUncompressed, With(point, 31, 0x80)),
            ["G1 uncompressed, infinity with x = q"] =
                (G1Affine.TryReadUncompressed, With([.. Little(Fq.Modulus), .. Little(2)], 63, 0x40)),
            ["G1 uncompressed, infinity with y = q"] =
                (G1Affine.TryReadUncompressed, With([.. Little(1), .. Little(Fq.Modulus)], 63, 0x40)),
            ["G1 compressed, truncated"] = (G1Affine.TryReadCompressed, point[..31]),
            ["G1 compressed, too long"] = (G1Affine.TryReadCompressed, point[..33]),
            ["G1 compressed, both flags"] = (G1Affine.TryReadCompressed, With(point[..32], 31, 0xc0)),
            ["G1 compressed, x = q"] = (G1Affine.TryReadCompressed, Little(Fq.Modulus)),
            ["G1 compressed, an x without a point"] = (G1Affine.TryReadCompressed, NoSquareX),
            ["G1 compressed, infinity with x = q"] = (G1Affine.TryReadCompressed, With(Little(Fq.Modulus), 31, 0x40)),
            ["G1 coordinates, truncated"] = (G1Affine.TryReadCoordinates, point[..63]),
            ["G1 coordinates, infinity"] = (G1Affine.TryReadCoordinates, new byte[64]),
            ["G1 coordinates, with a flag"] = (G1Affine.TryReadCoordinates, With(point, 63, 0x80)),
            ["G1 coordinates, with the flag of infinity"] = (G1Affine.TryReadCoordinates, With(new byte[64], 63, 0x40)),
            ["G1 coordinates, off the curve"] = (G1Affine.TryReadCoordinates, [.. Little(2), .. Little(2)]),
            ["G1 big-endian, truncated"] = (G1Affine.TryReadBigEndian, big[..63]),
            ["G1 big-endian, little-endian bytes"] = (G1Affine.TryReadBigEndian, point),
            ["G1 big-endian, x = q + 1"] = (G1Affine.TryReadBigEndian, [.. Little(Fq.Modulus + 1).Reverse(), .. Little(2).Reverse()]),
            ["G1 big-endian, off the curve"] = (G1Affine.TryReadBigEndian, With(big, 63, 1)),
        };
    }

    private static Dictionary<string, (Reader2, byte[])> Bad2()
    {
        byte[] point = Write(G2Affine.Generator);
        byte[] outside = Write(OutsideTheSubgroup());
        byte[] compressedOutside = new byte[64];
        OutsideTheSubgroup().WriteCompressed(compressedOutside);
        byte[] big = new byte[128];
        G2Affine.Generator.WriteBigEndian(big);
        byte[] bigOutside = new byte[128];
        OutsideTheSubgroup().WriteBigEndian(bigOutside);
        return new()
        {
            ["G2 uncompressed, empty"] = (G2Affine.TryReadUncompressed, []),
            ["G2 uncompressed, truncated"] = (G2Affine.TryReadUncompressed, point[..127]),
            ["G2 uncompressed, too long"] = (G2Affine.TryReadUncompressed, [.. point, 0]),
            ["G2 uncompressed, both flags"] = (G2Affine.TryReadUncompressed, With(point, 127, 0xc0)),
            ["G2 uncompressed, a flag in y.C0"] = (G2Affine.TryReadUncompressed, With(point, 95, 0x40)),
            ["G2 uncompressed, off the curve"] = (G2Affine.TryReadUncompressed, With(point, 64, 1)),
            ["G2 uncompressed, outside the subgroup"] = (G2Affine.TryReadUncompressed, outside),
            ["G2 uncompressed, x.C0 = q"] = (G2Affine.TryReadUncompressed, [.. Little(Fq.Modulus), .. point[32..]]),
            ["G2 uncompressed, x.C1 = q"] = (G2Affine.TryReadUncompressed, [.. point[..32], .. Little(Fq.Modulus), .. point[64..]]),
            ["G2 uncompressed, y.C1 = q"] = (G2Affine.TryReadUncompressed, [.. point[..96], .. Little(Fq.Modulus)]),
            ["G2 uncompressed, infinity with y.C1 = q"] =
                (G2Affine.TryReadUncompressed, With([.. point[..96], .. Little(Fq.Modulus)], 127, 0x40)),
            ["G2 compressed, truncated"] = (G2Affine.TryReadCompressed, point[..63]),
            ["G2 compressed, both flags"] = (G2Affine.TryReadCompressed, With(point[..64], 63, 0xc0)),
            ["G2 compressed, outside the subgroup"] = (G2Affine.TryReadCompressed, compressedOutside),
            ["G2 compressed, x.C1 = q"] = (G2Affine.TryReadCompressed, [.. point[..32], .. Little(Fq.Modulus)]),
            ["G2 compressed, an x without a point"] = (G2Affine.TryReadCompressed, NoPointX2()),
            ["G2 big-endian, truncated"] = (G2Affine.TryReadBigEndian, big[..127]),
            ["G2 big-endian, C0 before C1"] = (G2Affine.TryReadBigEndian, [.. big[32..64], .. big[..32], .. big[96..], .. big[64..96]]),
            ["G2 big-endian, outside the subgroup"] = (G2Affine.TryReadBigEndian, bigOutside),
            ["G2 big-endian, x.C1 = q"] = (G2Affine.TryReadBigEndian, [.. Little(Fq.Modulus).Reverse(), .. big[32..]]),
        };
    }

    private static BigInteger NoPointX()
    {
        ulong x = 1;
        while (FqCoordinates.RightSide(Fq.FromUInt64(x)).TrySqrt(out _))
        {
            x++;
        }

        return x;
    }

    private static byte[] NoPointX2()
    {
        ulong x = 1;
        while (Fq2Coordinates.RightSide(new(Fq.FromUInt64(x), Fq.One)).TrySqrt(out _))
        {
            x++;
        }

        return [.. Little(x), .. Little(1)];
    }

    private static byte[] Little(BigInteger value)
    {
        byte[] bytes = new byte[32];
        Assert.True(value.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }

    private static byte[] Write(in G1Affine point)
    {
        byte[] bytes = new byte[64];
        point.WriteUncompressed(bytes);
        return bytes;
    }

    private static byte[] Write(in G2Affine point)
    {
        byte[] bytes = new byte[128];
        point.WriteUncompressed(bytes);
        return bytes;
    }

    /// <summary>The bytes with bits set in one of them.</summary>
    private static byte[] With(byte[] bytes, int position, byte bits)
    {
        byte[] copy = [.. bytes];
        copy[position] |= bits;
        return copy;
    }
}
