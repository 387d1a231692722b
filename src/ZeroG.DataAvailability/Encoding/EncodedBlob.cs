using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// A blob with all that its slices need: the encoded cells, the commitment, the AMT of each coset and the Merkle tree. At the production
/// shape it takes about 100 MB, and 107 MB are written from it.
/// </summary>
public sealed class EncodedBlob
{
    private readonly ReadOnlyMemory<Fr> _cells;
    private readonly IReadOnlyList<AmtTree> _amts;
    private readonly BlobTree _tree;
    private readonly SliceWriter _writer;

    /// <summary>Takes the parts that an encoder made; they are kept, not copied.</summary>
    /// <param name="cells">All encoded rows, one after another.</param>
    /// <param name="commitment">[f(τ)].</param>
    /// <param name="highCommitment">[τ^H · f(τ)].</param>
    /// <param name="amts">The AMT of each coset.</param>
    /// <param name="tree">The Merkle tree of the same cells.</param>
    public EncodedBlob(
        ReadOnlyMemory<Fr> cells, G1Affine commitment, G1Affine highCommitment, IReadOnlyList<AmtTree> amts, BlobTree tree)
    {
        _cells = cells;
        _amts = amts;
        _tree = tree;
        Commitment = commitment;
        HighCommitment = highCommitment;
        _writer = new SliceWriter(commitment, highCommitment, amts, tree);
    }

    /// <summary>The shape.</summary>
    public MatrixShape Shape => _tree.Shape;

    /// <summary>The erasure commitment; infinity where all data is zero and has no length.</summary>
    public G1Affine Commitment { get; }

    /// <summary>The point of the low-degree test, the same in all slices.</summary>
    public G1Affine HighCommitment { get; }

    /// <summary>The storage root, which names the blob.</summary>
    public Hash256 DataRoot => _tree.DataRoot;

    /// <summary>The Merkle tree of the encoded cells.</summary>
    public BlobTree Tree => _tree;

    /// <summary>The AMT of each coset.</summary>
    public IReadOnlyList<AmtTree> Amts => _amts;

    /// <summary>Bytes of each slice.</summary>
    public int SliceSize => Shape.SliceSize;

    /// <summary>The cells of an encoded row.</summary>
    /// <param name="row">0 to <see cref="MatrixShape.EncodedRows"/> - 1.</param>
    public ReadOnlySpan<Fr> Row(int row) => RowCells(row).Span;

    /// <summary>The slice of an encoded row.</summary>
    /// <param name="row">0 to <see cref="MatrixShape.EncodedRows"/> - 1.</param>
    public EncodedSlice Slice(int row) => new()
    {
        Index = (ulong)row,
        AmtIndex = (ulong)row,
        Commitment = Commitment,
        RowIndex = (ulong)(row % Shape.Rows),
        Row = RowCells(row),
        Proof = _amts[row / Shape.Rows].Proof(row % Shape.Rows),
        HighCommitment = HighCommitment,
        CosetRoots = _tree.CosetRoots,
        MerkleProof = [.. _tree.Proof(row).ToArray().Chunk(Hash256.Size).Select(hash => new Hash256(hash))],
        LeafIndex = (ulong)row,
        Leaf = _tree.RowRoot(row),
    };

    /// <summary>Writes the bytes of the slice of an encoded row. May be called from many threads.</summary>
    /// <param name="row">0 to <see cref="MatrixShape.EncodedRows"/> - 1.</param>
    /// <param name="destination">Receives <see cref="SliceSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void WriteSlice(int row, Span<byte> destination) => _writer.Write(row, Row(row), destination);

    /// <summary>Writes all encoded cells, row by row.</summary>
    /// <param name="destination">Receives <see cref="MatrixShape.EncodedSize"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void WriteData(Span<byte> destination)
    {
        if (destination.Length < Shape.EncodedSize)
        {
            throw new ArgumentException(
                $"The encoded data takes {Shape.EncodedSize} bytes, got {destination.Length}.", nameof(destination));
        }

        Cells.Write(_cells.Span, destination);
    }

    private ReadOnlyMemory<Fr> RowCells(int row) => _cells.Slice(row * Shape.Columns, Shape.Columns);
}
