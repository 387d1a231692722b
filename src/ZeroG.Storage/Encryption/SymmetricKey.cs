using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ZeroG.Chain;
using ZeroG.Cryptography.Ciphers;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Encryption;

/// <summary>A key of 32 bytes that encrypts and decrypts files. It lies in one pinned buffer until <see cref="Dispose"/>.</summary>
[DebuggerDisplay("********")]
public sealed class SymmetricKey : IDisposable
{
    // 64 digits, 0x, and the white space that editors leave.
    private const int LongestKeyFile = 128;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _bytes = GC.AllocateArray<byte>(AesCtr.KeySize, pinned: true);

    /// <summary>Takes 32 bytes; the caller's are the caller's to clear.</summary>
    /// <exception cref="ZeroGException"><c>ZgEncryptionKeyInvalid</c>.</exception>
    public SymmetricKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != AesCtr.KeySize)
        {
            throw Invalid($"{bytes.Length} bytes where {AesCtr.KeySize} are needed");
        }

        bytes.CopyTo(_bytes);
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Makes a random key.</summary>
    public static SymmetricKey CreateRandom()
    {
        Span<byte> bytes = stackalloc byte[AesCtr.KeySize];
        RandomNumberGenerator.Fill(bytes);
        SymmetricKey key = new(bytes);
        CryptographicOperations.ZeroMemory(bytes);
        return key;
    }

    /// <summary>Reads 64 hex digits with or without <c>0x</c>; white space around them is ignored.</summary>
    /// <exception cref="ZeroGException"><c>ZgEncryptionKeyInvalid</c>. The text does not appear in the message.</exception>
    public static SymmetricKey Parse(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[AesCtr.KeySize];
        try
        {
            return Hex.TryParseBytes(text.Trim(), bytes)
                ? new SymmetricKey(bytes)
                : throw Invalid($"a text that is not {2 * AesCtr.KeySize} hex digits");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Reads a key file: 32 bytes as they are, or the text of <see cref="Parse"/>.</summary>
    /// <exception cref="ZeroGException"><c>ZgEncryptionKeyInvalid</c>, <c>ZgFileNotFound</c>, <c>ZgFileUnreadable</c> and other failures of
    /// opening a file.</exception>
    public static async Task<SymmetricKey> FromFileAsync(string path, CancellationToken cancellationToken = default)
    {
        using FileSource file = FileSource.Open(path);
        if (file.Size > LongestKeyFile)
        {
            throw Invalid($"in '{path}', a file of {file.Size} bytes");
        }

        byte[] bytes = GC.AllocateArray<byte>((int)file.Size, pinned: true);
        char[] text = GC.AllocateArray<char>(bytes.Length, pinned: true);
        try
        {
            await file.ReadAsync(0, bytes, cancellationToken);
            if (bytes.Length == AesCtr.KeySize)
            {
                return new SymmetricKey(bytes);
            }

            Encoding.Latin1.GetChars(bytes, text);
            return Parse(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    /// <summary>Clears the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    public override string ToString() => "********";

    private static ZeroGException Invalid(string what) => new(
        "ZgEncryptionKeyInvalid", ErrorKind.InvalidArgument,
        $"The encryption key is {what}. Give {AesCtr.KeySize} random bytes as hex; a password is no key.");
}
