using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Cryptography.Ecies;

/// <summary>
/// Diffie-Hellman over secp256k1 (SEC 1 §3.3.1): two parties, each with a private key and the other's public key, get the same 32 bytes.
/// </summary>
/// <remarks>As for <see cref="Secp256k1"/>: no table is looked up by the secret, but big integers vary in time.</remarks>
public static class Secp256k1Agreement
{
    /// <summary>Bytes of the shared x coordinate.</summary>
    public const int SharedSize = 32;

    /// <summary>Bytes of the shared point, x‖y, for formats that derive their keys from all of it.</summary>
    public const int SharedPointSize = 64;

    // Not the curve's own multiplier, whose steps follow the digits of the scalar.
    private static readonly FixedPointCombMultiplier Multiplier = new();

    /// <summary>Writes the x coordinate of d·Q, big-endian; false if Q is no point of the curve.</summary>
    /// <param name="privateKey">d, 32 bytes.</param>
    /// <param name="publicKey">Q as x‖y, 64 bytes.</param>
    /// <param name="shared">Receives 32 bytes, a secret that is the caller's to clear. Derive keys from it; it is none itself.</param>
    /// <exception cref="ArgumentException">The private key is not valid, or a length is wrong.</exception>
    public static bool TryAgree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, Span<byte> shared)
    {
        if (!TryMultiply(privateKey, publicKey, shared.Length, SharedSize, out ECPoint? product))
        {
            return false;
        }

        product.AffineXCoord.EncodeTo(shared);
        return true;
    }

    /// <summary>Writes d·Q as x‖y, big-endian; false if Q is no point of the curve.</summary>
    /// <param name="privateKey">d, 32 bytes.</param>
    /// <param name="publicKey">Q as x‖y, 64 bytes.</param>
    /// <param name="shared">Receives 64 bytes, a secret that is the caller's to clear. Derive keys from it; it is none itself.</param>
    /// <exception cref="ArgumentException">The private key is not valid, or a length is wrong.</exception>
    public static bool TryAgreePoint(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, Span<byte> shared)
    {
        if (!TryMultiply(privateKey, publicKey, shared.Length, SharedPointSize, out ECPoint? product))
        {
            return false;
        }

        product.AffineXCoord.EncodeTo(shared[..SharedSize]);
        product.AffineYCoord.EncodeTo(shared[SharedSize..]);
        return true;
    }

    private static bool TryMultiply(
        ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, int room, int size, [NotNullWhen(true)] out ECPoint? product)
    {
        if (!Secp256k1.IsValidPrivateKey(privateKey) || publicKey.Length != Secp256k1.PublicKeySize || room != size)
        {
            throw new ArgumentException($"A private key in [1, n-1], a public key of 64 bytes and room for {size} bytes are needed.");
        }

        // The order is prime and d is not a multiple of it, so the product is a point with coordinates.
        product = Secp256k1.TryReadPoint(publicKey, out ECPoint? point)
            ? Multiplier.Multiply(point, new BigInteger(1, privateKey)).Normalize()
            : null;
        return product is not null;
    }
}
