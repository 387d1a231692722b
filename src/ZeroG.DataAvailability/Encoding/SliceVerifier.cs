using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// Tells whether slices belong to a commitment and a data root, with the official names for what is wrong, looked for in the official order
/// (0glabs/0g-da-encoder, <c>encoder/slice.rs</c>). May be used by many threads.
/// </summary>
public sealed class SliceVerifier
{
    private readonly VerifierParameters _parameters;
    private readonly int _threads;

    /// <summary>Makes a verifier for slices of the parameters' shape.</summary>
    /// <param name="parameters">They must outlive the verifier.</param>
    /// <param name="threads">The most threads for one call; null for all processors.</param>
    /// <exception cref="ArgumentException">The rows of the shape are too short to have a Merkle leaf.</exception>
    public SliceVerifier(VerifierParameters parameters, int? threads = null)
    {
        BlobTree.CheckShape(parameters.Shape);
        _threads = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(_threads, nameof(threads));
        _parameters = parameters;
    }

    /// <summary>The shape of the slices.</summary>
    public MatrixShape Shape => _parameters.Shape;

    /// <summary>Checks one slice, equation by equation.</summary>
    /// <param name="slice">The slice; nothing in it is trusted.</param>
    /// <param name="commitment">The commitment that it has to belong to.</param>
    /// <param name="dataRoot">The data root that it has to belong to.</param>
    /// <returns>The first thing that is wrong; null if nothing is.</returns>
    public SliceFailure? Verify(EncodedSlice slice, G1Affine commitment, Hash256 dataRoot) =>
        SliceChecks.Fields(slice, Shape, commitment)
        ?? RowProof.Check(_parameters, slice)
        ?? SliceChecks.Merkle(slice, Shape, dataRoot);

    /// <summary>
    /// Checks many slices of one blob at once. The equations of all are added with random factors of 128 bits, so that a wrong slice passes
    /// with a chance of 2^-127; if the sum does not hold, halves are checked until each wrong slice is found, and named as
    /// <see cref="Verify"/> does.
    /// </summary>
    /// <param name="slices">The slices; nothing in them is trusted.</param>
    /// <param name="commitment">The commitment that they have to belong to.</param>
    /// <param name="dataRoot">The data root that they have to belong to.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>For each slice the first thing that is wrong with it; null if nothing is.</returns>
    public SliceFailure?[] VerifyMany(
        IReadOnlyList<EncodedSlice> slices, G1Affine commitment, Hash256 dataRoot, CancellationToken cancellationToken = default)
    {
        ParallelOptions options = new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        SliceFailure?[] failures = [.. slices.Select(slice => SliceChecks.Fields(slice, Shape, commitment))];
        EncodedSlice[] sound = [.. slices.Where((_, i) => failures[i] is null)];
        SliceFailure?[] proofFailures = new SliceBatch(_parameters, sound, commitment, options).FindFailures();
        Parallel.For(0, sound.Length, options, i => proofFailures[i] ??= SliceChecks.Merkle(sound[i], Shape, dataRoot));
        for (int i = 0, next = 0; i < failures.Length; i++)
        {
            failures[i] ??= proofFailures[next++];
        }

        return failures;
    }
}
