using System.Security.Cryptography;

namespace ZeroG.Storage.Encryption;

/// <summary>
/// Encrypts with the key itself and a random nonce. That the counters of any two files meet, with 2^40 files of 1 GiB under one key,
/// happens once in 2^22.
/// </summary>
internal sealed class SymmetricEncryptionKey(SymmetricKey key) : EncryptionKey
{
    // Random keys need no slow hash, and 32 bits of it tell a user's few keys apart.
    public override string Name { get; } = $"{EncryptionVersion.Aes256}:{Fingerprint(key)}";

    public override int HeaderSize => EncryptionHeader.Aes256Size;

    public override bool CanReopen => true;

    public override FileCipher Create()
    {
        Span<byte> nonce = stackalloc byte[EncryptionHeader.NonceSize];
        RandomNumberGenerator.Fill(nonce);
        return new FileCipher(EncryptionHeader.Create(nonce), key.Bytes);
    }

    internal override FileCipher? Reopen(EncryptionHeader header) =>
        header.Version == EncryptionVersion.Aes256 ? new FileCipher(header, key.Bytes) : null;

    private static string Fingerprint(SymmetricKey key)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("ZeroG/key-fingerprint/v1"u8);
        hash.AppendData(key.Bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
    }

    internal override void AddTo(IncrementalHash hash)
    {
        hash.AppendData("aes256"u8);
        hash.AppendData(key.Bytes);
    }
}
