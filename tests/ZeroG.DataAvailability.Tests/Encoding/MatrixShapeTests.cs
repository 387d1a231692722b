using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class MatrixShapeTests
{
    [Fact]
    public void Production_HasTheSizesOfTheNetwork()
    {
        MatrixShape shape = MatrixShape.Production;
        Assert.Equal((1024, 1024, 3072, 1 << 20), (shape.Rows, shape.Columns, shape.EncodedRows, shape.Cells));
        Assert.Equal((32_505_852, 100_663_296, 34_680), (shape.MaxDataSize, shape.EncodedSize, shape.SliceSize));
        Assert.Equal("1024x1024", shape.ToString());
    }

    [Fact]
    public void Small_HasTheSizesOfTheOfficialTests()
    {
        MatrixShape shape = MatrixShape.Small;
        Assert.Equal((64, 32, 192, 2048), (shape.Rows, shape.Columns, shape.EncodedRows, shape.Cells));
        Assert.Equal((63_484, 196_608, 2_296), (shape.MaxDataSize, shape.EncodedSize, shape.SliceSize));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(-1, 5)]
    [InlineData(11, 10)]
    [InlineData(20, 1)]
    [InlineData(1, 20)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(1, int.MaxValue)]
    public void Constructor_ShapeThatIsNone_IsRefused(int logRows, int logColumns) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixShape(logRows, logColumns));

    [Theory]
    [InlineData(1, 1, 120)]
    [InlineData(2, 2, 492)]
    [InlineData(19, 1, 32_505_852)]
    [InlineData(1, 19, 32_505_852)]
    public void MaxDataSize_AtTheEdges(int logRows, int logColumns, int expected) =>
        Assert.Equal(expected, new MatrixShape(logRows, logColumns).MaxDataSize);
}
