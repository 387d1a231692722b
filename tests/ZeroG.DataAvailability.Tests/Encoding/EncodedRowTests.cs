using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class EncodedRowTests
{
    private static readonly MatrixShape Shape = new(2, 2);

    [Fact]
    public void Read_WithOrWithoutCount_GivesTheCells()
    {
        Fr[] cells = RandomCells.Of(4, seed: 1);
        byte[] bytes = Bytes(cells);
        Assert.Equal(cells, EncodedRow.Read(3, bytes, Shape).Cells.ToArray());
        Assert.Equal(cells, EncodedRow.Read(3, [4, 0, 0, 0, 0, 0, 0, 0, .. bytes], Shape).Cells.ToArray());
    }

    [Fact]
    public void Read_AnythingElse_IsRefusedByName()
    {
        byte[] bytes = Bytes(RandomCells.Of(4, seed: 2));
        AssertMalformed(bytes[..^1], "it has 127 bytes and not 128");
        AssertMalformed([.. bytes, 0], "it has 129 bytes and not 128");
        AssertMalformed([255, 255, 255, 255, 255, 255, 255, 255, .. bytes], "it counts 18446744073709551615 cells and not 4");
        bytes.AsSpan(64, 32).Fill(0xFF);
        AssertMalformed(bytes, "cell 2 is not below the modulus");
    }

    private static void AssertMalformed(byte[] bytes, string fault)
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => EncodedRow.Read(7, bytes, Shape));
        Assert.Equal(("ZgRowMalformed", (object)7), (error.ErrorId, error.Target));
        Assert.Equal($"Row 7 cannot be read: {fault}. Get it from another node.", error.Message);
    }

    private static byte[] Bytes(Fr[] cells)
    {
        byte[] bytes = new byte[cells.Length * 32];
        for (int k = 0; k < cells.Length; k++)
        {
            cells[k].Write(bytes.AsSpan(k * 32));
        }

        return bytes;
    }
}
