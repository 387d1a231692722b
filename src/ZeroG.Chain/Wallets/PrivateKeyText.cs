using System.Security.Cryptography;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Wallets;

/// <summary>Private keys as people and other tools write them: 64 hex digits, with or without <c>0x</c>.</summary>
public static class PrivateKeyText
{
    /// <summary>Characters of a key with <c>0x</c>.</summary>
    public const int Length = 2 + (2 * Secp256k1.PrivateKeySize);

    /// <summary>Makes a wallet of a key's text. The text itself is the caller's to clear.</summary>
    /// <param name="text">64 hex digits with or without <c>0x</c>; surrounding white space is ignored.</param>
    /// <param name="name">The wallet's name; null for none.</param>
    /// <exception cref="ZeroGException"><c>ZgPrivateKeyInvalid</c>: not 64 hex digits, or a number that is no key of secp256k1.</exception>
    public static Wallet Parse(ReadOnlySpan<char> text, string? name = null)
    {
        Span<byte> key = stackalloc byte[Secp256k1.PrivateKeySize];
        try
        {
            return Hex.TryParseBytes(text.Trim(), key) && Secp256k1.IsValidPrivateKey(key)
                ? Wallet.FromPrivateKey(key, name)
                : throw new ZeroGException(
                    "ZgPrivateKeyInvalid", ErrorKind.InvalidArgument,
                    "The text given is no private key. Give 64 hex digits, with or without 0x in front.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
