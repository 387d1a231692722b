using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Cryptography.Ciphers;
using ZeroG.Cryptography.Ecies;

namespace ZeroG.Storage.Encryption;

/// <summary>The key of a file that two key pairs agree on: HKDF-SHA256 of the shared x coordinate, without salt.</summary>
internal static class EciesKey
{
    public const int Size = AesCtr.KeySize;

    // Part of the format (0G storage specification, client-side encryption).
    private static ReadOnlySpan<byte> Info => "0g-storage-client/ecies/v1/aes-256"u8;

    /// <summary>Derives the key; the same from either side.</summary>
    /// <param name="own">One side's private key.</param>
    /// <param name="other">The other side's public key.</param>
    /// <param name="key">Receives 32 bytes, which are the caller's to clear.</param>
    public static void Derive(Wallet own, PublicKey other, Span<byte> key)
    {
        Span<byte> shared = stackalloc byte[Secp256k1Agreement.SharedSize];
        try
        {
            own.Agree(other, shared);
            HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, key, salt: [], Info);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
        }
    }
}
