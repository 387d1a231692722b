using System.Numerics;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The commitments and proofs of all rows of a blob, by 8.5 products of a point and a scalar for each cell of the data where the official
/// formulas take 36. The points are the same; only the way to them is shorter.
/// </summary>
/// <remarks>
/// <para>
/// Let f be the polynomial of the blob, N its cells, κ the factor of a coset, and K = 2^d the nodes at depth d, each over M = N/K cells,
/// with g = root(K) and y = κ^M·g^s at node s.
/// </para>
/// <para>
/// Proofs: proof(s) = g^s/K · Σ_i y^i·A(d,i), where the chunk commitments A(d,i) = Σ_{j&lt;M} f(iM+j)·[τ^j] are the same for all cosets.
/// That is a Fourier transform over points. A chunk is two chunks of the next depth, the lower of which is known there: A(d,i) = A(d+1,2i)
/// + Σ_{M/2≤j&lt;M} f(iM+j)·[τ^j].
/// </para>
/// <para>
/// Commitments of rows, d = log2(ROWS): commitment(s) = 1/K · Σ_{|e|&lt;K} y^e·S(e), with points S(e) that all cosets share. The rows of
/// cosets 0 and 1 are computed from their bases; they are the values at all 2K-th roots of unity, so an inverse transform gives S, and a
/// transform of S gives the rows of coset 2.
/// </para>
/// </remarks>
internal sealed class AmtProver(EncoderBases bases, int threads)
{
    private readonly MatrixShape _shape = bases.Shape;

    /// <summary>The commitments of all nodes of the three cosets, [coset][depth - 1][node].</summary>
    /// <param name="cells">The rows of cosets 0 and 1, 2N cells.</param>
    /// <param name="terms">Hears of each part done how many products it was.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public G1Jacobian[][][] Commit(ReadOnlySpan<Fr> cells, Action<long> terms, CancellationToken cancellationToken)
    {
        int rows = _shape.Rows;
        G1Jacobian[] values = new G1Jacobian[2 * rows];
        Msm.MultiplyChunks(bases.Rows, 0, _shape.Columns, cells, values, repeatBases: false, threads, terms, cancellationToken);
        G1Jacobian[][] leaves = [values[..rows], values[rows..], RowsOfCoset2(values, cancellationToken)];
        return [.. leaves.Select(CommitAbove)];
    }

    /// <summary>[τ^H·f(τ)].</summary>
    /// <param name="coefficients">The N coefficients of f.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public G1Jacobian CommitHigh(ReadOnlySpan<Fr> coefficients, CancellationToken cancellationToken) =>
        Msm.Multiply(bases.HighPowers, 0, coefficients, threads, cancellationToken);

    /// <summary>The proofs of all nodes of the three cosets, [coset][depth - 1][node].</summary>
    /// <param name="coefficients">The N coefficients of f.</param>
    /// <param name="terms">Hears of each part done how many products it was.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public G1Jacobian[][][] Prove(ReadOnlySpan<Fr> coefficients, Action<long> terms, CancellationToken cancellationToken)
    {
        G1Jacobian[][][] proofs = [.. Enumerable.Range(0, MatrixShape.CosetCount).Select(_ => new G1Jacobian[_shape.LogRows][])];
        G1Jacobian[] chunks = [];
        for (int above = 0; above < _shape.LogRows; above++)
        {
            chunks = CommitToChunks(above, chunks, coefficients, terms, cancellationToken);
            G1Jacobian[] ofAllCosets = ProofsOf(chunks, cancellationToken);
            for (int coset = 0; coset < proofs.Length; coset++)
            {
                proofs[coset][_shape.LogRows - above - 1] = ofAllCosets.AsSpan(coset * chunks.Length, chunks.Length).ToArray();
            }
        }

        return proofs;
    }

    /// <summary>The commitments of all depths over those of the rows: each is the sum of its two children.</summary>
    private G1Jacobian[][] CommitAbove(G1Jacobian[] rows)
    {
        G1Jacobian[][] depths = new G1Jacobian[_shape.LogRows][];
        BitOrder.Permute<G1Jacobian>(rows);
        depths[^1] = rows;
        for (int depth = depths.Length - 1; depth >= 1; depth--)
        {
            G1Jacobian[] children = depths[depth];
            depths[depth - 1] = [.. Enumerable.Range(0, 1 << depth).Select(j => children[2 * j] + children[(2 * j) + 1])];
        }

        return depths;
    }

