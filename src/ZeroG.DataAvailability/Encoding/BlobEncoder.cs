using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// Encodes blobs with loaded parameters. One encoder serves any number of blobs, one after another or at once; at the production shape it
/// holds 240 MiB of points, and each blob at work takes about 200 MiB.
/// </summary>
public sealed class BlobEncoder : IBlobEncoder
{
    // 8 MiB of cells and more.
    private const int LargeLogCells = 18;

    private readonly EncoderBases _bases;
    private readonly int _threads;

    /// <summary>Prepares the points, which takes a second or so at the production shape.</summary>
    /// <param name="parameters">Their points are copied; they may be disposed afterwards.</param>
    /// <param name="threads">The most threads that work on a blob; null for all processors.</param>
    /// <param name="cancellationToken">Stops the preparation.</param>
    public BlobEncoder(EncoderParameters parameters, int? threads = null, CancellationToken cancellationToken = default)
    {
        _threads = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_threads, nameof(threads));
        _bases = EncoderBases.From(parameters, _threads, cancellationToken);
    }

    /// <inheritdoc/>
    public MatrixShape Shape => _bases.Shape;

    /// <inheritdoc/>
    /// <exception cref="ZeroGException"><c>ZgBlobTooLarge</c>; <c>ZgParameterInconsistent</c>: the parameters contradict each
    /// other.</exception>
    public EncodedBlob Encode(
        ReadOnlyMemory<byte> data, IProgress<EncodeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        EncodeMeter meter = new(Shape, progress);
        ParallelOptions options = new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };

        meter.Begin(EncodeStage.Extending);
        LetGoOfLastBlob();
        Fr[] cells = new Fr[Shape.EncodedCells];
        BlobMatrix.Fill(Shape, data.Span, cells.AsSpan(0, Shape.Cells));
        Fr[] coefficients = ErasureCode.Extend(Shape, cells, options);

        meter.Begin(EncodeStage.Hashing);
        BlobTree tree = BlobTree.Build(Shape, cells, options);

        meter.Begin(EncodeStage.Committing);
        AmtProver prover = new(_bases, _threads);
        G1Jacobian[][][] commitments = prover.Commit(cells.AsSpan(0, 2 * Shape.Cells), meter.Add, cancellationToken);
        G1Jacobian high = prover.CommitHigh(coefficients, cancellationToken);
        meter.Add(Shape.Cells);

        meter.Begin(EncodeStage.Proving);
        G1Jacobian[][][] proofs = prover.Prove(coefficients, meter.Add, cancellationToken);

        AmtTree[] amts = [.. commitments.Zip(proofs, (ofNodes, theirProofs) => AmtTree.From(Shape, ofNodes, theirProofs))];
        EncodedBlob blob = new(cells, CommitmentOf(amts), high.ToAffine(), amts, tree);
        meter.Begin(EncodeStage.Done);
        return blob;
    }

    /// <summary>
    /// The last blob, if nobody holds it any more, is a hundred megabytes of large arrays. Left alone, the collector lets several of them
    /// pile up before it looks, since the points make the heap large: eight blobs one after another then peak at 3.3 GiB, so at 1.6.
    /// </summary>
    private void LetGoOfLastBlob()
    {
        if (Shape.LogCells >= LargeLogCells)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }

    /// <summary>The sum of the uppermost nodes, which commits to the same polynomial in each coset.</summary>
    private static G1Affine CommitmentOf(AmtTree[] amts)
    {
        G1Affine[] commitments = [.. amts.Select(amt => (amt.Commitments[0][0] + amt.Commitments[0][1]).ToAffine())];
        return commitments[0] == commitments[1] && commitments[0] == commitments[2]
            ? commitments[0]
            : throw new ZeroGException(
                "ZgParameterInconsistent",
                ErrorKind.InvalidData,
                "The parameters of the cosets commit to different data: they do not belong together. Check them with Test-ZgDaParameter.");
    }
}
