using Org.BouncyCastle.Crypto.Digests;

namespace ZeroG.Cryptography.Digests;

/// <summary>RIPEMD-160 (ISO/IEC 10118-3), which BIP-32 fingerprints need, over BouncyCastle.</summary>
public static class Ripemd160
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = 20;

    /// <summary>The 20-byte hash of the data.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        RipeMD160Digest digest = new();
        digest.BlockUpdate(data);
        byte[] hash = new byte[HashSize];
        digest.DoFinal(hash);
        return hash;
    }
}
