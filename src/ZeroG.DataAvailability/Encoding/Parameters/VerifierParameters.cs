using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters;

/// <summary>
/// What it takes to verify slices of one shape: of each coset the basis and the points on which the nodes of the proofs vanish, and the
/// power of tau that limits the degree. All points are in their groups and none is infinity.
/// </summary>
public sealed partial class VerifierParameters : IDisposable
{
    private readonly ReadOnlyMemory<G1Affine>[] _basis;
    private readonly ReadOnlyMemory<G2Affine>[] _vanishes;
    private readonly IDisposable? _owner;

    /// <param name="basis">Of each coset, N points.</param>
    /// <param name="vanishes">Of each coset, the points of all depths one after the other.</param>
    /// <param name="owner">What is let go of when these parameters are disposed.</param>
    internal VerifierParameters(
        MatrixShape shape, ReadOnlyMemory<G1Affine>[] basis, ReadOnlyMemory<G2Affine>[] vanishes, G2Affine highG2, string? label,
        IDisposable? owner)
    {
        Shape = shape;
        HighG2 = highG2;
        Label = label;
        _basis = basis;
        _vanishes = vanishes;
        _owner = owner;
    }

    /// <summary>The shape of the matrices.</summary>
    public MatrixShape Shape { get; }

    /// <summary>[tau^H] in G2.</summary>
    public G2Affine HighG2 { get; }

    /// <summary>What tau is the hash of; null for parameters whose tau nobody knows.</summary>
    public string? Label { get; }

    /// <summary>True if tau is known, so that proofs can be forged: good for development and tests, and for nothing else.</summary>
    public bool IsDevelopment => Label is not null;

    /// <summary>[L_t] of a coset, N points in bit-reversed order: those of batch b, 2^(log columns) of them, are for row rev(b).</summary>
    /// <param name="coset">0, 1 or 2.</param>
    public ReadOnlyMemory<G1Affine> Basis(int coset) => _basis[coset];

    /// <summary>[V_d,s] of a coset, 2^d points in bit-reversed order: one for each node of a depth.</summary>
    /// <param name="coset">0, 1 or 2.</param>
    /// <param name="depth">1 for the two nodes under the root, up to log2 of the rows.</param>
    public ReadOnlyMemory<G2Affine> Vanishes(int coset, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, Shape.LogRows);
        return _vanishes[coset].Slice(ParameterSource.VanishStart(depth), 1 << depth);
    }

    /// <summary>Lets the memory go, if these are the last parameters that were loaded from it. Their points must not be used any
    /// more.</summary>
    public void Dispose() => _owner?.Dispose();
}
