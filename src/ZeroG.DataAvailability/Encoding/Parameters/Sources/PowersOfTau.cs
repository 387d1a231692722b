using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Files;

namespace ZeroG.DataAvailability.Encoding.Parameters.Sources;

/// <summary>
/// Parameters derived from powers of tau alone, as the official tool does (0glabs/0g-da-encoder,
/// <c>crates/amt/src/prove_params/generate.rs</c>): with the i-th power divided by kappa^i, everything is a Fourier transform over points.
/// That takes minutes for the shape of the network.
/// </summary>
internal sealed class PowersOfTau : ParameterSource, IDisposable
{
    private readonly IDisposable? _owner;
    private readonly ReadOnlyMemory<G1Affine> _powers;
    private readonly ReadOnlyMemory<G1Affine> _highPowers;
    private readonly PowersReader _powersG2;

    /// <param name="powers">[tau^j], one for each cell.</param>
    /// <param name="highPowers">[tau^(H+j)], as many.</param>
    /// <param name="powersG2">Gives [tau^j] in G2.</param>
    /// <param name="highG2">[tau^H] in G2.</param>
    /// <param name="label">What a known tau is the hash of.</param>
    /// <param name="owner">What is disposed with this.</param>
    public PowersOfTau(
        MatrixShape shape, ReadOnlyMemory<G1Affine> powers, ReadOnlyMemory<G1Affine> highPowers, PowersReader powersG2, G2Affine highG2,
        string? label = null, IDisposable? owner = null)
        : base(shape)
    {
        _owner = owner;
        _powers = powers;
        _highPowers = highPowers;
        _powersG2 = powersG2;
        HighG2 = highG2;
        Label = label;
    }

    /// <summary>Reads powers of tau in G2, from the first on, each <paramref name="stride"/> after the last.</summary>
    public delegate void PowersReader(Memory<G2Affine> points, int stride, ParameterWork work);

    public override string? Label { get; }

    public override G2Affine HighG2 { get; }

    private Fr CellsInverse => Fr.FromUInt64((ulong)Shape.Cells).Inverse();

    /// <summary>Reads the official file. The powers in G2, of which little is needed, are read when they are asked for.</summary>
    /// <exception cref="Chain.ZeroGException">As for <see cref="PowersOfTauFile.Open"/>.</exception>
    public static PowersOfTau Open(string path, MatrixShape shape, bool montgomery, string? label, ParameterWork work)
    {
        PowersOfTauFile file = PowersOfTauFile.Open(path, shape, montgomery);
        try
        {
            return new(
                shape, file.Powers.Read(work), file.HighPowers.Read(work),
                (points, stride, stop) => file.PowersG2.Read(points, 0, stride, stop), file.HighG2, label, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public override void TauPowers(Memory<G1Affine> points, ParameterWork work) => _powers.CopyTo(points);

    public override void HighPowers(Memory<G1Affine> points, ParameterWork work) => _highPowers.CopyTo(points);

    public override void TauPowersG2(Memory<G2Affine> points, ParameterWork work) => _powersG2(points, 1, work);

    public override void Basis(int coset, Memory<G1Affine> points, ParameterWork work) => Lagrange(_powers, coset, points, work);

    public override void HighBasis(int coset, Memory<G1Affine> points, ParameterWork work) => Lagrange(_highPowers, coset, points, work);

    /// <summary>The transform of the first M powers, the last first and each one place further, divided by N.</summary>
    public override void Quotients(int coset, int depth, Memory<G1Affine> points, ParameterWork work)
    {
        // Place i holds power M - i over kappa^(M - i). Places that hold none are zero, and infinity in memory.
        int count = Shape.Cells >> depth;
        Fr factor = Coset.Factor(Shape, coset);
        points.Span.Clear();
        for (int i = 1; i <= count; i++)
        {
            points.Span[i] = _powers.Span[count - i];
        }

        Fr first = factor.Inverse().Pow((ulong)count) * CellsInverse;
        PointTransform.Run(points, Fr.RootOfUnity(Shape.LogCells), first, factor, work);
        BitOrder.Permute(points.Span);
    }

    /// <summary>
    /// The deepest by a transform, the others from those: with y = g^s, V(d-1,s) = (V(d,s) - V(d,s + 2^(d-1))) / 2y, since 1/(X - y) - 1/(X
    /// + y) = 2y/(X² - y²).
    /// </summary>
    public override void Vanishes(int coset, Memory<G2Affine> points, ParameterWork work)
    {
        int deepest = Shape.LogRows;
        G2Jacobian[] values = Deepest(coset, work);
        for (int depth = deepest; ; depth--)
        {
            Memory<G2Affine> level = points.Slice(VanishStart(depth), 1 << depth);
            G2Jacobian.Normalize(values, level.Span);
            BitOrder.Permute(level.Span);
            if (depth == 1)
            {
                return;
            }

            G2Jacobian[] next = new G2Jacobian[values.Length / 2];
            Fr root = Fr.RootOfUnity(depth).Inverse();
            Fr half = Fr.FromUInt64(2).Inverse();
            G2Jacobian[] deeper = values;
            Parallel.For(0, next.Length, work.Options, s =>
                next[s] = (deeper[s] - deeper[s + next.Length]).Multiply(half * root.Pow((ulong)s)));
            values = next;
        }
    }

    public void Dispose() => _owner?.Dispose();

    // V_s = Σ_k g^(-s(k+1)) T^(kM): the transform, with the inverse root, of the powers moved by one place.
    private G2Jacobian[] Deepest(int coset, ParameterWork work)
    {
        int nodes = Shape.Rows;
        int stride = Shape.Columns;
        G2Affine[] powers = new G2Affine[nodes];
        _powersG2(powers, stride, work);
        Fr step = Coset.Factor(Shape, coset).Inverse().Pow((ulong)stride);
        G2Jacobian[] values = new G2Jacobian[nodes];
        Parallel.For(0, nodes, work.Options, k =>
            values[(k + 1) % nodes] = coset == 0 ? powers[k].ToJacobian() : powers[k].Multiply(step.Pow((ulong)k)));
        PointTransform.Run(values, Fr.RootOfUnity(Shape.LogRows).Inverse(), work);
        return values;
    }

    private void Lagrange(ReadOnlyMemory<G1Affine> powers, int coset, Memory<G1Affine> points, ParameterWork work)
    {
        powers.CopyTo(points);
        PointTransform.Run(points, Fr.RootOfUnity(Shape.LogCells).Inverse(), CellsInverse, Coset.Factor(Shape, coset).Inverse(), work);
        BitOrder.Permute(points.Span);
    }
}
