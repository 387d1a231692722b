using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Tests.Encoding.Direct;

/// <summary>
/// All that the official formulas take for one coset, in memory: log rows + 2 arrays of N points, 768 MiB at the production shape.
/// </summary>
/// <param name="Shape">The shape.</param>
/// <param name="Coset">0 to 2.</param>
/// <param name="Basis">[L_t], in bit-reversed order like all others.</param>
/// <param name="Quotients">[Q_d,t] of depth d at d - 1.</param>
/// <param name="HighBasis">[τ^H·L_t].</param>
internal sealed record ProveParameters(MatrixShape Shape, int Coset, G1Affine[] Basis, G1Affine[][] Quotients, G1Affine[] HighBasis)
{
    /// <summary>Makes or reads the parameters of a coset.</summary>
    public static ProveParameters From(
        ParameterSource source, int coset, int? threads = null, CancellationToken cancellationToken = default)
    {
        ParameterWork work = new(threads: threads, cancellationToken: cancellationToken);
        int cells = source.Shape.Cells;
        ProveParameters parameters = new(
            source.Shape,
            coset,
            new G1Affine[cells],
            [.. Enumerable.Range(0, source.Shape.LogRows).Select(_ => new G1Affine[cells])],
            new G1Affine[cells]);
        source.Basis(coset, parameters.Basis, work);
        source.HighBasis(coset, parameters.HighBasis, work);
        for (int depth = 1; depth <= source.Shape.LogRows; depth++)
        {
            source.Quotients(coset, depth, parameters.Quotients[depth - 1], work);
        }

        return parameters;
    }
}
