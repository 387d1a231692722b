using ZeroG.Cryptography.Keccak;

namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// BLS signatures (Boneh, Lynn, Shacham) as 0G's data availability uses them: signatures in G1, keys in both groups, and two equations by
/// which contracts verify a signature and the agreement of both keys at once.
/// </summary>
public static class Bls
{
    /// <summary>
    /// The point of a hash, by trying: the smallest x, from the hash modulo q upwards, that has a point; of its two the y that is itself a
    /// square, (x³ + 3)^((q+1)/4).
    /// </summary>
    /// <param name="digest">32 bytes, a big-endian number; public, since the time depends on it.</param>
    /// <exception cref="ArgumentException">The digest does not have 32 bytes.</exception>
    public static G1Affine HashToG1(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != Keccak256.HashSize)
        {
            throw new ArgumentException($"A digest has {Keccak256.HashSize} bytes, got {digest.Length}.", nameof(digest));
        }

        Fq x = Fq.FromBigEndianReduced(digest);
        Fq y;
        while (!FqCoordinates.RightSide(x).TrySqrt(out y))
        {
            x += Fq.One;
        }

        return new(x, y);
    }

    /// <summary>The sum of signatures of one message, which verifies under the aggregate of their keys.</summary>
    public static G1Affine Aggregate(ReadOnlySpan<G1Affine> signatures)
    {
        G1Jacobian sum = G1Jacobian.Infinity;
        foreach (ref readonly G1Affine signature in signatures)
        {
            sum += signature;
        }

        return sum.ToAffine();
    }

    /// <summary>
    /// e(signature, G2) = e(H(digest), key). False too for a key that is infinite or outside the subgroup, and for a signature off the
    /// curve.
    /// </summary>
    /// <param name="digest">32 bytes.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="key">The public key in G2.</param>
    public static bool Verify(ReadOnlySpan<byte> digest, in G1Affine signature, in G2Affine key) =>
        IsKey(key) && signature.IsOnCurve()
        && Pairing.ProductIsOne([signature, HashToG1(digest)], [-G2Affine.Generator, key]);

    /// <summary>
    /// The check of the entrance contract for a submitted commitment root: <see cref="VerifyWith"/> of <see cref="SubmissionGamma"/>.
    /// </summary>
    /// <param name="digest">32 bytes, the hash of the blob's message.</param>
    /// <param name="signature">The sum of the signatures.</param>
    /// <param name="key">The aggregate of the signers' keys.</param>
    public static bool VerifySubmission(ReadOnlySpan<byte> digest, in G1Affine signature, in BlsPublicKey key)
    {
        G1Affine hash = HashToG1(digest);
        return VerifyWith(SubmissionGamma(hash, signature, key), hash, signature, key);
    }

    /// <summary>
    /// The check of the chain for the registration of a signer: <see cref="VerifyWith"/> of <see cref="RegistrationGamma"/>.
    /// </summary>
    /// <param name="digest">32 bytes, the hash of the registration's message.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="key">The signer's key.</param>
    public static bool VerifyRegistration(ReadOnlySpan<byte> digest, in G1Affine signature, in BlsPublicKey key)
    {
        G1Affine hash = HashToG1(digest);
        return VerifyWith(RegistrationGamma(hash, signature, key), hash, signature, key);
    }

    /// <summary>
    /// The factor of a submission: the hash of signature, key in G1, key in G2 in the order of EIP-197 (C1 first), and hash point.
    /// </summary>
    public static Fr SubmissionGamma(in G1Affine hash, in G1Affine signature, in BlsPublicKey key)
    {
        Span<byte> preimage = stackalloc byte[(3 * G1Affine.UncompressedSize) + G2Affine.UncompressedSize];
        signature.WriteBigEndian(preimage);
        key.G1.WriteBigEndian(preimage[64..]);
        key.G2.WriteBigEndian(preimage[128..]);
        hash.WriteBigEndian(preimage[256..]);
        return HashToScalar(preimage);
    }

    /// <summary>The factor of a registration: the hash of hash point, signature, key in G1, and key in G2 with C0 first.</summary>
    public static Fr RegistrationGamma(in G1Affine hash, in G1Affine signature, in BlsPublicKey key)
    {
        Span<byte> preimage = stackalloc byte[(3 * G1Affine.UncompressedSize) + G2Affine.UncompressedSize];
        hash.WriteBigEndian(preimage);
        signature.WriteBigEndian(preimage[64..]);
        key.G1.WriteBigEndian(preimage[128..]);
        key.G2.X.C0.WriteBigEndian(preimage[192..]);
        key.G2.X.C1.WriteBigEndian(preimage[224..]);
        key.G2.Y.C0.WriteBigEndian(preimage[256..]);
        key.G2.Y.C1.WriteBigEndian(preimage[288..]);
        return HashToScalar(preimage);
    }

    /// <summary>
    /// e(signature + γ·key1, -G2) · e(hash + γ·G1, key2) = 1: the signature is right, and both halves of the key have the same secret,
    /// unless γ happens to fit, once in 2^253. False too for points off the curve or outside the subgroup, and for a key at infinity.
    /// </summary>
    public static bool VerifyWith(in Fr gamma, in G1Affine hash, in G1Affine signature, in BlsPublicKey key)
    {
        if (!IsKey(key.G2) || !key.G1.IsOnCurve() || !signature.IsOnCurve() || !hash.IsOnCurve())
        {
            return false;
        }

        (G1Affine left, G1Affine right) = CheckedPoints(gamma, hash, signature, key);
        return Pairing.ProductIsOne([left, right], [-G2Affine.Generator, key.G2]);
    }

    /// <summary>The points of G1 that <see cref="VerifyWith"/> pairs: signature + γ·key1 and hash + γ·G1.</summary>
    internal static (G1Affine Left, G1Affine Right) CheckedPoints(
        in Fr gamma, in G1Affine hash, in G1Affine signature, in BlsPublicKey key) =>
        ((key.G1.Multiply(gamma) + signature).ToAffine(), (G1Affine.Generator.Multiply(gamma) + hash).ToAffine());

    private static bool IsKey(in G2Affine key) => !key.IsInfinity && key.IsInSubgroup();

    private static Fr HashToScalar(ReadOnlySpan<byte> preimage) => Fr.FromBigEndianReduced(Keccak256.Hash(preimage));
}
