using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace ZeroG.Cryptography.Signatures;

/// <summary>
/// Adds a number t to a key pair: k + t mod n on the private side is K + t·G on the public side. The step of hierarchical keys (BIP-32).
/// </summary>
public static class Secp256k1Tweak
{
    private const int Limbs = 4;

    private static readonly X9ECParameters Parameters = CustomNamedCurves.GetByName("secp256k1");

    /// <summary>
    /// Writes k + t mod n; false, with <paramref name="result"/> cleared, if t is not below n or the sum is zero (each once in 2^127).
    /// Takes the same time for all keys.
    /// </summary>
    /// <param name="privateKey">32 big-endian bytes in [1, n-1].</param>
    /// <param name="tweak">32 big-endian bytes.</param>
    /// <param name="result">Receives 32 bytes; may be one of the inputs.</param>
    /// <exception cref="ArgumentException">The private key is not valid, or a length is not 32.</exception>
    public static bool TryAddToPrivateKey(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> tweak, Span<byte> result)
    {
        if (!Secp256k1.IsValidPrivateKey(privateKey) || tweak.Length != Secp256k1.PrivateKeySize
            || result.Length != Secp256k1.PrivateKeySize)
        {
            throw new ArgumentException("A private key in [1, n-1], a tweak of 32 bytes and room for 32 bytes are needed.");
        }

        if (tweak.SequenceCompareTo(Secp256k1.Order) >= 0)
        {
            result.Clear();
            return false;
        }

        // Both terms are below n, so one conditional subtraction reduces the sum.
        Span<ulong> sum = stackalloc ulong[Limbs];
        Span<ulong> reduced = stackalloc ulong[Limbs];
        ulong carry = 0;
        ulong borrow = 0;
        for (int i = 0; i < Limbs; i++)
        {
            UInt128 added = (UInt128)Limb(privateKey, i) + Limb(tweak, i) + carry;
            sum[i] = (ulong)added;
            carry = (ulong)(added >> 64);
            UInt128 subtracted = (UInt128)sum[i] - Limb(Secp256k1.Order, i) - borrow;
            reduced[i] = (ulong)subtracted;
            borrow = (ulong)(subtracted >> 64) & 1;
        }

        ulong useReduced = 0UL - (carry | (borrow ^ 1));
        for (int i = 0; i < Limbs; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(result[(8 * (Limbs - 1 - i))..], (reduced[i] & useReduced) | (sum[i] & ~useReduced));
        }

        sum.Clear();
        reduced.Clear();
        return result.ContainsAnyExcept((byte)0);
    }

    /// <summary>K + t·G; false if t is not below n, K is not on the curve, or the sum is the point at infinity.</summary>
    /// <param name="publicKey">x‖y, 64 bytes.</param>
    /// <param name="tweak">32 big-endian bytes.</param>
    /// <param name="result">x‖y, 64 bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static bool TryAddToPublicKey(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> tweak, [NotNullWhen(true)] out byte[]? result)
    {
        if (publicKey.Length != Secp256k1.PublicKeySize || tweak.Length != Secp256k1.PrivateKeySize)
        {
            throw new ArgumentException($"Expected a public key of 64 bytes and a tweak of 32; got {publicKey.Length} and {tweak.Length}.");
        }

        result = null;
        BigInteger t = new(1, tweak);
        if (t.CompareTo(Parameters.N) >= 0 || !Secp256k1.TryReadPoint(publicKey, out ECPoint? point))
        {
            return false;
        }

        ECPoint sum = Parameters.G.Multiply(t).Add(point).Normalize();
        result = sum.IsInfinity ? null : sum.GetEncoded(compressed: false)[1..];
        return result is not null;
    }

    private static ulong Limb(ReadOnlySpan<byte> number, int index) =>
        BinaryPrimitives.ReadUInt64BigEndian(number[(8 * (Limbs - 1 - index))..]);
}
