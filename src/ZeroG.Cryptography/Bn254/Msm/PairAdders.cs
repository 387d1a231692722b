namespace ZeroG.Cryptography.Bn254;

/// <summary>Which kernel to take.</summary>
internal static class PairAdders
{
    /// <summary>An adder of G1 that suits this processor.</summary>
    public static PairAdder<G1Affine> ForG1() =>
        Lanes8<FqModulus>.IsSupported ? new LanesPairAdder() : new ScalarPairAdder<G1Affine, Fq, FqCoordinates>();
}
