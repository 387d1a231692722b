using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>
/// What it takes to encode blobs of one shape. All points are in their groups and none is infinity; they lie in a file that is mapped into
/// memory, once per process, or in arrays. Any number of threads may read them.
/// </summary>
public sealed partial class EncoderParameters : IDisposable
{
    private readonly IDisposable? _owner;

    /// <param name="verifier">The parameters for verifying, which live as long as these.</param>
    /// <param name="owner">What is let go of when these parameters are disposed.</param>
    internal EncoderParameters(
        VerifierParameters verifier, ReadOnlyMemory<G1Affine> tauPowers, ReadOnlyMemory<G1Affine> highPowers, IDisposable? owner)
    {
        Verifier = verifier;
        TauPowers = tauPowers;
        HighPowers = highPowers;
        _owner = owner;
    }

    /// <summary>What verifies the slices, in the same memory.</summary>
    public VerifierParameters Verifier { get; }

    /// <summary>The shape of the matrices.</summary>
    public MatrixShape Shape => Verifier.Shape;

    /// <summary>[tau^j], N points.</summary>
    public ReadOnlyMemory<G1Affine> TauPowers { get; }

    /// <summary>[tau^(H+j)], N points: what shows that a polynomial has a degree below N.</summary>
    public ReadOnlyMemory<G1Affine> HighPowers { get; }

    /// <summary>[tau^H] in G2.</summary>
    public G2Affine HighG2 => Verifier.HighG2;

    /// <inheritdoc cref="VerifierParameters.Label"/>
    public string? Label => Verifier.Label;

    /// <inheritdoc cref="VerifierParameters.IsDevelopment"/>
    public bool IsDevelopment => Verifier.IsDevelopment;

    /// <summary>[L_t] of a coset, N points in bit-reversed order: those of batch b, 2^(log columns) of them, commit to row
    /// rev(b).</summary>
    /// <param name="coset">0, 1 or 2.</param>
    public ReadOnlyMemory<G1Affine> RowBasis(int coset) => Verifier.Basis(coset);

    /// <inheritdoc cref="VerifierParameters.Vanishes"/>
    public ReadOnlyMemory<G2Affine> Vanishes(int coset, int depth) => Verifier.Vanishes(coset, depth);

    /// <summary>Lets the memory go, if these are the last parameters that were loaded from it. Their points must not be used any
    /// more.</summary>
    public void Dispose() => _owner?.Dispose();
}
