using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class BitOrderTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 3, 4)]
    [InlineData(6, 3, 3)]
    [InlineData(1, 20, 1 << 19)]
    [InlineData(0x12345, 20, 0xA2C48)]
    [InlineData(1, 31, 1 << 30)]
    public void Reverse_TurnsTheLowBits(int value, int bits, int expected) => Assert.Equal(expected, BitOrder.Reverse(value, bits));

    [Fact]
    public void Permute_Twice_ChangesNothing()
    {
        int[] values = [.. Enumerable.Range(0, 16)];
        BitOrder.Permute<int>(values);
        Assert.Equal([0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15], values);
        BitOrder.Permute<int>(values);
        Assert.Equal(Enumerable.Range(0, 16), values);
    }
}
