using ZeroG.Nodes.Storage;

namespace ZeroG.Nodes.Tests.Storage;

public sealed class SectorChecksumTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(1024)]
    public void Compute_AnyNumberOfSectors_IsTheCrcOfPlaceAndBytes(int count)
    {
        const long First = 0x0102030405;
        byte[] sectors = SegmentFileTests.Bytes(count, count * 256);
        uint[] actual = new uint[count];

        SectorChecksum.Compute(First, sectors, actual);

        Assert.Equal(sectors.Chunk(256).Select((sector, i) => Crc32C([.. BitConverter.GetBytes(First + i), .. sector])), actual);
    }

    [Fact]
    public void Crc32C_CheckValue_IsThatOfTheCatalogue() => Assert.Equal(0xE3069283, Crc32C("123456789"u8.ToArray()));

    // CRC-32C bit by bit, reflected polynomial 0x82F63B78.
    internal static uint Crc32C(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return ~crc;
    }
}
