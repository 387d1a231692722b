using System.Diagnostics;
using System.Security.Cryptography;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Transactions;
using ZeroG.Cryptography.Ecies;
using ZeroG.Cryptography.Signatures;

namespace ZeroG.Chain.Wallets;

/// <summary>
/// An account that can sign. The key lives in one pinned buffer until <see cref="Dispose"/>; everything that prints this object shows the
/// address alone. Safe for signing from several threads at once.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Wallet : IDisposable
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly SecretBuffer _key;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly Lock _lock = new();

    private bool _disposed;

    private Wallet(ReadOnlySpan<byte> privateKey, string? name)
    {
        _key = new SecretBuffer(privateKey);
        byte[] publicKey = Secp256k1.GetPublicKey(privateKey);
        PublicKey = new PublicKey(publicKey);
        Address = Address.FromPublicKey(publicKey);
        Name = name;
    }

    /// <summary>The account's address.</summary>
    public Address Address { get; }

    /// <summary>The key that others encrypt for.</summary>
    public PublicKey PublicKey { get; }

    /// <summary>The name under which it is kept; null for a wallet that is not kept.</summary>
    public string? Name { get; }

    /// <summary>A wallet of a given key; the bytes are copied and stay the caller's to clear.</summary>
    /// <param name="privateKey">32 big-endian bytes in [1, n-1].</param>
    /// <param name="name">Its name; null for none.</param>
    /// <exception cref="ZeroGException"><c>ZgPrivateKeyInvalid</c>.</exception>
    public static Wallet FromPrivateKey(ReadOnlySpan<byte> privateKey, string? name = null) =>
        Secp256k1.IsValidPrivateKey(privateKey)
            ? new Wallet(privateKey, name)
            : throw new ZeroGException(
                "ZgPrivateKeyInvalid", ErrorKind.InvalidArgument,
                "The bytes given are no private key. Give 32 bytes of a number below the order of secp256k1, not zero.");

    /// <summary>A wallet of a new random key.</summary>
    public static Wallet CreateRandom(string? name = null)
    {
        Span<byte> key = stackalloc byte[Secp256k1.PrivateKeySize];
        try
        {
            do
            {
                RandomNumberGenerator.Fill(key);
            }
            while (!Secp256k1.IsValidPrivateKey(key));

            return new Wallet(key, name);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>A wallet of the hex key in an environment variable, as unattended scripts hand keys over.</summary>
    /// <param name="variable">Name of the variable, which becomes the wallet's name in messages as well.</param>
    /// <exception cref="ZeroGException"><c>ZgWalletVariableMissing</c>, <c>ZgPrivateKeyInvalid</c>.</exception>
    public static Wallet FromEnvironment(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? PrivateKeyText.Parse(text, variable)
            : throw new ZeroGException(
                "ZgWalletVariableMissing", ErrorKind.ObjectNotFound,
                $"The environment variable {variable} is not set. Put the private key there as 64 hex digits.", variable);

    /// <summary>Signs a 32-byte hash as it is. Hash what is signed with a prefix of its own; a bare hash may be anything.</summary>
    /// <exception cref="ObjectDisposedException">The key is gone.</exception>
    public Secp256k1Signature Sign(Hash256 hash)
    {
        using SecretBuffer key = CopyKey();
        return Secp256k1.Sign(hash.Bytes, key.Span);
    }

    /// <summary>Signs a transaction.</summary>
    /// <exception cref="ObjectDisposedException">The key is gone.</exception>
    /// <exception cref="ArgumentException">A field that the transaction's type does not allow.</exception>
    public SignedTransaction Sign(Transaction transaction) => SignedTransaction.Create(transaction, Sign(transaction.SigningHash()));

    /// <summary>Signs a message with the prefix of EIP-191, which no transaction can have.</summary>
    /// <returns>r‖s‖v, 65 bytes, v being 27 or 28.</returns>
    /// <exception cref="ObjectDisposedException">The key is gone.</exception>
    public byte[] SignMessage(ReadOnlySpan<byte> message) => Sign(PersonalMessage.Digest(message)).ToBytes();

    /// <summary>
    /// What this wallet and the owner of another key can both compute and nobody else: see <see cref="Secp256k1Agreement"/>.
    /// </summary>
    /// <param name="other">The other's public key.</param>
    /// <param name="shared">Receives 32 bytes, a secret that is the caller's to clear.</param>
    /// <exception cref="ObjectDisposedException">The key is gone.</exception>
    public void Agree(PublicKey other, Span<byte> shared)
    {
        using SecretBuffer key = CopyKey();
        Secp256k1Agreement.TryAgree(key.Span, other.Bytes, shared);
    }

    /// <summary>
    /// The same as <see cref="Agree"/> with both coordinates, for formats that derive their keys from the whole point.
    /// </summary>
    /// <param name="other">The other's public key.</param>
    /// <param name="shared">Receives x‖y, 64 bytes, a secret that is the caller's to clear.</param>
    /// <exception cref="ObjectDisposedException">The key is gone.</exception>
    public void AgreePoint(PublicKey other, Span<byte> shared)
    {
        using SecretBuffer key = CopyKey();
        Secp256k1Agreement.TryAgreePoint(key.Span, other.Bytes, shared);
    }

    /// <summary>A secret of this wallet for one purpose: HKDF-SHA256 (RFC 5869) of the private key, which it does not give away.</summary>
    /// <param name="salt">Distinguishes secrets of one purpose; need not be secret.</param>
    /// <param name="purpose">Names the purpose; no two uses may share it.</param>
    /// <param name="secret">Receives the secret, which is the caller's to clear.</param>
    /// <exception cref="ObjectDisposedException">The key is gone.</exception>
    public void DeriveSecret(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> purpose, Span<byte> secret)
    {
        using SecretBuffer key = CopyKey();
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Span, secret, salt, purpose);
    }

    /// <summary>Writes the private key as text: whoever reads it owns the account. The text is the caller's to clear.</summary>
    /// <param name="text"><see cref="PrivateKeyText.Length"/> characters: <c>0x</c> and 64 hex digits.</param>
    /// <exception cref="ObjectDisposedException">The key is gone.</exception>
    public void ExportKey(Span<char> text)
    {
        using SecretBuffer key = CopyKey();
        "0x".CopyTo(text);
        Convert.TryToHexStringLower(key.Span, text[2..], out _);
    }

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _key.Dispose();
        }
    }

    /// <summary>The same key in a wallet of its own, for one who keeps it longer than this one lives.</summary>
    public Wallet Copy()
    {
        using SecretBuffer key = CopyKey();
        return new Wallet(key.Span, Name);
    }

    /// <summary>The address, with the name in front when there is one.</summary>
    public override string ToString() => Name is null ? Address.ToString() : $"{Name} ({Address})";

    /// <summary>
    /// The key, in a buffer that the caller disposes. The lock keeps a concurrent <see cref="Dispose"/> from clearing it half way.
    /// </summary>
    internal SecretBuffer CopyKey()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return new SecretBuffer(_key.Span);
        }
    }
}
