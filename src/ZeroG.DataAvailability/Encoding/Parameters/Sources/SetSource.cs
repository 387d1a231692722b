using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Files;

namespace ZeroG.DataAvailability.Encoding.Parameters.Sources;

/// <summary>What the module's own file holds, for writing verify files out of it.</summary>
internal sealed class SetSource(ParameterSetFile file) : ParameterSource(file.Shape)
{
    public override string? Label => file.Label;

    public override G2Affine HighG2 => file.HighG2;

    public override void TauPowers(Memory<G1Affine> points, ParameterWork work) => file.TauPowers.View().CopyTo(points);

    public override void HighPowers(Memory<G1Affine> points, ParameterWork work) => file.HighPowers.View().CopyTo(points);

    public override void Basis(int coset, Memory<G1Affine> points, ParameterWork work) => file.Basis[coset].View().CopyTo(points);

    public override void Vanishes(int coset, Memory<G2Affine> points, ParameterWork work) => file.Vanishes[coset].View().CopyTo(points);

    public override void TauPowersG2(Memory<G2Affine> points, ParameterWork work) => throw Lacking("powers of tau in G2");

    public override void HighBasis(int coset, Memory<G1Affine> points, ParameterWork work) => throw Lacking("high basis");

    public override void Quotients(int coset, int depth, Memory<G1Affine> points, ParameterWork work) => throw Lacking("quotients");

    private static NotSupportedException Lacking(string what) => new($"The module's own file does not hold the {what}.");
}
