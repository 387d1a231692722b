using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace ZeroG.Compute.Attestation;

/// <summary>
/// A TDX quote of version 4: what a machine measured of itself, and 64 bytes of its own choice. Layout of Intel's TDX DCAP quoting library;
/// nothing here says that Intel's signature below it is good.
/// </summary>
public sealed class TdxQuote
{
    /// <summary>Bytes of a measurement: SHA-384.</summary>
    public const int MeasurementSize = 48;

    /// <summary>Measurement registers that grow while the machine runs.</summary>
    public const int RegisterCount = 4;

    /// <summary>Bytes of a report data.</summary>
    public const int ReportDataSize = 64;

    private const ushort KnownVersion = 4;
    private const uint TdxType = 0x81;
    private const int TypeOffset = 4;
    private const int AttributesOffset = 168;
    private const int MrConfigIdOffset = 232;
    private const int RegistersOffset = 376;
    private const int ReportDataOffset = 568;
    private const int SignatureLengthOffset = ReportDataOffset + ReportDataSize;
    private const int SignatureOffset = SignatureLengthOffset + sizeof(uint);
    private const int ComposeHashSize = 32;

    private readonly byte[] _bytes;

    private TdxQuote(byte[] bytes) => _bytes = bytes;

    /// <summary>What the host said that the machine is for, when it made it; see <see cref="ComposeHash"/>.</summary>
    public ReadOnlySpan<byte> MrConfigId => _bytes.AsSpan(MrConfigIdOffset, MeasurementSize);

    /// <summary>The 64 bytes that the machine chose.</summary>
    public ReadOnlySpan<byte> ReportData => _bytes.AsSpan(ReportDataOffset, ReportDataSize);

    /// <summary>Whether the host can read the machine's memory.</summary>
    public bool IsDebug => (_bytes[AttributesOffset] & 1) != 0;

    /// <summary>
    /// The SHA-256 of the compose file as dstack puts it into MRCONFIGID: version 1, the hash, zeros. Empty for other forms.
    /// </summary>
    public ReadOnlySpan<byte> ComposeHash =>
        MrConfigId[0] == 1 && !MrConfigId[(1 + ComposeHashSize)..].ContainsAnyExcept((byte)0)
            ? MrConfigId.Slice(1, ComposeHashSize)
            : default;

    /// <summary>A measurement register.</summary>
    /// <param name="register">0 to 3; 3 is the one that programs extend.</param>
    public ReadOnlySpan<byte> Register(int register)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)register, (uint)RegisterCount, nameof(register));
        return _bytes.AsSpan(RegistersOffset + (register * MeasurementSize), MeasurementSize);
    }

    /// <summary>Reads a quote.</summary>
    /// <param name="bytes">The quote; copied.</param>
    /// <param name="quote">What was read.</param>
    /// <param name="fault">What is wrong with it; empty for nothing.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TdxQuote? quote, out string fault)
    {
        fault = Fault(bytes);
        quote = fault.Length == 0 ? new TdxQuote(bytes.ToArray()) : null;
        return quote is not null;
    }

    private static string Fault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < SignatureOffset)
        {
            return $"it has {bytes.Length} bytes, fewer than the {SignatureOffset} of header and report";
        }

        ushort version = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if (version != KnownVersion)
        {
            return $"it has version {version}, not {KnownVersion}";
        }

        uint type = BinaryPrimitives.ReadUInt32LittleEndian(bytes[TypeOffset..]);
        if (type != TdxType)
        {
            return $"it is of TEE type 0x{type:x}, not 0x{TdxType:x} (TDX)";
        }

        uint signature = BinaryPrimitives.ReadUInt32LittleEndian(bytes[SignatureLengthOffset..]);
        return signature > bytes.Length - SignatureOffset
            ? $"its signature should have {signature} bytes and has {bytes.Length - SignatureOffset}"
            : "";
    }
}
