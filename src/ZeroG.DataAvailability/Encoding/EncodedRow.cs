using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>An encoded row without its proofs, as DA nodes hand it out.</summary>
/// <param name="Index">The row, counted through all cosets.</param>
/// <param name="Cells">The cells of the row.</param>
public readonly record struct EncodedRow(int Index, ReadOnlyMemory<Fr> Cells)
{
    /// <summary>Reads the cells of a row: 32 bytes each, with or without their count of 8 bytes before them.</summary>
    /// <exception cref="ZeroGException"><c>ZgRowMalformed</c>.</exception>
    public static EncodedRow Read(int index, ReadOnlySpan<byte> bytes, MatrixShape shape)
    {
        int size = shape.Columns * MatrixShape.CellSize;
        if (bytes.Length == size + sizeof(ulong))
        {
            ulong count = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            bytes = count == (ulong)shape.Columns
                ? bytes[sizeof(ulong)..]
                : throw Malformed(index, $"it counts {count} cells and not {shape.Columns}");
        }

        if (bytes.Length != size)
        {
            throw Malformed(index, $"it has {bytes.Length} bytes and not {size}");
        }

        Fr[] cells = new Fr[shape.Columns];
        int wrong = Encoding.Cells.Read(bytes, cells);
        return wrong < 0 ? new EncodedRow(index, cells) : throw Malformed(index, $"cell {wrong} is not below the modulus");
    }

    private static ZeroGException Malformed(int index, string fault) => new(
        "ZgRowMalformed", ErrorKind.InvalidData, $"Row {index} cannot be read: {fault}. Get it from another node.", index);
}
