using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Encryption;

namespace ZeroG.PowerShell.Encryption;

/// <summary>Decides by the parameters that were given with what files are encrypted.</summary>
internal static class EncryptionChoice
{
    /// <summary>Refuses more than one answer to the question who can decrypt.</summary>
    /// <exception cref="ZeroGException"><c>ZgEncryptionKeyAmbiguous</c>.</exception>
    public static void Check(SecureString? key, string? keyPath, PublicKey? recipient, string? wallet = null, bool own = false)
    {
        string[] given =
        [
            .. key is null ? [] : (string[])["-EncryptionKey"],
            .. keyPath is null ? [] : (string[])["-EncryptionKeyPath"],
            .. recipient is null ? [] : (string[])["-RecipientPublicKey"],
            .. wallet is null ? [] : (string[])["-Wallet"],
            .. own ? (string[])["-Encrypt"] : [],
        ];
        if (given.Length > 1)
        {
            throw new ZeroGException(
                "ZgEncryptionKeyAmbiguous", ErrorKind.InvalidArgument,
                $"{string.Join(" and ", given)} each say who can decrypt, and only one can be followed. Give one of them.");
        }
    }

    /// <summary>What encrypts, and for whom in words.</summary>
    /// <param name="key">A key that was given; null for none.</param>
    /// <param name="recipient">A public key that was given; null for none.</param>
    /// <param name="sender">The wallet that pays, by which an interrupted upload can go on; null where nothing is uploaded.</param>
    /// <param name="own">The wallet to encrypt for when nothing else was given; null for none.</param>
    /// <exception cref="ZeroGException"><c>ZgEncryptionKeyMissing</c>.</exception>
    public static (EncryptionKey Key, string Reader) Make(SymmetricKey? key, PublicKey? recipient, Wallet? sender, Wallet? own) =>
        key is not null ? (EncryptionKey.FromSymmetric(key), "with a key")
        : recipient is not null ? (EncryptionKey.ForRecipient(recipient, sender), $"for {recipient.Address}")
        : own is not null ? (EncryptionKey.ForWallet(own), $"for {own.Address}")
        : throw new ZeroGException(
            "ZgEncryptionKeyMissing", ErrorKind.AuthenticationError,
            "No key was given, and the session has no wallet to encrypt for. Give -EncryptionKey, -RecipientPublicKey or -Wallet.");
}
