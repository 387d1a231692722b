using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Encoding.Parameters.Checks;

/// <summary>
/// What holds of the parameters of a coset, whatever tau is. Where there are many equations, random combinations of all are compared, so
/// that a wrong point is missed with a chance of 2^-127. Each method returns what is wrong, or null.
/// </summary>
internal sealed class CosetIdentities
{
    private readonly MatrixShape _shape;
    private readonly int _coset;
    private readonly ReadOnlyMemory<G1Affine> _basis;
    private readonly ParameterWork _work;
    private readonly G1Jacobian[][] _nodeSums;

    /// <param name="basis">[L_t], each in the group.</param>
    public CosetIdentities(MatrixShape shape, int coset, ReadOnlyMemory<G1Affine> basis, ParameterWork work)
    {
        _shape = shape;
        _coset = coset;
        _basis = basis;
        _work = work;
        _nodeSums = NodeSums();
    }

    /// <summary>[tau], as the basis has it: Σ kappa·w^t [L_t].</summary>
    public G1Affine Tau()
    {
        Fr[] scalars = new Fr[_shape.Cells];
        Fr root = Fr.RootOfUnity(_shape.LogCells);
        Fr power = Coset.Factor(_shape, _coset);
        for (int t = 0; t < scalars.Length; t++, power *= root)
        {
            scalars[BitOrder.Reverse(t, _shape.LogCells)] = power;
        }

        return Sum(_basis, scalars);
    }

    /// <summary>Σ L_t = 1.</summary>
    public string? SumFault() => _nodeSums[0][0] == G1Jacobian.Generator ? null : "its points do not add up to the generator";

    /// <summary>
    /// V_1,0 - V_1,1 = 2 and V_1,0 = T^(N/2) + 1, and (T^M - g^s)·V_d,s = T^N - 1 = (T^(N/2) - 1)·V_1,0 for each node.
    /// </summary>
    /// <param name="vanishes">Of all depths one after the other, each in the group.</param>
    public string? VanishFault(ReadOnlyMemory<G2Affine> vanishes)
    {
        G2Affine g2 = G2Affine.Generator;
        G2Affine first = vanishes.Span[0];
        G1Affine half = Power(1);
        if (first - vanishes.Span[1] != g2.Double() || !AreEqual(half, g2, G1Affine.Generator, (first - g2).ToAffine()))
        {
            return "the vanishes of depth 1 are not those of this tau";
        }

        G1Jacobian whole = half - G1Affine.Generator;
        for (int depth = 2; depth <= _shape.LogRows; depth++)
        {
            Fr[] factors = BatchFactors.Create(1 << depth);
            ReadOnlyMemory<G2Affine> level = vanishes.Slice(ParameterSource.VanishStart(depth), factors.Length);
            G1Affine power = Power(depth);
            Fr root = Fr.RootOfUnity(depth);
            int bits = depth;
            PairingProduct product = Product(
                factors.Length,
                j => (power.ToJacobian() - G1Jacobian.Generator.Multiply(root.Pow((ulong)BitOrder.Reverse(j, bits)))).Multiply(factors[j]),
                level);
            product.Add((-whole.Multiply(factors.Aggregate((a, b) => a + b))).ToAffine(), first);
            if (!product.IsOne())
            {
                return $"the vanishes of depth {depth} are not those of this tau";
            }
        }

        return null;
    }

    /// <summary>Q_d,t · V_d,s = L_t in every node of a depth.</summary>
    public string? QuotientFault(int depth, ReadOnlyMemory<G1Affine> quotients, ReadOnlyMemory<G2Affine> vanishes)
    {
        Fr[] factors = BatchFactors.Create(_shape.Cells);
        G1Jacobian[] sums = new G1Jacobian[1 << depth];
        Msm.MultiplyChunks(
            PointSet.From(quotients.Span), 0, _shape.Cells >> depth, factors, sums, threads: _work.Threads,
            cancellationToken: _work.CancellationToken);
        PairingProduct product = Product(sums.Length, j => sums[j], vanishes);
        product.Add(-Sum(_basis, factors), G2Affine.Generator);
        return product.IsOne() ? null : $"the quotients of depth {depth} do not belong to the basis";
    }

    /// <summary>The high basis is tau^H times the basis.</summary>
    public string? HighFault(ReadOnlyMemory<G1Affine> highBasis, in G2Affine highG2)
    {
        Fr[] factors = BatchFactors.Create(_shape.Cells);
        return AreEqual(Sum(highBasis, factors), G2Affine.Generator, Sum(_basis, factors), highG2)
            ? null
            : "the high basis is not tau^H times the basis";
    }

    public static bool AreEqual(in G1Affine a, in G2Affine b, in G1Affine c, in G2Affine d) => Pairing.ProductIsOne([a, -c], [b, d]);

    // T^M as the basis has it. The cells of a node share their w^(tM), so it is a sum over the nodes.
    private G1Affine Power(int depth)
    {
        Fr root = Fr.RootOfUnity(depth);
        G1Jacobian[] nodes = _nodeSums[depth];
        G1Jacobian[] products = new G1Jacobian[nodes.Length];
        Parallel.For(0, nodes.Length, _work.Options, j => products[j] = nodes[j].Multiply(root.Pow((ulong)BitOrder.Reverse(j, depth))));
        return products.Aggregate((a, b) => a + b).ToAffine();
    }

    // The sums of the basis over the nodes of each depth, the root at 0.
    private G1Jacobian[][] NodeSums()
    {
        G1Jacobian[][] sums = new G1Jacobian[_shape.LogRows + 1][];
        G1Jacobian[] leaves = new G1Jacobian[_shape.Rows];
        Parallel.For(0, leaves.Length, _work.Options, j =>
        {
            G1Jacobian sum = G1Jacobian.Infinity;
            foreach (ref readonly G1Affine point in _basis.Span.Slice(j * _shape.Columns, _shape.Columns))
            {
                sum += point;
            }

            leaves[j] = sum;
        });
        sums[^1] = leaves;
        for (int depth = _shape.LogRows - 1; depth >= 0; depth--)
        {
            sums[depth] = [.. sums[depth + 1].Chunk(2).Select(pair => pair[0] + pair[1])];
        }

        return sums;
    }

    // The product of e(point(j), vanishes[j]), in parts.
    private PairingProduct Product(int count, Func<int, G1Jacobian> point, ReadOnlyMemory<G2Affine> vanishes)
    {
        PairingProduct whole = new();
        Parallel.For(
            0, count, _work.Options, () => new PairingProduct(),
            (j, _, part) =>
            {
                part.Add(point(j).ToAffine(), vanishes.Span[j]);
                return part;
            },
            part =>
            {
                lock (whole)
                {
                    whole.Add(part);
                }
            });
        return whole;
    }

    private G1Affine Sum(ReadOnlyMemory<G1Affine> points, Fr[] scalars) =>
        Msm.Multiply(points.Span, scalars, _work.Threads, _work.CancellationToken).ToAffine();
}
