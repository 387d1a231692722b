using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.Storage.Encryption;

/// <summary>What files are encrypted with: a key that both sides have, or the public key of the one who shall read them.</summary>
public abstract class EncryptionKey
{
    private protected EncryptionKey()
    {
    }

    /// <summary>
    /// The way of encryption and what tells this key from others, for lists: of a symmetric key nothing can be computed back.
    /// </summary>
    public abstract string Name { get; }

    /// <summary>Bytes that the header adds to a file.</summary>
    public abstract int HeaderSize { get; }

    /// <summary>
    /// Whether an interrupted upload can go on under the header that it began with; without that the file is encrypted, and paid for, anew.
    /// </summary>
    public abstract bool CanReopen { get; }

    /// <summary>Encrypts with a key that the reader has too.</summary>
    /// <param name="key">Stays the caller's to dispose, after all files.</param>
    public static EncryptionKey FromSymmetric(SymmetricKey key) => new SymmetricEncryptionKey(key);

    /// <summary>Encrypts for the owner of a public key.</summary>
    /// <param name="recipient">Who can decrypt.</param>
    /// <param name="sender">
    /// The sender's wallet. With it the secrets of a file can be computed again from its header, so that nothing secret has to be kept for
    /// an interrupted upload. Null for secrets that are forgotten with the cipher. Stays the caller's to dispose.
    /// </param>
    public static EncryptionKey ForRecipient(PublicKey recipient, Wallet? sender = null) => new EciesEncryptionKey(recipient, sender);

    /// <summary>Encrypts for the owner of the wallet, so that nobody else can decrypt.</summary>
    /// <param name="wallet">Stays the caller's to dispose, after all files.</param>
    public static EncryptionKey ForWallet(Wallet wallet) => new EciesEncryptionKey(wallet.PublicKey, wallet);

    /// <summary>Bytes that the header adds to a file, told from the <see cref="Name"/> of its key; zero for null.</summary>
    internal static int HeaderSizeOf(string? name) =>
        name is null ? 0
        : name.StartsWith(nameof(EncryptionVersion.Ecies), StringComparison.Ordinal) ? EncryptionHeader.EciesSize
        : EncryptionHeader.Aes256Size;

    /// <summary>The cipher of a file, with a nonce and keys that no other file has.</summary>
    public abstract FileCipher Create();

    /// <summary>The cipher that made a header; null if it was made with another key.</summary>
    internal abstract FileCipher? Reopen(EncryptionHeader header);

    /// <summary>Adds what tells this key from others to a hash; nothing of it can be computed back.</summary>
    internal abstract void AddTo(IncrementalHash hash);
}
