using System.Numerics;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The nodes that the proofs of a batch name, each once: proofs of neighbours share most of theirs. Two proofs that claim different pairs
/// for a node make it two.
/// </summary>
internal sealed class BatchNodes(MatrixShape shape)
{
    private readonly Dictionary<(int Node, AmtPair Pair), int> _places = [];
    private readonly List<(int Node, AmtPair Pair)> _nodes = [];
    private readonly List<Fr> _rowFactors = [];

    /// <summary>Different nodes so far.</summary>
    public int Count => _nodes.Count;

    /// <summary>Takes in the proof of a slice whose fields fit together.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="rowFactor">The factor of the slice's sum, of which the commitments are terms.</param>
    public void Add(EncodedSlice slice, in Fr rowFactor)
    {
        int coset = (int)slice.Index / shape.Rows;
        int row = (int)slice.RowIndex;
        for (int depth = 1; depth <= shape.LogRows; depth++)
        {
            // Numbered as in a heap: node j of a depth is 2^depth + j.
            int node = (coset * 2 * shape.Rows) + (1 << depth) + AmtTree.Sibling(shape, row, depth);
            (int, AmtPair) key = (node, slice.Proof[depth - 1]);
            if (_places.TryAdd(key, _nodes.Count))
            {
                _nodes.Add(key);
                _rowFactors.Add(rowFactor);
            }
            else
            {
                int place = _places[key];
                _rowFactors[place] += rowFactor;
            }
        }
    }

    /// <summary>
    /// Appends the terms that are paired with the generator: the commitment of each node times its factor and those of its rows.
    /// </summary>
    public void AppendCommitments(Fr[] factors, List<G1Affine> points, List<Fr> scalars)
    {
        for (int i = 0; i < _nodes.Count; i++)
        {
            points.Add(_nodes[i].Pair.Commitment);
            scalars.Add(factors[i] + _rowFactors[i]);
        }
    }

    /// <summary>The product of e(Σ factor · proof, V_node) over all nodes.</summary>
    public PairingProduct PairProofs(Fr[] factors, VerifierParameters parameters, ParallelOptions options)
    {
        int[][] groups =
        [
            .. Enumerable.Range(0, _nodes.Count)
                .Where(i => !_nodes[i].Pair.Proof.IsInfinity)
                .GroupBy(i => _nodes[i].Node)
                .Select(group => group.ToArray()),
        ];
        G1Jacobian[] sums = new G1Jacobian[groups.Length];
        Parallel.For(0, groups.Length, options, g =>
        {
            G1Jacobian sum = G1Jacobian.Infinity;
            foreach (int i in groups[g])
            {
                sum += _nodes[i].Pair.Proof.Multiply(factors[i]);
            }

            sums[g] = sum;
        });
        G1Affine[] points = new G1Affine[sums.Length];
        G1Jacobian.Normalize(sums, points);
        PairingProduct product = new();
        Parallel.For(
            0,
            groups.Length,
            options,
            () => new PairingProduct(),
            (g, _, part) =>
            {
                part.Add(points[g], Vanish(parameters, _nodes[groups[g][0]].Node));
                return part;
            },
            part =>
            {
                lock (product)
                {
                    product.Add(part);
                }
            });
        return product;
    }

    private G2Affine Vanish(VerifierParameters parameters, int node)
    {
        (int coset, int heap) = Math.DivRem(node, 2 * shape.Rows);
        int depth = BitOperations.Log2((uint)heap);
        return parameters.Vanishes(coset, depth).Span[heap - (1 << depth)];
    }
}
