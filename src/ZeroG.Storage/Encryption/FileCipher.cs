using ZeroG.Cryptography.Ciphers;

namespace ZeroG.Storage.Encryption;

/// <summary>
/// The cipher of one file: its header, and the key stream for any range of its bytes. Encrypts and decrypts alike; safe for many threads.
/// </summary>
public sealed class FileCipher : IDisposable
{
    private readonly AesCtr _stream;

    /// <param name="header">The header of the file.</param>
    /// <param name="key">32 bytes, copied.</param>
    internal FileCipher(EncryptionHeader header, ReadOnlySpan<byte> key)
    {
        Header = header;
        _stream = new AesCtr(key, header.Nonce);
    }

    /// <summary>The header of the file.</summary>
    public EncryptionHeader Header { get; }

    /// <summary>Encrypts or decrypts bytes.</summary>
    /// <param name="position">Where the first byte lies in the content; the header does not count.</param>
    /// <param name="input">The bytes.</param>
    /// <param name="output">Receives as many; may be the input itself.</param>
    public void Apply(long position, ReadOnlySpan<byte> input, Span<byte> output) => _stream.Apply(position, input, output);

    /// <summary>Clears the key.</summary>
    public void Dispose() => _stream.Dispose();
}
