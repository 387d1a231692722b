using System.Diagnostics;
using System.Security.Cryptography;
using ZeroG.Chain;
using ZeroG.Cryptography.Ciphers;

namespace ZeroG.Storage.Encryption;

/// <summary>A key of 32 bytes that encrypts and decrypts files. It lies in one pinned buffer until <see cref="Dispose"/>.</summary>
[DebuggerDisplay("********")]
public sealed class SymmetricKey : IDisposable
{
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

    /// <summary>Clears the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    public override string ToString() => "********";

    private static ZeroGException Invalid(string what) => new(
        "ZgEncryptionKeyInvalid", ErrorKind.InvalidArgument,
        $"The encryption key is {what}. Give {AesCtr.KeySize} random bytes as hex; a password is no key.");
}
