using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Math.EC.Multiplier;
using Org.BouncyCastle.Utilities;

namespace ZeroG.Cryptography.Signatures;

/// <summary>
/// ECDSA over secp256k1 (SEC 2 §2.4.1: y² = x³ + 7) as Ethereum uses it: nonces of RFC 6979 with HMAC-SHA256, low s, recoverable keys.
/// </summary>
/// <remarks>
/// A private key is 32 big-endian bytes in [1, n-1]; a public key is x‖y, 64 bytes without the prefix 04. The curve's arithmetic is
/// BouncyCastle's: its table look-ups do not depend on the secret, but its big integers vary in time and hold a copy of the key until they
/// are collected. No byte copy of a key is made here; clearing the caller's is the caller's.
/// </remarks>
public static class Secp256k1
{
    /// <summary>Bytes of a private key.</summary>
    public const int PrivateKeySize = 32;

    /// <summary>Bytes of a public key, x‖y.</summary>
    public const int PublicKeySize = 64;

    /// <summary>Bytes of a compressed public key: 02 or 03 by the parity of y, then x.</summary>
    public const int CompressedPublicKeySize = 33;

    private const int FieldSize = 32;
    private const int HashSize = 32;

    private static readonly X9ECParameters Parameters = CustomNamedCurves.GetByName("secp256k1");
    private static readonly ECCurve Curve = Parameters.Curve;
    private static readonly BigInteger N = Parameters.N;
    private static readonly BigInteger FieldPrime = Curve.Field.Characteristic;
    private static readonly FixedPointCombMultiplier BasePointMultiplier = new();

