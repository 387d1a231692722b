using System.Text.Json;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class ErasureCodeTests
{
    private static readonly VectorForm Form = new(
        "da", "erasure_small.json", ("cases", "log_row log_col seed len data domain_generator coset_factors coefficients matrix_rows"))
    {
        Facts = VectorInput.Facts,
    };

    private static readonly ParallelOptions TwoThreads = new() { MaxDegreeOfParallelism = 2 };

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Category", "Vectors")]
    public void Extend_SmallMatrices_AreEqualToTheVectors(string name)
    {
        JsonElement vector = Form[name];
        MatrixShape shape = vector.Shape();
        byte[] data = vector.Bytes("data");
        Assert.Equal(VectorInput.Blob(vector.Text("seed"), vector.Number("len")), data);
        Assert.Equal(vector.GetProperty("domain_generator").Scalar(), Fr.RootOfUnity(shape.LogCells));
        Assert.Equal(vector.GetProperty("coset_factors").Scalars(), Enumerable.Range(0, 3).Select(coset => Coset.Factor(shape, coset)));

        Fr[] expected = vector.GetProperty("matrix_rows").Cells();
        Fr[] cells = new Fr[shape.EncodedCells];
        BlobMatrix.Fill(shape, data, cells.AsSpan(0, shape.Cells));
        Fr[] coefficients = ErasureCode.Extend(shape, cells, TwoThreads);

        Assert.Equal(vector.GetProperty("coefficients").Scalars(), coefficients);
        Assert.Equal(expected, cells);
        Assert.Equal(expected, PlainErasureCode.Encode(shape, cells.AsSpan(0, shape.Cells)));
        Assert.Equal(data, new BlobMatrix(shape, cells.AsMemory(0, shape.Cells)).ToData());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(5, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 2)]
    [InlineData(6, 5)]
    [InlineData(4, 7)]
    public void Extend_ShapesOfAllKinds_AgreeWithTheDefinition(int logRows, int logColumns)
    {
        MatrixShape shape = new(logRows, logColumns);
        Fr[] cells = RandomCells.Of(shape.EncodedCells, seed: (10 * logRows) + logColumns);
        Fr[] expected = PlainErasureCode.Encode(shape, cells.AsSpan(0, shape.Cells));

        Fr[] coefficients = ErasureCode.Extend(shape, cells, TwoThreads);

        Assert.Equal(expected, cells);
        Random random = new(1);
        for (int i = 0; i < 20; i++)
        {
            (int row, int column) = (random.Next(shape.EncodedRows), random.Next(shape.Columns));
            Assert.Equal(cells[(row * shape.Columns) + column], PlainErasureCode.Cell(shape, coefficients, row, column));
        }
    }

    [Fact]
    public void Evaluate_InPlace_GivesTheSameRows()
    {
        MatrixShape shape = new(3, 4);
        Fr[] cells = RandomCells.Of(shape.EncodedCells, seed: 3);
        Fr[] coefficients = ErasureCode.Extend(shape, cells, TwoThreads);

        ErasureCode.Evaluate(shape, 2, coefficients, coefficients, TwoThreads);

        Assert.Equal(cells[(2 * shape.Cells)..], coefficients);
    }

    [Fact]
    public void CosetFactor_EveryShape_FollowsTheReversedBits()
    {
        for (int log = 2; log <= 20; log++)
        {
            MatrixShape shape = new(1, log - 1);
            Assert.All(
                Enumerable.Range(0, 3), coset => Assert.Equal(PlainErasureCode.CosetFactor(shape, coset), Coset.Factor(shape, coset)));
        }
    }

    [Fact]
    public void Extend_AnotherCountOfCells_IsRefused() =>
        Assert.Throws<ArgumentException>(() => ErasureCode.Extend(new MatrixShape(2, 2), new Fr[47], TwoThreads));

    [Fact]
    public void Evaluate_CosetThatIsNone_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ErasureCode.Evaluate(new MatrixShape(1, 1), 3, new Fr[4], new Fr[4], TwoThreads));

    [Fact]
    public void Extend_Cancelled_Ends()
    {
        MatrixShape shape = MatrixShape.Small;
        ParallelOptions options = new() { CancellationToken = new CancellationToken(canceled: true) };
        Assert.Throws<OperationCanceledException>(() => ErasureCode.Extend(shape, new Fr[shape.EncodedCells], options));
    }
}
