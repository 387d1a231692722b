namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// Factors between the two halves of a transform: output k of line l is multiplied by <c>First[l]·Ratio[l]^k</c>.
/// </summary>
internal sealed record NttTwist(Fr[] First, Fr[] Ratio);
