using FsCheck.Xunit;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Tests.Vectors;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class BlobRecoveryTests
{
    private static readonly SampleBlob Sample = SampleBlob.Tiny;

    [Property(MaxTest = 60)]
    public void Recover_AnyRowsOfAnyShape_GivesTheData(int seed)
    {
        Random random = new(seed);
        MatrixShape shape = new(random.Next(1, 8), random.Next(1, 6));
        byte[] data = VectorInput.Blob($"recovery {seed}", random.Next(shape.MaxDataSize + 1));
        EncodedRow[] rows = Rows(shape, data);
        random.Shuffle(rows);
        EncodedRow[] some = rows[..random.Next(shape.Rows, shape.EncodedRows + 1)];

        BlobMatrix matrix = BlobRecovery.Recover(shape, some, threads: 2);

        Assert.Equal(data, matrix.ToData());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Recover_RowsOfOneCoset_GivesTheData(int coset)
    {
        MatrixShape shape = new(6, 5);
        byte[] data = VectorInput.Blob("coset", 50_000);
        EncodedRow[] rows = Rows(shape, data)[(coset * shape.Rows)..][..shape.Rows];
        Assert.Equal(data, BlobRecovery.Recover(shape, rows).ToData());
    }

    [Fact]
    public void Recover_RowsThatAreNoData_GivesTheirCellsAllTheSame()
    {
        // Any matrix is a codeword, also one that holds no data.
        MatrixShape shape = new(4, 3);
        Fr[] cells = RandomCells.Of(shape.EncodedCells, seed: 8);
        ErasureCode.Extend(shape, cells, new ParallelOptions());
        EncodedRow[] rows = [.. Split(shape, cells).Where(row => row.Index % 3 == 1)];
        Assert.Equal(shape.Rows, rows.Length);
        Assert.Equal(cells[..shape.Cells], BlobRecovery.Recover(shape, rows).Cells.ToArray());
    }

    [Fact]
    public void Recover_OneRowTooFew_IsRefused()
    {
        EncodedRow[] rows = Rows(Sample.Shape, Sample.Data)[5..12];
        AssertError("ZgRowsTooFew", "It takes 8 different rows to recover a blob of 8x8; 7 are there. Add slices of other rows.", rows);
        AssertError("ZgRowsTooFew", "0 are there", []);
    }

    [Fact]
    public void Recover_RepeatedRows_CountOnce()
    {
        EncodedRow[] rows = Rows(Sample.Shape, Sample.Data)[5..12];
        AssertError("ZgRowsTooFew", "7 are there", [.. rows, .. rows]);
        Assert.Equal(Sample.Data, BlobRecovery.Recover(Sample.Shape, [.. rows, .. rows, Rows(Sample.Shape, Sample.Data)[23]]).ToData());
    }

    [Fact]
    public void Recover_RowTwiceWithDifferentCells_IsRefused()
    {
        EncodedRow[] rows = Rows(Sample.Shape, Sample.Data)[..8];
        AssertError(
            "ZgRowsMixed", "Row 3 is there twice with different cells, so they are not all of one blob",
            [.. rows, new EncodedRow(3, rows[4].Cells)]);
    }

    [Fact]
    public void Recover_RowsOfTwoBlobs_AreRefused()
    {
        EncodedRow[] ours = Rows(Sample.Shape, Sample.Data);
        EncodedRow[] others = Rows(Sample.Shape, [1, 2, 3]);
        AssertError("ZgRowsMixed", "Row 20 does not fit the first 8 rows", [.. ours[4..12], others[20]]);

        // Without a row more nothing can be compared, and no data comes out.
        BlobMatrix matrix = BlobRecovery.Recover(Sample.Shape, [.. ours[8..15], others[20]]);
        Assert.Equal("ZgBlobMalformed", Assert.Throws<ZeroGException>(matrix.ToData).ErrorId);
    }

    [Theory]
    [InlineData(-1, 8)]
    [InlineData(24, 8)]
    [InlineData(3, 7)]
    public void Recover_RowThatCannotBe_IsRefused(int index, int cells) =>
        AssertError("ZgRowMalformed", $"A blob of 8x8 has no row {index} of {cells} cells", [new EncodedRow(index, new Fr[cells])]);

    [Fact]
    public void Recover_SlicesWithWrongOnes_PassesThemOverAndNamesThem()
    {
        EncodedSlice[] slices = Sample.Slices;
        slices[2] = slices[2] with { Row = slices[3].Row };
        slices[9] = slices[9] with { HighCommitment = default };

        RecoveredBlob blob = BlobRecovery.Recover(
            Sample.Shape, slices[1..12], Sample.Blob.Commitment, Sample.Blob.DataRoot, Sample.Verifier);

        Assert.Equal(Sample.Data, blob.Matrix.ToData());
        Assert.Equal([2UL, 9UL], blob.Failures.Select(failure => failure.Row));
    }

    [Fact]
    public void Recover_TooFewAfterWrongOnes_NamesThem()
    {
        EncodedSlice[] slices = Sample.Slices;
        slices[2] = slices[2] with { Row = slices[3].Row };
        slices[9] = slices[9] with { HighCommitment = default };

        ZeroGException error = Assert.Throws<ZeroGException>(() => BlobRecovery.Recover(
            Sample.Shape, slices[1..10], Sample.Blob.Commitment, Sample.Blob.DataRoot, Sample.Verifier));

        Assert.Equal(("ZgRowsTooFew", ErrorKind.InvalidData), (error.ErrorId, error.Kind));
        Assert.Equal(
            "It takes 8 different rows to recover a blob of 8x8; 7 are there, and 2 were passed over, since their proofs do not hold: "
            + "rows 2, 9. Add slices of other rows.",
            error.Message);
    }

    [Fact]
    public void Recover_SlicesWithoutParameters_AreCheckedByTheirMerkleProofs()
    {
        EncodedSlice[] slices = Sample.Slices;
        slices[8] = slices[8] with { Row = slices[3].Row };
        EncodedSlice other = Sample.Encoder.Encode(new byte[] { 1, 2, 3 }).Slice(20);

        RecoveredBlob blob = BlobRecovery.Recover(Sample.Shape, [.. slices[4..13], other], Sample.Blob.Commitment, Sample.Blob.DataRoot);

        Assert.Equal(Sample.Data, blob.Matrix.ToData());
        Assert.Equal(
            [SliceFault.MerkleIncorrectLocalRoot, SliceFault.AmtIncorrectCommitment], blob.Failures.Select(failure => failure.Fault));
    }

    [Fact]
    public void Recover_Cancelled_Ends() => Assert.Throws<OperationCanceledException>(() => BlobRecovery.Recover(
        Sample.Shape, Rows(Sample.Shape, Sample.Data), cancellationToken: new CancellationToken(canceled: true)));

    private static EncodedRow[] Rows(MatrixShape shape, byte[] data)
    {
        Fr[] cells = new Fr[shape.EncodedCells];
        BlobMatrix.Fill(shape, data, cells.AsSpan(0, shape.Cells));
        ErasureCode.Extend(shape, cells, new ParallelOptions());
        return Split(shape, cells);
    }

    private static EncodedRow[] Split(MatrixShape shape, Fr[] cells) =>
        [.. Enumerable.Range(0, shape.EncodedRows).Select(row => new EncodedRow(row, cells.AsMemory(row * shape.Columns, shape.Columns)))];

    private static void AssertError(string id, string text, EncodedRow[] rows)
    {
        ZeroGException error = Assert.Throws<ZeroGException>(() => BlobRecovery.Recover(Sample.Shape, rows));
        Assert.Equal(id, error.ErrorId);
        Assert.Contains(text, error.Message);
    }
}
