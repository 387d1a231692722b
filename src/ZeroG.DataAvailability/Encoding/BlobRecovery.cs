using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// Brings a blob back from any <see cref="MatrixShape.Rows"/> distinct rows of its <see cref="MatrixShape.EncodedRows"/>, whichever they
/// are.
/// </summary>
public static class BlobRecovery
{
    // So many row numbers are named in a message.
    private const int NamedRows = 10;

    /// <summary>
    /// Recovers from slices. Those whose proofs do not hold are passed over as long as enough others are there.
    /// </summary>
    /// <param name="shape">The shape of the slices.</param>
    /// <param name="slices">The slices in any order; a row may be there several times.</param>
    /// <param name="commitment">The commitment of the blob.</param>
    /// <param name="dataRoot">The data root of the blob.</param>
    /// <param name="verifier">
    /// Checks all proofs. Without it only the Merkle proofs are checked, which tell that the rows are those of the data root, but not that
    /// the encoder was honest.
    /// </param>
    /// <param name="threads">Null for all processors.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ZeroGException"><c>ZgRowsTooFew</c>, <c>ZgRowsMixed</c>.</exception>
    public static RecoveredBlob Recover(
        MatrixShape shape,
        IReadOnlyList<EncodedSlice> slices,
        G1Affine commitment,
        Hash256 dataRoot,
        SliceVerifier? verifier = null,
        int? threads = null,
        CancellationToken cancellationToken = default)
    {
        SliceFailure?[] failures = verifier is null
            ? CheckMerkle(shape, slices, commitment, dataRoot, Options(threads, cancellationToken))
            : verifier.VerifyMany(slices, commitment, dataRoot, cancellationToken);
        SliceFailure[] wrong = [.. failures.OfType<SliceFailure>()];
        EncodedRow[] rows = [.. slices.Where((_, i) => failures[i] is null).Select(slice => new EncodedRow((int)slice.Index, slice.Row))];
        return new RecoveredBlob(Recover(shape, rows, wrong, Options(threads, cancellationToken)), wrong);
    }

    /// <summary>
    /// Recovers from rows without proofs. Rows beyond the number that it takes are compared with the outcome; with no row more, those of
    /// another blob go unseen here, and most often show when the data is read.
    /// </summary>
    /// <param name="shape">The shape of the rows.</param>
    /// <param name="rows">The rows in any order; a row may be there several times.</param>
    /// <param name="threads">Null for all processors.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ZeroGException"><c>ZgRowsTooFew</c>, <c>ZgRowsMixed</c>, <c>ZgRowMalformed</c>.</exception>
    public static BlobMatrix Recover(
        MatrixShape shape, IReadOnlyList<EncodedRow> rows, int? threads = null, CancellationToken cancellationToken = default) =>
        Recover(shape, rows, [], Options(threads, cancellationToken));

    private static BlobMatrix Recover(MatrixShape shape, IReadOnlyList<EncodedRow> rows, SliceFailure[] passedOver, ParallelOptions options)
    {
        SortedDictionary<int, ReadOnlyMemory<Fr>> distinct = Distinct(shape, rows);
        if (distinct.Count < shape.Rows)
        {
            throw TooFew(shape, distinct.Count, passedOver);
        }

        // Rows of the data come first: all of them need no interpolation between cosets.
        EncodedRow[] chosen = [.. distinct.Take(shape.Rows).Select(row => new EncodedRow(row.Key, row.Value))];
        Fr[] coefficients = RowInterpolation.Coefficients(shape, chosen, options);
        Fr[] cells = new Fr[shape.Cells];
        foreach (IGrouping<int, int> coset in distinct.Keys.Skip(shape.Rows).GroupBy(index => index / shape.Rows))
        {
            ErasureCode.Evaluate(shape, coset.Key, coefficients, cells, options);
            foreach (int index in coset)
            {
                if (!cells.AsSpan(index % shape.Rows * shape.Columns, shape.Columns).SequenceEqual(distinct[index].Span))
                {
                    throw Mixed($"Row {index} does not fit the first {shape.Rows} rows", index);
                }
            }
        }

        ErasureCode.Evaluate(shape, coset: 0, coefficients, cells, options);
        return new BlobMatrix(shape, cells);
    }

    private static SortedDictionary<int, ReadOnlyMemory<Fr>> Distinct(MatrixShape shape, IReadOnlyList<EncodedRow> rows)
    {
        SortedDictionary<int, ReadOnlyMemory<Fr>> distinct = [];
        foreach (EncodedRow row in rows)
        {
            if (row.Index < 0 || row.Index >= shape.EncodedRows || row.Cells.Length != shape.Columns)
            {
                throw new ZeroGException(
                    "ZgRowMalformed",
                    ErrorKind.InvalidData,
                    $"A blob of {shape} has no row {row.Index} of {row.Cells.Length} cells. "
                    + $"Give rows 0 to {shape.EncodedRows - 1} of {shape.Columns} cells.",
                    row.Index);
            }

            if (!distinct.TryAdd(row.Index, row.Cells) && !distinct[row.Index].Span.SequenceEqual(row.Cells.Span))
            {
                throw Mixed($"Row {row.Index} is there twice with different cells", row.Index);
            }
        }

        return distinct;
    }

    private static SliceFailure?[] CheckMerkle(
        MatrixShape shape, IReadOnlyList<EncodedSlice> slices, G1Affine commitment, Hash256 dataRoot, ParallelOptions options)
    {
        SliceFailure?[] failures = new SliceFailure?[slices.Count];
        Parallel.For(0, failures.Length, options, i =>
            failures[i] = SliceChecks.Fields(slices[i], shape, commitment) ?? SliceChecks.Merkle(slices[i], shape, dataRoot));
        return failures;
    }

    private static ParallelOptions Options(int? threads, CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = threads ?? Environment.ProcessorCount, CancellationToken = cancellationToken };

    private static ZeroGException TooFew(MatrixShape shape, int count, SliceFailure[] passedOver)
    {
        string wrong = passedOver.Length switch
        {
            0 => "",
            1 => $", and row {passedOver[0].Row} was passed over, since its proofs do not hold",
            _ => $", and {passedOver.Length} were passed over, since their proofs do not hold: rows "
                + string.Join(", ", passedOver.Take(NamedRows).Select(failure => failure.Row))
                + (passedOver.Length > NamedRows ? " and others" : ""),
        };
        return new ZeroGException(
            "ZgRowsTooFew",
            ErrorKind.InvalidData,
            $"It takes {shape.Rows} different rows to recover a blob of {shape}; {count} are there{wrong}. Add slices of other rows.",
            count);
    }

    private static ZeroGException Mixed(string what, int index) => new(
        "ZgRowsMixed",
        ErrorKind.InvalidData,
        $"{what}, so they are not all of one blob. Give slices, whose proofs tell which are wrong.",
        index);
}
