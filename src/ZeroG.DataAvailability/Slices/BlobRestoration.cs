using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Slices;

/// <summary>The data of a blob, brought back from slices.</summary>
/// <param name="Data">The bytes that were encoded; their data root is the one that was asked for.</param>
/// <param name="SliceCount">Slices that were there.</param>
/// <param name="PassedOver">
/// Those that were of no use, each with the official name of what is wrong or what keeps it from being read.
/// </param>
public sealed record BlobRestoration(ReadOnlyMemory<byte> Data, int SliceCount, IReadOnlyList<(BlobSlice Slice, string Failure)> PassedOver)
{
    /// <summary>
    /// Brings a blob back. It takes no parameters: Merkle proofs tell which rows are those of the data root, and the data that comes out is
    /// encoded once more to see that all rows, those that are missing too, were rows of this very data.
    /// </summary>
    /// <param name="slices">Slices in any order; wrong ones are passed over as long as enough others are there.</param>
    /// <param name="blob">The blob that they have to belong to.</param>
    /// <param name="step">Hears of each phase as it begins.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ZeroGException"><c>ZgRowsTooFew</c>, <c>ZgRowsMixed</c>, <c>ZgBlobMalformed</c>, <c>ZgRootMismatch</c>.</exception>
    public static BlobRestoration From(
        IReadOnlyList<BlobSlice> slices, BlobDescription blob, Action<string>? step = null, CancellationToken cancellationToken = default)
    {
        ParallelOptions options = new() { CancellationToken = cancellationToken };
        step?.Invoke("Reading slices");
        string?[] failures = new string?[slices.Count];
        EncodedRow?[] rows = new EncodedRow?[slices.Count];
        Parallel.For(0, slices.Count, options, i => rows[i] = ReadRow(slices[i], blob, out failures[i]));
        (BlobSlice Slice, string Failure)[] passedOver =
            [.. slices.Select((slice, i) => (Slice: slice, Failure: failures[i]!)).Where(outcome => outcome.Failure is not null)];
        EncodedRow[] usable = [.. rows.OfType<EncodedRow>()];
        ThrowIfTooFew(blob.Shape, usable, passedOver);

        step?.Invoke("Recovering");
        BlobMatrix matrix = BlobRecovery.Recover(blob.Shape, usable, threads: null, cancellationToken);
        byte[] data = matrix.ToData();

        step?.Invoke("Comparing with the data root");
        return RootOf(matrix, options) == blob.Root ? new BlobRestoration(data, slices.Count, passedOver) : throw new ZeroGException(
            "ZgRootMismatch", ErrorKind.SecurityError,
            $"The slices belong to the root {blob.Root}, but what they give back does not: the blob was not encoded honestly. "
            + "Nothing was written.",
            blob.Root);
    }

    private static EncodedRow? ReadRow(BlobSlice slice, BlobDescription blob, out string? failure)
    {
        if (SliceExamination.Read(slice, blob.Shape, out failure) is not { } read)
        {
            return null;
        }

        SliceFailure? fault = SliceChecks.Fields(read, blob.Shape, blob.Commitment.Point)
            ?? SliceChecks.Merkle(read, blob.Shape, blob.Root);
        failure = fault?.ToString();
        return failure is null ? new EncodedRow((int)read.Index, read.Row) : null;
    }

    private static void ThrowIfTooFew(MatrixShape shape, EncodedRow[] usable, (BlobSlice Slice, string Failure)[] passedOver)
    {
        int count = usable.DistinctBy(row => row.Index).Count();
        if (count < shape.Rows)
        {
            string wrong = passedOver.Length == 0
                ? ""
                : $", and {passedOver.Length} are wrong, '{passedOver[0].Slice}' first: {passedOver[0].Failure}";
            throw new ZeroGException(
                "ZgRowsTooFew", ErrorKind.InvalidData,
                $"It takes slices of {shape.Rows} different rows to recover a blob of {shape}; {count} are there{wrong}. "
                + "Add slices of other rows.",
                count);
        }
    }

    private static Hash256 RootOf(BlobMatrix matrix, ParallelOptions options)
    {
        Fr[] cells = new Fr[matrix.Shape.EncodedCells];
        matrix.Cells.CopyTo(cells);
        ErasureCode.Extend(matrix.Shape, cells, options);
        return BlobTree.Build(matrix.Shape, cells, options).DataRoot;
    }
}
