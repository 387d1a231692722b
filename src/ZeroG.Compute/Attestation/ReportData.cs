using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ZeroG.Chain;

namespace ZeroG.Compute.Attestation;

/// <summary>What the report data of a quote says (compute.md §3.2).</summary>
public sealed class ReportData
{
    private const int TextSize = 2 + (2 * Address.Size);
    private const int KeySize = 32;
    private const int VersionOffset = KeySize + Address.Size;
    private const int ReservedOffset = VersionOffset + sizeof(uint);
    private const uint KnownVersion = 1;
    private const int KeyIdSize = 8;

    private ReportData(QuoteLayout layout, Address signer, byte[] key) => (Layout, Signer, EncryptionKey) = (layout, signer, key);

    /// <summary>How it is laid out.</summary>
    public QuoteLayout Layout { get; }

    /// <summary>The address whose key signs for the machine.</summary>
    public Address Signer { get; }

    /// <summary>The X25519 key to which requests can be sealed, 32 bytes; empty in the legacy layout.</summary>
    public byte[] EncryptionKey { get; }

    /// <summary>The first 8 bytes of the SHA-256 of that key, by which servers call it; empty in the legacy layout.</summary>
    public byte[] KeyId => EncryptionKey.Length == 0 ? [] : SHA256.HashData(EncryptionKey)[..KeyIdSize];

    /// <summary>
    /// Reads at most 64 bytes; what is missing at the end counts as zeros. The layouts cannot be mistaken for one another: where one has
    /// its version, the other has zeros.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out ReportData? data)
    {
        data = null;
        if (bytes.Length > TdxQuote.ReportDataSize)
        {
            return false;
        }

        Span<byte> padded = stackalloc byte[TdxQuote.ReportDataSize];
        padded.Clear();
        bytes.CopyTo(padded);
        data = Legacy(padded) ?? Versioned(padded);
        return data is not null;
    }

    private static ReportData? Legacy(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[TextSize];
        System.Text.Encoding.Latin1.GetChars(bytes[..TextSize], text);
        Span<byte> signer = stackalloc byte[Address.Size];
        return bytes.StartsWith("0x"u8) && !bytes[TextSize..].ContainsAnyExcept((byte)0) && Hex.TryParseBytes(text, signer)
            ? new ReportData(QuoteLayout.Legacy, new Address(signer), [])
            : null;
    }

    private static ReportData? Versioned(ReadOnlySpan<byte> bytes)
    {
        Address signer = new(bytes.Slice(KeySize, Address.Size));
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[VersionOffset..]) == KnownVersion
            && !bytes[ReservedOffset..].ContainsAnyExcept((byte)0) && !signer.IsZero
                ? new ReportData(QuoteLayout.V1, signer, bytes[..KeySize].ToArray())
                : null;
    }
}
