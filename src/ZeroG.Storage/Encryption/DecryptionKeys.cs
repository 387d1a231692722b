using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.Storage.Encryption;

/// <summary>
/// What files can be decrypted with. The header of a file says which of the two it needs. Nothing in a file says whether a key is the
/// right one: a wrong one gives bytes without sense, and no error, unless the name of the right one is known (<see cref="Check"/>).
/// </summary>
/// <param name="key">For files of <see cref="EncryptionVersion.Aes256"/>; null for none. Stays the caller's to dispose.</param>
/// <param name="wallet">For files of <see cref="EncryptionVersion.Ecies"/>; null for none. Stays the caller's to dispose.</param>
public sealed class DecryptionKeys(SymmetricKey? key, Wallet? wallet)
{
    /// <summary>The cipher of a file.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="name">Names the file in messages.</param>
    /// <exception cref="ZeroGException"><c>ZgEncryptionKeyMissing</c>.</exception>
    public FileCipher Open(EncryptionHeader header, string name)
    {
        if (header.EphemeralKey is null)
        {
            return key is not null
                ? new FileCipher(header, key.Bytes)
                : throw Missing($"'{name}' is encrypted with a key. Give the key with -EncryptionKey.", name);
        }

        if (wallet is null)
        {
            throw Missing($"'{name}' is encrypted for the owner of a wallet. Give that wallet, by -Wallet or as the session's.", name);
        }

        Span<byte> agreed = stackalloc byte[EciesKey.Size];
        try
        {
            EciesKey.Derive(wallet, header.EphemeralKey, agreed);
            return new FileCipher(header, agreed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(agreed);
        }
    }

    /// <summary>Refuses a file that was encrypted with another key than the one given, where that is known.</summary>
    /// <param name="encryption"><see cref="EncryptionKey.Name"/> of the key it was encrypted with; any other text says nothing.</param>
    /// <param name="name">Names the file in messages.</param>
    /// <exception cref="ZeroGException"><c>ZgEncryptionKeyMismatch</c>.</exception>
    public void Check(string encryption, string name)
    {
        if (encryption.Split(':') is not [var version, var told])
        {
            return;
        }

        string? own = version == nameof(EncryptionVersion.Aes256) && key is not null ? EncryptionKey.FromSymmetric(key).Name
            : version == nameof(EncryptionVersion.Ecies) && wallet is not null ? EncryptionKey.ForWallet(wallet).Name
            : null;
        if (own is not null && !own.Equals(encryption, StringComparison.OrdinalIgnoreCase))
        {
            string given = own[(version.Length + 1)..];
            throw new ZeroGException(
                "ZgEncryptionKeyMismatch", ErrorKind.AuthenticationError,
                version == nameof(EncryptionVersion.Ecies)
                    ? $"'{name}' is encrypted for {told}, and the wallet that was given is {given}. Give that wallet, by -Wallet."
                    : $"'{name}' is encrypted with the key {told}, and {given} was given. Give that key, by -EncryptionKey.",
                name);
        }
    }

    private static ZeroGException Missing(string message, string name) =>
        new("ZgEncryptionKeyMissing", ErrorKind.AuthenticationError, message, name);
}
