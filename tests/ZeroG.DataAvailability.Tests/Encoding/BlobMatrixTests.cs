using FsCheck.Xunit;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Tests.Vectors;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class BlobMatrixTests
{
    private static readonly MatrixShape Tiny = new(2, 2);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(62)]
    [InlineData(464)]
    [InlineData(465)]
    [InlineData(466)]
    [InlineData(491)]
    [InlineData(492)]
    public void FromData_EveryLength_GivesThePaddedBytesAndThemBack(int length)
    {
        byte[] data = VectorInput.Blob("matrix", length);
        byte[] padded = new byte[31 * 16];
        data.CopyTo(padded, 0);
        BitConverter.TryWriteBytes(padded.AsSpan(492), length);

        BlobMatrix matrix = BlobMatrix.FromData(Tiny, data);

        Assert.Equal(padded.Chunk(31).Select(Element), matrix.Cells.ToArray());
        Assert.Equal(matrix.Cells[12..].ToArray(), matrix.Row(3).ToArray());
        Assert.Equal(data, matrix.ToData());
    }

    [Property(MaxTest = 200)]
    public bool ToData_AfterFromData_IsTheData(byte[] data)
    {
        byte[] some = data.Length > Tiny.MaxDataSize ? data[..Tiny.MaxDataSize] : data;
        return some.AsSpan().SequenceEqual(BlobMatrix.FromData(Tiny, some).ToData());
    }

    [Fact]
    public void FromData_OneByteTooMany_IsRefused()
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => BlobMatrix.FromData(MatrixShape.Production, new byte[32_505_853]));
        Assert.Equal("ZgBlobTooLarge", error.ErrorId);
        Assert.Equal(32_505_853, error.Target);
        Assert.Equal(
            "32505853 bytes are too many for a blob, which holds at most 32505852. Split the data into several blobs.", error.Message);
    }

    [Fact]
    public void ToData_CellOf249Bits_IsRefused()
    {
        Fr[] cells = BlobMatrix.FromData(Tiny, [1, 2, 3]).Cells.ToArray();
        cells[7] = Fr.FromUInt64(2).Pow(248);
        AssertMalformed(cells, "cell 7 is not below 2^248");
    }

    [Fact]
    public void ToData_LengthThatDoesNotFit_IsRefused()
    {
        Fr[] cells = new Fr[16];
        byte[] last = new byte[31];
        BitConverter.TryWriteBytes(last.AsSpan(27), 493);
        cells[15] = Element(last);
        AssertMalformed(cells, "they name a length of 493 bytes, and 492 fit");

        BitConverter.TryWriteBytes(last.AsSpan(27), uint.MaxValue);
        cells[15] = Element(last);
        AssertMalformed(cells, "they name a length of 4294967295 bytes, and 492 fit");
    }

    [Fact]
    public void ToData_BytesBehindTheEnd_AreRefused()
    {
        Fr[] cells = BlobMatrix.FromData(Tiny, [1, 2, 3]).Cells.ToArray();
        cells[2] = Fr.FromUInt64(0x0100);
        AssertMalformed(cells, "byte 63 is not zero though the data ends at 3");
    }

    [Fact]
    public void Constructor_AnotherCountOfCells_IsRefused() => Assert.Throws<ArgumentException>(() => new BlobMatrix(Tiny, new Fr[15]));

    private static void AssertMalformed(Fr[] cells, string reason)
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => new BlobMatrix(Tiny, cells).ToData());
        Assert.Equal("ZgBlobMalformed", error.ErrorId);
        Assert.Contains(reason, error.Message);
    }

    private static Fr Element(byte[] bytes) => Fr.FromLittleEndianReduced([.. bytes, 0]);
}
