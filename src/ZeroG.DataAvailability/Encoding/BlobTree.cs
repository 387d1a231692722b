using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Merkle;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// The Merkle tree over the encoded cells, down to the rows. A leaf is the Keccak-256 of eight cells; each coset is a perfect tree, and the
/// data root is keccak(keccak(c0 ‖ c1) ‖ c2): the root of the same bytes as a file of 0G Storage (0glabs/0g-da-encoder,
/// <c>merkle/blob.rs</c> and <c>encoder/blob.rs</c>).
/// </summary>
public sealed class BlobTree
{
    /// <summary>Cells of a leaf.</summary>
    public const int CellsPerLeaf = 8;

    private const int LeafSize = CellsPerLeaf * MatrixShape.CellSize;
    private const int HashSize = Keccak256.HashSize;

    // So many rows are hashed together that all lanes are full up to the roots of the rows.
    private const int RowsAtOnce = 8;

    private readonly KeccakMerkleTree[] _cosets;
    private readonly byte[] _rowRoots;

    private BlobTree(MatrixShape shape, byte[] rowRoots)
    {
        Shape = shape;
        _rowRoots = rowRoots;
        _cosets = new KeccakMerkleTree[MatrixShape.CosetCount];
        CosetRoots = new Hash256[MatrixShape.CosetCount];
        for (int coset = 0; coset < _cosets.Length; coset++)
        {
            _cosets[coset] = KeccakMerkleTree.FromLeaves(rowRoots.AsSpan(coset * shape.Rows * HashSize, shape.Rows * HashSize));
            CosetRoots[coset] = new Hash256(_cosets[coset].Root);
        }

        DataRoot = RootOf(CosetRoots);
    }

    /// <summary>The shape.</summary>
    public MatrixShape Shape { get; }

    /// <summary>The root of each coset.</summary>
    public Hash256[] CosetRoots { get; }

    /// <summary>The root of all, which names the blob.</summary>
    public Hash256 DataRoot { get; }

    /// <summary>Hashes all encoded rows.</summary>
    /// <param name="shape">A shape with at least eight columns, since a leaf does not go beyond its row.</param>
    /// <param name="cells">All encoded rows, one after another.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">Another count of cells, or rows too short.</exception>
    public static BlobTree Build(MatrixShape shape, ReadOnlyMemory<Fr> cells, ParallelOptions options)
    {
        CheckShape(shape);
        if (cells.Length != shape.EncodedCells)
        {
            throw new ArgumentException($"An encoded matrix of {shape} has {shape.EncodedCells} cells, got {cells.Length}.", nameof(cells));
        }

        byte[] rowRoots = new byte[shape.EncodedRows * HashSize];
        int rowsAtOnce = Math.Min(RowsAtOnce, shape.Rows);
        Parallel.For(
            0,
            shape.EncodedRows / rowsAtOnce,
            options,
            () => new byte[rowsAtOnce * shape.Columns * MatrixShape.CellSize],
            (group, _, buffer) =>
            {
                int count = rowsAtOnce * shape.Columns;
                Cells.Write(cells.Span.Slice(group * count, count), buffer);
                HashRows(shape, buffer, rowRoots.AsSpan(group * rowsAtOnce * HashSize, rowsAtOnce * HashSize));
                return buffer;
            },
            _ => { });
        return new BlobTree(shape, rowRoots);
    }

    /// <summary>The root of a row.</summary>
    /// <param name="shape">A shape with at least eight columns.</param>
    /// <param name="row">The cells of the row.</param>
    public static Hash256 RowRoot(MatrixShape shape, ReadOnlySpan<Fr> row)
    {
        CheckShape(shape);
        byte[] buffer = new byte[row.Length * MatrixShape.CellSize];
        Cells.Write(row, buffer);
        Span<byte> root = stackalloc byte[HashSize];
        HashRows(shape, buffer, root);
        return new Hash256(root);
    }

    /// <summary>The data root over the roots of the three cosets.</summary>
    public static Hash256 RootOf(ReadOnlySpan<Hash256> cosetRoots)
    {
        Span<byte> pair = stackalloc byte[2 * HashSize];
        cosetRoots[0].CopyTo(pair);
        cosetRoots[1].CopyTo(pair[HashSize..]);
        Keccak256.Hash(pair, pair);
        cosetRoots[2].CopyTo(pair[HashSize..]);
        return Hash256.Keccak(pair);
    }

    /// <summary>The root of an encoded row.</summary>
    public Hash256 RowRoot(int row) => new(_rowRoots.AsSpan(row * HashSize, HashSize));

    /// <summary>The way from a row to the root of its coset: a sibling for each level, 32 bytes each, the lowest first.</summary>
    public ReadOnlyMemory<byte> Proof(int row) => _cosets[row / Shape.Rows].Proof(row % Shape.Rows).Siblings;

    /// <summary>The root that a proof of <see cref="Proof"/>'s form gives to a row.</summary>
    internal static Hash256 RootOf(ReadOnlySpan<Hash256> proof, int row, Hash256 rowRoot)
    {
        Span<byte> pair = stackalloc byte[2 * HashSize];
        Hash256 running = rowRoot;
        foreach (Hash256 sibling in proof)
        {
            bool isRight = (row & 1) != 0;
            running.CopyTo(pair[(isRight ? HashSize : 0)..]);
            sibling.CopyTo(pair[(isRight ? 0 : HashSize)..]);
            running = Hash256.Keccak(pair);
            row >>= 1;
        }

        return running;
    }

    /// <exception cref="ArgumentException">A row of the shape is shorter than a leaf.</exception>
    internal static void CheckShape(MatrixShape shape)
    {
        if (shape.Columns < CellsPerLeaf)
        {
            throw new ArgumentException($"A row of {shape.Columns} cells has no Merkle leaf, which takes {CellsPerLeaf}.", nameof(shape));
        }
    }

    /// <summary>Hashes whole rows to their roots, in place, all rows at each level together.</summary>
    private static void HashRows(MatrixShape shape, Span<byte> rows, Span<byte> roots)
    {
        int nodes = rows.Length / LeafSize;
        Keccak256.HashMany(rows, LeafSize, rows);
        for (int perRow = shape.Columns / CellsPerLeaf; perRow > 1; perRow /= 2)
        {
            Keccak256.HashMany(rows[..(nodes * HashSize)], 2 * HashSize, rows);
            nodes /= 2;
        }

        rows[..(nodes * HashSize)].CopyTo(roots);
    }
}
