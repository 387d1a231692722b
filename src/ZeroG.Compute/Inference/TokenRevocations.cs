using System.Numerics;

namespace ZeroG.Compute.Inference;

/// <summary>What the chain says of the tokens of one user at one provider.</summary>
/// <param name="Generation">Tokens of an older generation are revoked.</param>
/// <param name="RevokedBitmap">Bit n set: API key n of this generation is revoked.</param>
public readonly record struct TokenRevocations(BigInteger Generation, BigInteger RevokedBitmap)
{
    /// <summary>Whether an id of this generation is revoked.</summary>
    public bool IsRevoked(int id) => !((RevokedBitmap >> id) & BigInteger.One).IsZero;
}
