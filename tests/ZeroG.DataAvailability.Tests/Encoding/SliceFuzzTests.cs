using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding;

/// <summary>
/// The decoders of slices and rows meet bytes of any kind: a value, or the one documented failure, and no memory for what is not there.
/// </summary>
public sealed class SliceFuzzTests
{
    private static readonly SampleBlob Sample = SampleBlob.Tiny;

    [Fact]
    public void Read_DamagedSlices_AreReadOrRefused()
    {
        Random random = new(20261126);
        byte[][] sound = [.. Sample.Slices.Select(slice => slice.ToBytes())];
        int read = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = Damage(sound[i % sound.Length], random);
            if (EncodedSlice.TryRead(bytes, Sample.Shape, out EncodedSlice? slice, out string? fault))
            {
                // What is read is what is written again, but for the signs of points, which tell nothing.
                Assert.Equal(slice, EncodedSlice.Read(slice.ToBytes(), Sample.Shape));
                read++;
            }
            else
            {
                Assert.NotEmpty(fault);
            }
        }

        Assert.InRange(read, 1000, 19_000);
    }

    [Fact]
    public void Read_AnyLength_TakesNoMemoryForIt()
    {
        // A slice of the production shape says in 8 bytes that it has 2^64 cells.
        MatrixShape shape = MatrixShape.Production;
        byte[] bytes = new byte[shape.SliceSize];
        bytes.AsSpan(88, 8).Fill(0xFF);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(EncodedSlice.TryRead(bytes, shape, out _, out _));
        Assert.False(EncodedSlice.TryRead(bytes.AsSpan(1), shape, out _, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 * shape.SliceSize);
    }

    [Fact]
    public void Read_RandomRows_AreReadOrRefused()
    {
        Random random = new(20261127);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = new byte[random.Next(4) == 0 ? random.Next(400) : 256];
            random.NextBytes(bytes);
            try
            {
                Assert.Equal(Sample.Shape.Columns, EncodedRow.Read(i, bytes, Sample.Shape).Cells.Length);
            }
            catch (ZeroGException error)
            {
                Assert.Equal("ZgRowMalformed", error.ErrorId);
            }
        }
    }

    /// <summary>One to three changes: a flipped bit, an extreme byte, a cut, a repeat, or a field moved to another's place.</summary>
    private static byte[] Damage(byte[] original, Random random)
    {
        byte[] data = [.. original];
        for (int i = random.Next(1, 4); i > 0 && data.Length > 64; i--)
        {
            int at = random.Next(data.Length);
            switch (random.Next(6))
            {
                case 0:
                    data = random.Next(8) == 0 ? data[..at] : data;
                    break;
                case 1:
                    data = random.Next(8) == 0 ? [.. data[..at], .. data[random.Next(data.Length)..]] : data;
                    break;
                case 2:
                    data[at] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
                case 3:
                    // Points lie at multiples of 8 and take 64 bytes.
                    data.AsSpan(random.Next((data.Length - 64) / 8) * 8, 64).CopyTo(data.AsSpan(random.Next((data.Length - 64) / 8) * 8));
                    break;
                default:
                    data[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return data;
    }
}
