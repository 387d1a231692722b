using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Sources;

/// <summary>
/// Parameters of a tau that everybody knows, since it is the hash of a label: each point is one multiplication of a generator. Whoever
/// knows tau can prove rows that were never encoded, so these are for development alone.
/// </summary>
internal sealed class KnownTau : ParameterSource
{
    private readonly TauScalars _scalars;

    public KnownTau(MatrixShape shape, string label)
        : base(shape)
    {
        Label = label;
        _scalars = new(shape, TauScalars.TauOf(System.Text.Encoding.UTF8.GetBytes(label)));
        HighG2 = G2Affine.Generator.Multiply(_scalars.High).ToAffine();
    }

    public override string? Label { get; }

    public override G2Affine HighG2 { get; }

    public override void TauPowers(Memory<G1Affine> points, ParameterWork work) =>
        Fill(points, (start, block) => _scalars.Powers(Fr.One, start, block), work);

    public override void HighPowers(Memory<G1Affine> points, ParameterWork work)
    {
        Fr high = _scalars.High;
        Fill(points, (start, block) => _scalars.Powers(high, start, block), work);
    }

    public override void TauPowersG2(Memory<G2Affine> points, ParameterWork work)
    {
        Fr[] scalars = new Fr[points.Length];
        _scalars.Powers(Fr.One, 0, scalars);
        FixedBase.G2.Multiply(scalars, points.Span, work.Threads, cancellationToken: work.CancellationToken);
    }

    public override void Basis(int coset, Memory<G1Affine> points, ParameterWork work) =>
        Fill(points, (start, block) => _scalars.Basis(Fr.One, coset, start, block), work);

    public override void HighBasis(int coset, Memory<G1Affine> points, ParameterWork work)
    {
        Fr high = _scalars.High;
        Fill(points, (start, block) => _scalars.Basis(high, coset, start, block), work);
    }

    public override void Quotients(int coset, int depth, Memory<G1Affine> points, ParameterWork work) =>
        Fill(points, (start, block) => _scalars.Quotients(coset, depth, start, block), work);

    public override void Vanishes(int coset, Memory<G2Affine> points, ParameterWork work)
    {
        Fr[] scalars = new Fr[points.Length];
        for (int depth = 1; depth <= Shape.LogRows; depth++)
        {
            _scalars.Vanishes(coset, depth, scalars.AsSpan(VanishStart(depth), 1 << depth));
        }

        FixedBase.G2.Multiply(scalars, points.Span, work.Threads, cancellationToken: work.CancellationToken);
    }

    private void Fill(Memory<G1Affine> points, ScalarBlock make, ParameterWork work)
    {
        Fr[] scalars = new Fr[points.Length];
        int size = _scalars.BlockSize;
        Parallel.For(0, scalars.Length / size, work.Options, block => make(block * size, scalars.AsSpan(block * size, size)));
        FixedBase.G1.Multiply(scalars, points.Span, work.Threads, work.Advance, work.CancellationToken);
    }

    private delegate void ScalarBlock(int start, Span<Fr> scalars);
}
