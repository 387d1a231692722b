using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Wallets;

/// <summary>
/// A node of a tree of keys that grows from one phrase: BIP-39 makes the seed, BIP-32 the tree, BIP-44 the usual path
/// <c>m/44'/60'/0'/0/i</c>. Prints nothing secret; <see cref="Dispose"/> clears the key.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class HdKey : IDisposable
{
    private const uint Version = 0x0488ADE4; // "xprv", BIP-32 serialization format
    private const int SeedRounds = 2048; // BIP-39, from mnemonic to seed
    private const int SeedSize = 64;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly SecretBuffer _key;

    private HdKey(SecretBuffer key, byte[] chainCode, byte depth, uint parentFingerprint, uint childNumber)
    {
        _key = key;
        Public = new HdPublicKey(Secp256k1.GetPublicKey(key.Span), chainCode, depth, parentFingerprint, childNumber);
    }

    /// <summary>The public half.</summary>
    public HdPublicKey Public { get; }

    /// <summary>The path where Ethereum tools keep the accounts of a phrase (BIP-44).</summary>
    /// <param name="index">Which account, from 0.</param>
    public static string AccountPath(int index) => $"m/44'/60'/0'/0/{index}";

    /// <summary>The root of the tree of a phrase.</summary>
    /// <param name="phrase">12, 15, 18, 21 or 24 English words.</param>
    /// <param name="passphrase">The "25th word"; empty for none. A mistake in it shows nowhere and gives other keys.</param>
    /// <exception cref="ZeroGException"><c>ZgPhraseInvalid</c>: see <see cref="RecoveryPhrase.Parse"/>.</exception>
    public static HdKey FromPhrase(ReadOnlySpan<char> phrase, ReadOnlySpan<char> passphrase = default)
    {
        using RecoveryPhrase words = RecoveryPhrase.Parse(phrase);
        return FromPhrase(words, passphrase);
    }

    /// <inheritdoc cref="FromPhrase(ReadOnlySpan{char}, ReadOnlySpan{char})"/>
    public static HdKey FromPhrase(RecoveryPhrase phrase, ReadOnlySpan<char> passphrase = default)
    {
        using SecretBuffer seed = Seed(phrase, passphrase);
        return FromSeed(seed.Span);
    }

    /// <summary>The root of the tree of a seed (BIP-32, master key generation).</summary>
    /// <param name="seed">16 to 64 bytes.</param>
    /// <exception cref="ArgumentException">The seed has another length, or no key, which happens once in 2^127.</exception>
    public static HdKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length is < 16 or > SeedSize)
        {
            throw new ArgumentException($"A seed has 16 to {SeedSize} bytes, got {seed.Length}.", nameof(seed));
        }

        using SecretBuffer hash = new(HMACSHA512.HashSizeInBytes);
        HMACSHA512.HashData("Bitcoin seed"u8, seed, hash.Span);
        return Secp256k1.IsValidPrivateKey(hash.Span[..32])
            ? new HdKey(new SecretBuffer(hash.Span[..32]), hash.Span[32..].ToArray(), 0, 0, 0)
            : throw new ArgumentException("The seed has no master key (BIP-32); take another.", nameof(seed));
    }

    /// <summary>The key at a path below this one.</summary>
    /// <param name="path">For example <c>m/44'/60'/0'/0/0</c>, where <c>m</c> is this key.</param>
    /// <exception cref="ZeroGException"><c>ZgDerivationPathInvalid</c>.</exception>
    public HdKey Derive(string path)
    {
        HdKey key = Copy();
        foreach (uint child in HdPath.Parse(path))
        {
            using HdKey parent = key;
            key = parent.Derive(child);
        }

        return key;
    }

    /// <summary>A child (BIP-32, CKDpriv).</summary>
    /// <param name="childNumber">Its number; from 2147483648 on it is hardened.</param>
    /// <exception cref="InvalidOperationException">This number has no key, which happens once in 2^127; take the next.</exception>
    public HdKey Derive(uint childNumber)
    {
        using SecretBuffer data = new(37);
        if (childNumber >= HdPath.Hardened)
        {
            _key.Span.CopyTo(data.Span[1..]);
        }
        else
        {
            Public.Compressed.CopyTo(data.Span);
        }

        BinaryPrimitives.WriteUInt32BigEndian(data.Span[33..], childNumber);
        using SecretBuffer hash = new(HMACSHA512.HashSizeInBytes);
        HMACSHA512.HashData(Public.ChainCode, data.Span, hash.Span);
        SecretBuffer child = new(Secp256k1.PrivateKeySize);
        return Secp256k1Tweak.TryAddToPrivateKey(_key.Span, hash.Span[..32], child.Span)
            ? new HdKey(child, hash.Span[32..].ToArray(), checked((byte)(Public.Depth + 1)), Public.Fingerprint, childNumber)
            : throw new InvalidOperationException($"Child {childNumber} has no key (BIP-32); take the next.");
    }

    /// <summary>A wallet of this key.</summary>
    public Wallet ToWallet(string? name = null) => Wallet.FromPrivateKey(_key.Span, name);

    /// <summary>The <c>xprv…</c> text, which is as secret as the phrase.</summary>
    public string ExportPrivate()
    {
        using SecretBuffer bytes = new(HdPublicKey.ExtendedSize);
        Public.WriteHeader(bytes.Span, Version);
        _key.Span.CopyTo(bytes.Span[46..]);
        return Base58Check.Encode(bytes.Span);
    }

    /// <summary>Clears the key.</summary>
    public void Dispose() => _key.Dispose();

    /// <summary>The address alone.</summary>
    public override string ToString() => Public.Address.ToString();

    /// <summary>
    /// The 64-byte seed: PBKDF2-HMAC-SHA512 over the words, salted with "mnemonic" and the passphrase, both in NFKD (BIP-39).
    /// </summary>
    internal static SecretBuffer Seed(RecoveryPhrase phrase, ReadOnlySpan<char> passphrase)
    {
        using SecretBuffer extra = PasswordBytes.Normalize(passphrase, NormalizationForm.FormKD);
        ReadOnlySpan<byte> prefix = "mnemonic"u8;
        using SecretBuffer salt = new(prefix.Length + extra.Span.Length);
        prefix.CopyTo(salt.Span);
        extra.Span.CopyTo(salt.Span[prefix.Length..]);
        SecretBuffer seed = new(SeedSize);
        Rfc2898DeriveBytes.Pbkdf2(phrase.Text, salt.Span, seed.Span, SeedRounds, HashAlgorithmName.SHA512);
        return seed;
    }

    private HdKey Copy() => new(new SecretBuffer(_key.Span), Public.ChainCode, Public.Depth, Public.ParentFingerprint, Public.ChildNumber);
}
