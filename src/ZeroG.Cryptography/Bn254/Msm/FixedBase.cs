namespace ZeroG.Cryptography.Bn254;

/// <summary>Multiples of the generators, made quickly by the million, as parameters from a known tau need them.</summary>
public static class FixedBase
{
    /// <summary>Multiples of <see cref="G1Affine.Generator"/>.</summary>
    public static FixedBaseTable<G1Affine> G1 { get; } = new(G1Affine.Generator, PairAdders.ForG1);

    /// <summary>Multiples of <see cref="G2Affine.Generator"/>.</summary>
    public static FixedBaseTable<G2Affine> G2 { get; } =
        new(G2Affine.Generator, () => new ScalarPairAdder<G2Affine, Fq2, Fq2Coordinates>());
}
