using System.Security.Cryptography;

namespace ZeroG.Cryptography.Ciphers;

/// <summary>
/// A key of AES-256 in Galois/counter mode (NIST SP 800-38D), without associated data: messages of any size in pieces, with nonces of any
/// length. Any number of threads may begin messages at once.
/// </summary>
/// <remarks>
/// The runtime's <see cref="AesGcm"/> takes nonces of 12 bytes only and wants a message whole, so that a model's parts of 64 MiB would lie
/// in memory. On x86 the processor's AES and carry-less multiplication do the work, elsewhere the system's AES and 64-bit multiplication;
/// neither looks secrets up in tables.
/// </remarks>
public sealed class AesGcmKey : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    /// <summary>Bytes of a tag.</summary>
    public const int TagSize = 16;

    private readonly GcmEngine _engine;
    private bool _disposed;

    /// <summary>Prepares a key.</summary>
    /// <param name="key">32 bytes, copied; the caller's are the caller's to clear.</param>
    /// <exception cref="ArgumentException">The length is wrong.</exception>
    public AesGcmKey(ReadOnlySpan<byte> key)
        : this(key, portable: !GcmInstructions.IsSupported)
    {
    }

    internal AesGcmKey(ReadOnlySpan<byte> key, bool portable)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"A key of {KeySize} bytes is needed; got {key.Length}.", nameof(key));
        }

        _engine = portable ? new GcmPortable(key) : new GcmInstructions(key);
    }

    /// <summary>Begins a message to encrypt.</summary>
    /// <param name="nonce">At least one byte; 12 are usual. One key must never meet the same nonce with two different messages.</param>
    public AesGcmStream BeginEncryption(ReadOnlySpan<byte> nonce) => Begin(nonce, decrypts: false);

    /// <summary>Begins a message to decrypt. Nothing of it may be trusted before its tag was compared.</summary>
    /// <param name="nonce">The nonce of its encryption.</param>
    public AesGcmStream BeginDecryption(ReadOnlySpan<byte> nonce) => Begin(nonce, decrypts: true);

    /// <summary>Encrypts a whole message.</summary>
    /// <param name="nonce">See <see cref="BeginEncryption"/>.</param>
    /// <param name="plain">The message.</param>
    /// <param name="encrypted">Receives as many bytes; may be the message itself.</param>
    /// <param name="tag">Receives 16 bytes.</param>
    public void Encrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> encrypted, Span<byte> tag)
    {
        AesGcmStream message = BeginEncryption(nonce);
        message.Apply(plain, encrypted);
        message.GetTag(tag);
    }

    /// <summary>Decrypts a whole message; false, and nothing but zeros, when the tag is another.</summary>
    /// <param name="nonce">The nonce of its encryption.</param>
    /// <param name="encrypted">The message.</param>
    /// <param name="tag">16 bytes.</param>
    /// <param name="plain">Receives as many bytes; may be the message itself.</param>
    public bool TryDecrypt(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> tag, Span<byte> plain)
    {
        AesGcmStream message = BeginDecryption(nonce);
        message.Apply(encrypted, plain);
        if (message.HasTag(tag))
        {
            return true;
        }

        CryptographicOperations.ZeroMemory(plain[..encrypted.Length]);
        return false;
    }

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        _engine.Dispose();
    }

    private AesGcmStream Begin(ReadOnlySpan<byte> nonce, bool decrypts)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return nonce.IsEmpty
            ? throw new ArgumentException("A nonce of at least one byte is needed.", nameof(nonce))
            : new AesGcmStream(_engine, nonce, decrypts);
    }
}
