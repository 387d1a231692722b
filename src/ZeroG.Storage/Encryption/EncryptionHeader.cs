using System.Diagnostics.CodeAnalysis;
using ZeroG.Chain;
using ZeroG.Cryptography.Ciphers;
using ZeroG.Cryptography.Signatures;
using ZeroG.Storage.Files;

namespace ZeroG.Storage.Encryption;

/// <summary>
/// What stands before the encrypted bytes of a file: <c>01‖nonce</c>, 17 bytes, or <c>02‖ephemeral public key‖nonce</c>, 50 bytes
/// (0G storage specification, client-side encryption). It is not secret.
/// </summary>
public sealed class EncryptionHeader
{
    /// <summary>Bytes of the nonce.</summary>
    public const int NonceSize = AesCtr.BlockSize;

    /// <summary>Bytes of the longest header.</summary>
    public const int MaxSize = EciesSize;

    internal const int Aes256Size = 1 + NonceSize;
    internal const int EciesSize = 1 + Secp256k1.CompressedPublicKeySize + NonceSize;

    private readonly byte[] _bytes;

    private EncryptionHeader(byte[] bytes, PublicKey? ephemeralKey)
    {
        _bytes = bytes;
        EphemeralKey = ephemeralKey;
    }

    /// <summary>How the file is encrypted.</summary>
    public EncryptionVersion Version => (EncryptionVersion)_bytes[0];

    /// <summary>The sender's key, made for this file alone; null for <see cref="EncryptionVersion.Aes256"/>.</summary>
    public PublicKey? EphemeralKey { get; }

    /// <summary>The first counter block, 16 bytes.</summary>
    public ReadOnlySpan<byte> Nonce => _bytes.AsSpan(^NonceSize..);

    /// <summary>The header as it is stored.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Bytes of the header.</summary>
    public int Size => _bytes.Length;

    /// <summary>Reads the header at the start of a file.</summary>
    /// <param name="start">At least the header, if the file is that long.</param>
    /// <param name="name">Names the file in messages.</param>
    /// <exception cref="ZeroGException">
    /// <c>ZgEncryptionVersionUnknown</c>: the first byte is neither 1 nor 2, as in most files that are not encrypted.
    /// <c>ZgEncryptionHeaderTruncated</c>. <c>ZgEncryptionHeaderInvalid</c>: the ephemeral key is no point of the curve.
    /// </exception>
    public static EncryptionHeader Read(ReadOnlySpan<byte> start, string name)
    {
        int size = start.IsEmpty ? Aes256Size : (EncryptionVersion)start[0] switch
        {
            EncryptionVersion.Aes256 => Aes256Size,
            EncryptionVersion.Ecies => EciesSize,
            _ => throw new ZeroGException(
                "ZgEncryptionVersionUnknown", ErrorKind.InvalidData,
                $"'{name}' is not encrypted, or in a newer way: its first byte is {start[0]}, not 1 or 2. "
                + "Take it without decryption, or update the module.", name),
        };
        if (start.Length < size)
        {
            throw new ZeroGException(
                "ZgEncryptionHeaderTruncated", ErrorKind.InvalidData,
                $"'{name}' has {start.Length} bytes, and the header of an encrypted file alone has {size}. "
                + "Check that it is whole and encrypted.", name);
        }

        return TryCreate(start[..size], out EncryptionHeader? header)
            ? header
            : throw new ZeroGException(
                "ZgEncryptionHeaderInvalid", ErrorKind.InvalidData,
                $"'{name}' begins as an encrypted file, but the key in its header is none. Check that it is encrypted.", name);
    }

    /// <summary>Reads the header of a file, and no more of it.</summary>
    /// <exception cref="ZeroGException">As for <see cref="Read"/>, and failures of reading.</exception>
    public static async Task<EncryptionHeader> PeekAsync(FileSource file, CancellationToken cancellationToken = default)
    {
        byte[] start = new byte[Math.Min(MaxSize, file.Size)];
        await file.ReadAsync(0, start, cancellationToken);
        return Read(start, file.Name);
    }

    /// <summary>Takes the exact bytes of a header; false if they are none.</summary>
    internal static bool TryCreate(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out EncryptionHeader? header)
    {
        PublicKey? ephemeral = null;
        bool valid = bytes.Length switch
        {
            Aes256Size => bytes[0] == (byte)EncryptionVersion.Aes256,
            EciesSize => bytes[0] == (byte)EncryptionVersion.Ecies
                && PublicKey.TryRead(bytes.Slice(1, Secp256k1.CompressedPublicKeySize), out ephemeral),
            _ => false,
        };
        header = valid ? new EncryptionHeader(bytes.ToArray(), ephemeral) : null;
        return valid;
    }

    internal static EncryptionHeader Create(ReadOnlySpan<byte> nonce) =>
        new([(byte)EncryptionVersion.Aes256, .. nonce], null);

    internal static EncryptionHeader Create(PublicKey ephemeral, ReadOnlySpan<byte> nonce) =>
        new([(byte)EncryptionVersion.Ecies, .. ephemeral.ToCompressed(), .. nonce], ephemeral);
}
