using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>Right parameters but for what a test changes, so that files of right form with wrong points can be written.</summary>
internal sealed class TamperedSource(ParameterSource inner, string? array = null, Action<Memory<G1Affine>>? change = null)
    : ParameterSource(inner.Shape)
{
    public override string? Label => inner.Label;

    public override G2Affine HighG2 => OtherHighG2 ?? inner.HighG2;

    /// <summary>Another high power.</summary>
    public G2Affine? OtherHighG2 { get; init; }

    /// <summary>Changes the vanishes of all depths.</summary>
    public Action<Memory<G2Affine>>? ChangeVanishes { get; init; }

    public override void TauPowers(Memory<G1Affine> points, ParameterWork work) => Make("powers", points, work, inner.TauPowers);

    public override void HighPowers(Memory<G1Affine> points, ParameterWork work) => Make("high powers", points, work, inner.HighPowers);

    public override void TauPowersG2(Memory<G2Affine> points, ParameterWork work) => inner.TauPowersG2(points, work);

    public override void Basis(int coset, Memory<G1Affine> points, ParameterWork work) =>
        Make($"basis {coset}", points, work, (into, with) => inner.Basis(coset, into, with));

    public override void HighBasis(int coset, Memory<G1Affine> points, ParameterWork work) =>
        Make($"high basis {coset}", points, work, (into, with) => inner.HighBasis(coset, into, with));

    public override void Quotients(int coset, int depth, Memory<G1Affine> points, ParameterWork work) =>
        Make($"quotients {depth}", points, work, (into, with) => inner.Quotients(coset, depth, into, with));

    public override void Vanishes(int coset, Memory<G2Affine> points, ParameterWork work)
    {
        inner.Vanishes(coset, points, work);
        ChangeVanishes?.Invoke(points);
    }

    private void Make(string name, Memory<G1Affine> points, ParameterWork work, Action<Memory<G1Affine>, ParameterWork> make)
    {
        make(points, work);
        if (name == array)
        {
            change?.Invoke(points);
        }
    }
}