    /// <summary>n, the order of the group (SEC 2 §2.4.1).</summary>
    internal static ReadOnlySpan<byte> Order =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE,
        0xBA, 0xAE, 0xDC, 0xE6, 0xAF, 0x48, 0xA0, 0x3B, 0xBF, 0xD2, 0x5E, 0x8C, 0xD0, 0x36, 0x41, 0x41,
    ];

    /// <summary>(n-1)/2, the greatest low s.</summary>
    internal static ReadOnlySpan<byte> HalfOrder =>
    [
        0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0x5D, 0x57, 0x6E, 0x73, 0x57, 0xA4, 0x50, 0x1D, 0xDF, 0xE9, 0x2F, 0x46, 0x68, 0x1B, 0x20, 0xA0,
    ];

    /// <summary>Whether the bytes are 32 and, as a big-endian number, lie in [1, n-1].</summary>
    public static bool IsValidPrivateKey(ReadOnlySpan<byte> privateKey) => privateKey.Length == PrivateKeySize && IsScalar(privateKey);

    /// <summary>Whether the bytes are x‖y, 64 bytes, of a point on the curve.</summary>
    public static bool IsValidPublicKey(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeySize && TryReadPoint(publicKey, out _);

    /// <summary>The public key x‖y of a private key.</summary>
    /// <exception cref="ArgumentException">The private key is not valid.</exception>
    public static byte[] GetPublicKey(ReadOnlySpan<byte> privateKey) =>
        Encode(BasePointMultiplier.Multiply(Parameters.G, ReadPrivateKey(privateKey)).Normalize());

    /// <summary>Signs a hash of 32 bytes; equal arguments give equal signatures, always with a low s.</summary>
    /// <exception cref="ArgumentException">The hash is not 32 bytes, or the private key is not valid.</exception>
    public static Secp256k1Signature Sign(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> privateKey)
    {
        BigInteger e = ReadHash(hash);
        BigInteger d = ReadPrivateKey(privateKey);
        HMacDsaKCalculator nonces = new(new Sha256Digest());
        nonces.Init(N, d, hash.ToArray());
        while (true)
        {
            BigInteger k = nonces.NextK();
            ECPoint point = BasePointMultiplier.Multiply(Parameters.G, k).Normalize();
            BigInteger r = point.AffineXCoord.ToBigInteger();
            BigInteger s = BigIntegers.ModOddInverse(N, k).Multiply(e.Add(d.Multiply(r))).Mod(N);

            // Each happens once in 2^127 or less. An x of n or more would need a recovery id beyond the parity, which Ethereum has no
            // place for.
            if (r.SignValue == 0 || r.CompareTo(N) >= 0 || s.SignValue == 0)
            {
                continue;
            }

            int yParity = point.AffineYCoord.TestBitZero() ? 1 : 0;
            return WithLowS(r, s, yParity);
        }
    }

    /// <summary>Whether the signature is this public key's over this hash; false too for a key that is not on the curve.</summary>
    /// <param name="requireLowS">Refuse a high s, as transactions do (EIP-2); the precompiled contract accepts it.</param>
    /// <exception cref="ArgumentException">The hash is not 32 bytes, or the public key not 64.</exception>
    public static bool Verify(ReadOnlySpan<byte> hash, Secp256k1Signature signature, ReadOnlySpan<byte> publicKey, bool requireLowS = false)
    {
        BigInteger e = ReadHash(hash);
        CheckLength(publicKey, PublicKeySize, nameof(publicKey));
        if (!HasValidScalars(signature, requireLowS) || !TryReadPoint(publicKey, out ECPoint? key))
        {
            return false;
        }

        BigInteger r = ReadNumber(signature.R);
        BigInteger inverse = BigIntegers.ModOddInverseVar(N, ReadNumber(signature.S));
        ECPoint point = ECAlgorithms.SumOfTwoMultiplies(
            Parameters.G, e.Multiply(inverse).Mod(N), key, r.Multiply(inverse).Mod(N)).Normalize();
        return !point.IsInfinity && point.AffineXCoord.ToBigInteger().Mod(N).Equals(r);
    }

    /// <summary>The public key x‖y that made the signature over this hash (SEC 1 §4.1.6); false if there is none.</summary>
    /// <param name="requireLowS">Refuse a high s, as transactions do (EIP-2); the precompiled contract accepts it.</param>
    /// <exception cref="ArgumentException">The hash is not 32 bytes.</exception>
    public static bool TryRecover(
        ReadOnlySpan<byte> hash, Secp256k1Signature signature, [NotNullWhen(true)] out byte[]? publicKey, bool requireLowS = false)
    {
        publicKey = null;
        BigInteger e = ReadHash(hash);
        if (!HasValidScalars(signature, requireLowS))
        {
            return false;
        }

        BigInteger r = ReadNumber(signature.R);
        if (!TryLift(r, signature.YParity, out ECPoint? point))
        {
            return false;
        }

        // Q = r⁻¹(sR - eG)
        BigInteger inverse = BigIntegers.ModOddInverseVar(N, r);
        BigInteger u1 = e.Negate().Multiply(inverse).Mod(N);
        BigInteger u2 = ReadNumber(signature.S).Multiply(inverse).Mod(N);
        ECPoint key = ECAlgorithms.SumOfTwoMultiplies(Parameters.G, u1, point, u2).Normalize();
        if (key.IsInfinity)
        {
            return false;
        }

        publicKey = Encode(key);
        return true;
    }

    /// <summary>The 33-byte form of a public key. Whether the point lies on the curve is not checked.</summary>
    /// <exception cref="ArgumentException">The public key is not 64 bytes.</exception>
    public static byte[] Compress(ReadOnlySpan<byte> publicKey)
    {
        CheckLength(publicKey, PublicKeySize, nameof(publicKey));
        return [(byte)(0x02 | (publicKey[PublicKeySize - 1] & 1)), .. publicKey[..FieldSize]];
    }

    /// <summary>The public key x‖y of its 33-byte form.</summary>
    /// <exception cref="ArgumentException">Not 33 bytes, a prefix other than 02 or 03, or an x without a point.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> compressed)
    {
        CheckLength(compressed, CompressedPublicKeySize, nameof(compressed));
        return compressed[0] is 0x02 or 0x03 && TryLift(ReadNumber(compressed[1..]), compressed[0] & 1, out ECPoint? point)
            ? Encode(point)
            : throw new ArgumentException("The bytes are no compressed point of secp256k1.", nameof(compressed));
    }

    private static Secp256k1Signature WithLowS(BigInteger r, BigInteger s, int yParity)
    {
        Span<byte> bytes = stackalloc byte[2 * Secp256k1Signature.ScalarSize];
        Span<byte> sBytes = bytes[Secp256k1Signature.ScalarSize..];
        BigIntegers.AsUnsignedByteArray(r, bytes[..Secp256k1Signature.ScalarSize]);
        BigIntegers.AsUnsignedByteArray(s, sBytes);
        if (sBytes.SequenceCompareTo(HalfOrder) > 0)
        {
            // n - s belongs to the nonce point's mirror image, whose y has the other parity.
            BigIntegers.AsUnsignedByteArray(N.Subtract(s), sBytes);
            yParity ^= 1;
        }

        return new Secp256k1Signature(bytes[..Secp256k1Signature.ScalarSize], sBytes, yParity);
    }

    private static bool HasValidScalars(Secp256k1Signature signature, bool requireLowS) =>
        IsScalar(signature.R) && IsScalar(signature.S) && (!requireLowS || signature.IsLowS);

    private static bool IsScalar(ReadOnlySpan<byte> number) => number.ContainsAnyExcept((byte)0) && number.SequenceCompareTo(Order) < 0;

    private static BigInteger ReadNumber(ReadOnlySpan<byte> number) => new(1, number);

    private static BigInteger ReadHash(ReadOnlySpan<byte> hash)
    {
        CheckLength(hash, HashSize, nameof(hash));
        return ReadNumber(hash);
    }

    private static BigInteger ReadPrivateKey(ReadOnlySpan<byte> privateKey) =>
        IsValidPrivateKey(privateKey)
            ? ReadNumber(privateKey)
            : throw new ArgumentException("A private key is 32 bytes, above zero and below the order of secp256k1.", nameof(privateKey));

    /// <summary>The point with this x and this parity of y, if x³ + 7 is a square.</summary>
    private static bool TryLift(BigInteger x, int yParity, [NotNullWhen(true)] out ECPoint? point)
    {
        point = null;
        if (x.CompareTo(FieldPrime) >= 0)
        {
            return false;
        }

        ECFieldElement field = Curve.FromBigInteger(x);
        ECFieldElement? y = field.Square().Multiply(field).Add(Curve.B).Sqrt();
        if (y is null)
        {
            return false;
        }

        if (y.TestBitZero() != (yParity == 1))
        {
            y = y.Negate();
        }

        point = Curve.CreatePoint(x, y.ToBigInteger());
        return true;
    }

    /// <summary>The point x‖y of 64 bytes; false if a coordinate is not below the field's prime or the point is not on the curve.</summary>
    internal static bool TryReadPoint(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out ECPoint? point)
    {
        point = null;
        BigInteger x = ReadNumber(publicKey[..FieldSize]);
        BigInteger y = ReadNumber(publicKey[FieldSize..]);
        if (x.CompareTo(FieldPrime) >= 0 || y.CompareTo(FieldPrime) >= 0)
        {
            return false;
        }

        point = Curve.CreatePoint(x, y);
        return point.IsValid();
    }

    private static byte[] Encode(ECPoint point)
    {
        byte[] publicKey = new byte[PublicKeySize];
        point.AffineXCoord.EncodeTo(publicKey.AsSpan(0, FieldSize));
        point.AffineYCoord.EncodeTo(publicKey.AsSpan(FieldSize));
        return publicKey;
    }

    private static void CheckLength(ReadOnlySpan<byte> bytes, int length, string name)
    {
        if (bytes.Length != length)
        {
            throw new ArgumentException($"Expected {length} bytes, got {bytes.Length}.", name);
        }
    }
}
