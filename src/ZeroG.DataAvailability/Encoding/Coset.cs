using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>The three cosets: coset c holds the values of the blob's polynomial at kappa_c times the N-th roots of unity.</summary>
internal static class Coset
{
    /// <summary>
    /// kappa_c: the primitive 2^28-th root of unity to the power of c with its 28 - L bits reversed. That is 1, the root of order 2N, and
    /// the root of order 4N (0glabs/0g-da-encoder, <c>crates/amt/src/prove_params/generate.rs</c>).
    /// </summary>
    /// <param name="shape">Of the matrix, with 2^L = N cells.</param>
    /// <param name="coset">0, 1 or 2.</param>
    public static Fr Factor(MatrixShape shape, int coset) => coset switch
    {
        0 => Fr.One,
        1 => Fr.RootOfUnity(shape.LogCells + 1),
        2 => Fr.RootOfUnity(shape.LogCells + 2),
        _ => throw new ArgumentOutOfRangeException(nameof(coset), coset, "There are three cosets, 0 to 2."),
    };
}
