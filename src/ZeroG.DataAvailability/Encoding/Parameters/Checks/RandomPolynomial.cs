using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Checks;

/// <summary>A random polynomial and its values in all cosets: that its commitment is the same by all ways shows that all ways are
/// right.</summary>
internal sealed class RandomPolynomial
{
    private readonly MatrixShape _shape;
    private readonly ParameterWork _work;
    private readonly Fr[] _cells;
    private readonly Fr[] _coefficients;

    public RandomPolynomial(MatrixShape shape, ParameterWork work)
    {
        _shape = shape;
        _work = work;
        _cells = new Fr[shape.EncodedCells];
        BatchFactors.Create(shape.Cells).CopyTo(_cells, 0);
        _coefficients = ErasureCode.Extend(shape, _cells, work.Options);
    }

    /// <summary>The commitment by the coefficients, over powers of tau.</summary>
    public G1Affine Commit(ReadOnlyMemory<G1Affine> powers) =>
        Msm.Multiply(powers.Span, _coefficients, _work.Threads, _work.CancellationToken).ToAffine();

    /// <summary>The commitment by the cells of a coset, over its basis.</summary>
    public G1Affine CommitByRows(int coset, ReadOnlyMemory<G1Affine> basis)
    {
        // Row i is batch rev(i), and within it column j is at rev(j).
        Fr[] scalars = new Fr[_shape.Cells];
        ReadOnlySpan<Fr> cells = _cells.AsSpan(coset * _shape.Cells, _shape.Cells);
        for (int row = 0; row < _shape.Rows; row++)
        {
            int start = BitOrder.Reverse(row, _shape.LogRows) << _shape.LogColumns;
            for (int column = 0; column < _shape.Columns; column++)
            {
                scalars[start + BitOrder.Reverse(column, _shape.LogColumns)] = cells[(row * _shape.Columns) + column];
            }
        }

        return Msm.Multiply(basis.Span, scalars, _work.Threads, _work.CancellationToken).ToAffine();
    }
}
