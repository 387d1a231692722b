using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding.Parameters.Points;

/// <summary>The four forms in which files hold points.</summary>
/// <param name="G1">For points of G1.</param>
/// <param name="G2">For points of G2.</param>
internal sealed record PointForm(PointCodec<G1Affine> G1, PointCodec<G2Affine> G2)
{
    /// <summary>The limbs as they lie in memory, 64 and 128 bytes: the official <c>mont</c> files.</summary>
    public static PointForm Montgomery { get; } = new(new MontgomeryG1(), new MontgomeryG2());

    /// <summary>Arkworks, both coordinates, 64 and 128 bytes: the other official files.</summary>
    public static PointForm Uncompressed { get; } = new(new UncompressedG1(), new UncompressedG2());

    /// <summary>Arkworks, one coordinate and a sign, 32 and 64 bytes: the powers of tau.</summary>
    public static PointForm Compressed { get; } = new(new CompressedG1(), new CompressedG2());

    /// <summary>Big-endian coordinates, 64 and 128 bytes: the challenge of the ceremony.</summary>
    public static PointForm Challenge { get; } = new(new ChallengeG1(), new ChallengeG2());
}
