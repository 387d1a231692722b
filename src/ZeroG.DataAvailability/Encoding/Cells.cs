using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>Cells on the wire: 32 bytes each, the canonical integer in little-endian order.</summary>
internal static class Cells
{
    /// <summary>Writes cells one after another.</summary>
    public static void Write(ReadOnlySpan<Fr> cells, Span<byte> destination) => Fr.WriteMany(cells, destination);

    /// <summary>Reads cells one after another.</summary>
    /// <returns>The index of the first cell that is not below the modulus, or -1.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, Span<Fr> cells) => Fr.ReadMany(bytes, cells);
}