    /// <summary>The commitments of the rows of coset 2, in the order of the rows, from those of cosets 0 and 1.</summary>
    private G1Jacobian[] RowsOfCoset2(ReadOnlySpan<G1Jacobian> cosets0And1, CancellationToken cancellationToken)
    {
        int rows = _shape.Rows;

        // Row s of coset 0 is the value at h^(2s), that of coset 1 at h^(2s+1), h = root(2K).
        G1Jacobian[] shared = new G1Jacobian[2 * rows];
        for (int row = 0; row < rows; row++)
        {
            shared[2 * row] = cosets0And1[row];
            shared[(2 * row) + 1] = cosets0And1[rows + row];
        }

        // 2K·S(e)/K for e = 0..K-1, then for e = -K..-1, of which the first is infinity.
        GroupFft.Forward(shared, Fr.RootOfUnity(_shape.LogRows + 1).Inverse(), threads, cancellationToken);

        // y = v·g^s with v = root(4K). Since g^K = 1, y^e goes with y^(e+K).
        Fr v = Fr.RootOfUnity(_shape.LogRows + 2);
        Fr scale = Fr.FromUInt64(2 * (ulong)rows).Inverse();
        Fr[] scalars = [.. Fr.Powers(scale, v, rows), .. Fr.Powers(scale * v.Pow((ulong)rows).Inverse(), v, rows)];
        GroupFft.Scale(shared, scalars, threads, cancellationToken);
        G1Jacobian[] values = [.. Enumerable.Range(0, rows).Select(e => shared[e] + shared[rows + e])];
        GroupFft.Forward(values, Fr.RootOfUnity(_shape.LogRows), threads, cancellationToken);
        return values;
    }

    /// <summary>
    /// The chunk commitments so many levels above the rows. Those of the rows are sums over the same bases; above them two chunks become
    /// one, of which only the upper half is new.
    /// </summary>
    private G1Jacobian[] CommitToChunks(
        int above, G1Jacobian[] deeper, ReadOnlySpan<Fr> coefficients, Action<long> terms, CancellationToken cancellationToken)
    {
        PointSet powers = bases.Chunks[above];
        int length = _shape.Columns << above, known = length - powers.Count;
        G1Jacobian[] chunks = new G1Jacobian[_shape.Cells / length];
        MsmChunks places = new(chunks.Length, powers.Count) { ScalarStart = known, ScalarStride = length };
        Msm.MultiplyChunks(powers, coefficients, places, chunks, threads, terms, cancellationToken);
        return above == 0 ? chunks : [.. chunks.Select((upper, i) => upper + deeper[2 * i])];
    }

    /// <summary>The proofs of all nodes of a depth, coset by coset in the order of the tree, from the chunk commitments of that
    /// depth.</summary>
    private G1Jacobian[] ProofsOf(G1Jacobian[] chunks, CancellationToken cancellationToken)
    {
        int count = chunks.Length;
        Fr scale = Fr.FromUInt64((ulong)count).Inverse();
        Fr[] factors = new Fr[MatrixShape.CosetCount * count];
        G1Jacobian[] values = new G1Jacobian[factors.Length];
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            // The factor g^s in front of the sum moves every point one place on; g^K = 1 brings the last one round.
            Fr[] powers = Fr.Powers(scale, Coset.Factor(_shape, coset).Pow((ulong)(_shape.Cells / count)), count);
            for (int i = 0; i < count; i++)
            {
                int place = (coset * count) + ((i + 1) % count);
                (values[place], factors[place]) = (chunks[i], powers[i]);
            }
        }

        GroupFft.Scale(values, factors, threads, cancellationToken);
        GroupFft.Forward(values, count, Fr.RootOfUnity(BitOperations.Log2((uint)count)), threads, cancellationToken);
        for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
        {
            BitOrder.Permute(values.AsSpan(coset * count, count));
        }

        return values;
    }
}
