using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>Cells on the wire: 32 bytes each, the canonical integer in little-endian order.</summary>
internal static class Cells
{
    private const int CellSize = MatrixShape.CellSize;

    /// <summary>Writes cells one after another.</summary>
    public static void Write(ReadOnlySpan<Fr> cells, Span<byte> destination)
    {
        for (int k = 0; k < cells.Length; k++)
        {
            cells[k].Write(destination.Slice(k * CellSize, CellSize));
        }
    }

    /// <summary>Reads cells one after another.</summary>
    /// <returns>The index of the first cell that is not below the modulus, or -1.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, Span<Fr> cells)
    {
        for (int k = 0; k < cells.Length; k++)
        {
            if (!Fr.TryRead(bytes.Slice(k * CellSize, CellSize), out cells[k]))
            {
                return k;
            }
        }

        return -1;
    }
}
