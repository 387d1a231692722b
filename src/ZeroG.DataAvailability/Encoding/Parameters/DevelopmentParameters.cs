using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>
/// Parameters of a tau that everybody knows: the SHA-256 of a label. They work like real ones and protect nobody, since who knows tau can prove
/// rows that were never encoded. For development and tests; the network does not accept what is encoded with them.
/// </summary>
public static partial class DevelopmentParameters
{
    /// <summary>The label when none is given.</summary>
    public const string DefaultLabel = "zerog-development";

    /// <summary>Makes parameters in memory: 5·64 bytes a cell, 320 MiB for the shape of the network.</summary>
    /// <param name="shape">Of the matrix.</param>
    /// <param name="label">Any text that is not empty. The same text always gives the same parameters.</param>
    /// <param name="threads">Null for all processors.</param>
    /// <param name="progress">Told of points made.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static EncoderParameters Create(
        MatrixShape shape, string label = DefaultLabel, int? threads = null, IProgress<ParameterProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        ParameterWork work = new(progress, threads, cancellationToken);
        work.Begin("Making development parameters", 5L * shape.Cells);
        return InMemory(new KnownTau(shape, label), work);
    }

    private static EncoderParameters InMemory(ParameterSource source, ParameterWork work)
    {
        ReadOnlyMemory<G1Affine>[] basis = new ReadOnlyMemory<G1Affine>[MatrixShape.CosetCount];
        ReadOnlyMemory<G2Affine>[] vanishes = new ReadOnlyMemory<G2Affine>[MatrixShape.CosetCount];
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            int number = coset;
            basis[coset] = Make(points => source.Basis(number, points, work), source.Shape.Cells);
            G2Affine[] ofCoset = new G2Affine[ParameterSource.VanishCount(source.Shape)];
            source.Vanishes(coset, ofCoset, work);
            vanishes[coset] = ofCoset;
        }

        VerifierParameters verifier = new(source.Shape, basis, vanishes, source.HighG2, source.Label, owner: null);
        return new(
            verifier, Make(points => source.TauPowers(points, work), source.Shape.Cells), Make(points => source.HighPowers(points, work), source.Shape.Cells),
            owner: null);
    }

    private static G1Affine[] Make(Action<Memory<G1Affine>> make, int count)
    {
        G1Affine[] points = new G1Affine[count];
        make(points);
        return points;
    }
}
