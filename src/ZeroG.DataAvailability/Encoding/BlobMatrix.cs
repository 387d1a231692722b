using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The data of a blob as cells, row by row: cell k holds the bytes 31k to 31k + 30 as a little-endian integer. The data is followed by
/// zeros, and its length stands in the last four bytes (0glabs/0g-da-encoder, <c>raw_data.rs</c> and <c>raw_blob.rs</c>).
/// </summary>
public sealed class BlobMatrix
{
    private const int CellDataSize = MatrixShape.CellDataSize;

    private readonly ReadOnlyMemory<Fr> _cells;

    /// <summary>
    /// Takes cells that came from elsewhere, such as recovered ones. Whether they hold data is seen by <see cref="ToData"/>.
    /// </summary>
    /// <param name="shape">The shape.</param>
    /// <param name="cells">As many as the shape has; kept, not copied.</param>
    /// <exception cref="ArgumentException">Another count of cells.</exception>
    public BlobMatrix(MatrixShape shape, ReadOnlyMemory<Fr> cells)
    {
        CheckCells(shape, cells.Span, nameof(cells));
        Shape = shape;
        _cells = cells;
    }

    /// <summary>The shape.</summary>
    public MatrixShape Shape { get; }

    /// <summary>All cells, row by row.</summary>
    public ReadOnlySpan<Fr> Cells => _cells.Span;

    /// <summary>Lays data out in cells.</summary>
    /// <exception cref="ZeroGException"><c>ZgBlobTooLarge</c>.</exception>
    public static BlobMatrix FromData(MatrixShape shape, ReadOnlySpan<byte> data)
    {
        CheckSize(shape, data.Length);
        Fr[] cells = new Fr[shape.Cells];
        Fill(shape, data, cells);
        return new BlobMatrix(shape, cells);
    }

    /// <summary>Lays data out in cells that are there already.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="data">0 to <see cref="MatrixShape.MaxDataSize"/> bytes.</param>
    /// <param name="cells">Receives all cells of the shape.</param>
    /// <exception cref="ZeroGException"><c>ZgBlobTooLarge</c>.</exception>
    public static void Fill(MatrixShape shape, ReadOnlySpan<byte> data, Span<Fr> cells)
    {
        CheckSize(shape, data.Length);
        CheckCells(shape, cells, nameof(cells));
        int filled = (data.Length + CellDataSize - 1) / CellDataSize;
        Span<byte> integers = MemoryMarshal.AsBytes(cells[..filled]);
        integers.Clear();
        for (int k = 0; k < filled; k++)
        {
            ReadOnlySpan<byte> part = data[(k * CellDataSize)..];
            part[..Math.Min(part.Length, CellDataSize)].CopyTo(integers[(k * MatrixShape.CellSize)..]);
        }

        if (Fr.ReadMany(integers, cells[..filled]) >= 0)
        {
            // 248 bits are always below the modulus.
            throw new UnreachableException();
        }

        // The length ends the last cell, behind at most 27 bytes of data.
        cells[filled..].Clear();
        int start = Math.Min(data.Length, (shape.Cells - 1) * CellDataSize);
        cells[^1] = CellOf(data[start..], data.Length);
    }

    /// <summary>The cells of a row.</summary>
    public ReadOnlySpan<Fr> Row(int row) => Cells.Slice(row * Shape.Columns, Shape.Columns);

    /// <summary>Reads the data back.</summary>
    /// <exception cref="ZeroGException"><c>ZgBlobMalformed</c>: the cells are not what an encoder makes of data.</exception>
    public byte[] ToData()
    {
        ReadOnlySpan<Fr> cells = Cells;
        byte[] padded = new byte[(CellDataSize * cells.Length) + 1];
        for (int k = 0; k < cells.Length; k++)
        {
            // The last byte of each cell falls where the next one begins.
            Span<byte> cell = padded.AsSpan(k * CellDataSize, MatrixShape.CellSize);
            cells[k].Write(cell);
            if (cell[CellDataSize] != 0)
            {
                throw Malformed($"cell {k} is not below 2^248");
            }
        }

        int capacity = Shape.MaxDataSize;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(padded.AsSpan(capacity));
        if (length > capacity)
        {
            throw Malformed($"they name a length of {length} bytes, and {capacity} fit");
        }

        int stray = padded.AsSpan((int)length, capacity - (int)length).IndexOfAnyExcept((byte)0);
        return stray < 0
            ? padded[..(int)length]
            : throw Malformed($"byte {length + stray} is not zero though the data ends at {length}");
    }

    /// <exception cref="ZeroGException"><c>ZgBlobTooLarge</c>.</exception>
    internal static void CheckSize(MatrixShape shape, int length)
    {
        if (length > shape.MaxDataSize)
        {
            throw new ZeroGException(
                "ZgBlobTooLarge",
                ErrorKind.InvalidArgument,
                $"{length} bytes are too many for a blob, which holds at most {shape.MaxDataSize}. Split the data into several blobs.",
                length);
        }
    }

    private static Fr CellOf(ReadOnlySpan<byte> data, int length = 0)
    {
        Span<byte> cell = stackalloc byte[MatrixShape.CellSize];
        cell.Clear();
        data[..Math.Min(data.Length, CellDataSize)].CopyTo(cell);
        if (length != 0)
        {
            BinaryPrimitives.WriteInt32LittleEndian(cell[(CellDataSize - MatrixShape.LengthSize)..], length);
        }

        // 248 bits are always below the modulus.
        return Fr.TryRead(cell, out Fr value) ? value : throw new UnreachableException();
    }

    private static void CheckCells(MatrixShape shape, ReadOnlySpan<Fr> cells, string name)
    {
        if (cells.Length != shape.Cells)
        {
            throw new ArgumentException($"A matrix of {shape} has {shape.Cells} cells, got {cells.Length}.", name);
        }
    }

    private static ZeroGException Malformed(string reason) => new(
        "ZgBlobMalformed",
        ErrorKind.InvalidData,
        $"The cells hold no data that an encoder laid out: {reason}. Check that all rows are of one blob.");
}
