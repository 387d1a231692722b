namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The shape of a blob's matrix: 2^<see cref="LogRows"/> rows of 2^<see cref="LogColumns"/> cells, each of which holds 31 bytes of data.
/// Encoding triples the rows (0glabs/0g-da-encoder, <c>crates/encoder/src/constants.rs</c>).
/// </summary>
/// <remarks>
/// <code>
///              rows   columns   encoded rows   largest data   slice
/// Production   1024      1024           3072     32,505,852   34,680
/// Small          64        32            192         63,484    2,296
/// </code>
/// </remarks>
public readonly record struct MatrixShape
{
    /// <summary>Bytes of data that a cell holds; as a field element it takes <see cref="CellSize"/>.</summary>
    public const int CellDataSize = 31;

    /// <summary>Bytes of a cell on the wire, a field element in little-endian order.</summary>
    public const int CellSize = 32;

    /// <summary>Cosets: the rows of the data themselves, and two more times as many that extend them.</summary>
    public const int CosetCount = 3;

    /// <summary>Bytes of the length that ends the data.</summary>
    public const int LengthSize = sizeof(uint);

    /// <summary>Names a shape.</summary>
    /// <param name="logRows">At least 1.</param>
    /// <param name="logColumns">At least 1; together the two are 2 to 20.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such shape.</exception>
    public MatrixShape(int logRows, int logColumns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(logRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(logColumns, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logRows, 20 - 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logColumns, 20 - logRows);
        LogRows = logRows;
        LogColumns = logColumns;
    }

    /// <summary>The shape of the network: 1024 rows of 1024 cells, data of up to 32,505,852 bytes.</summary>
    public static MatrixShape Production { get; } = new(10, 10);

    /// <summary>The official test setting: 64 rows of 32 cells, data of up to 63,484 bytes.</summary>
    public static MatrixShape Small { get; } = new(6, 5);

    /// <summary>log2 of the rows of a coset; also the depth of every proof.</summary>
    public int LogRows { get; }

    /// <summary>log2 of the cells of a row.</summary>
    public int LogColumns { get; }

    /// <summary>log2 of <see cref="Cells"/>.</summary>
    public int LogCells => LogRows + LogColumns;

    /// <summary>Rows of the data, and of each coset.</summary>
    public int Rows => 1 << LogRows;

    /// <summary>Cells of a row.</summary>
    public int Columns => 1 << LogColumns;

    /// <summary>Cells of the data, and of each coset.</summary>
    public int Cells => 1 << LogCells;

    /// <summary>Rows of all cosets; each of them is the heart of a slice.</summary>
    public int EncodedRows => CosetCount * Rows;

    /// <summary>Cells of all cosets.</summary>
    public int EncodedCells => CosetCount * Cells;

    /// <summary>Bytes of all encoded cells on the wire.</summary>
    public int EncodedSize => EncodedCells * CellSize;

    /// <summary>Most bytes of data that fit, since the length of the data takes the last four.</summary>
    public int MaxDataSize => (CellDataSize * Cells) - LengthSize;

    /// <summary>Bytes of an encoded slice: 312 and 32 for each cell of a row and 160 for each level of its two proofs.</summary>
    public int SliceSize => 312 + (CellSize * Columns) + (160 * LogRows);

    /// <inheritdoc/>
    public override string ToString() => $"{Rows}x{Columns}";
}
