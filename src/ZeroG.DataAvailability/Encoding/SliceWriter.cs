using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// Writes the slices of one blob. What they share is written once: each node of an AMT is in the proofs of many rows, and its canonical
/// form costs more than copying it ever will.
/// </summary>
internal sealed class SliceWriter
{
    private const int PointSize = G1Affine.UncompressedSize;
    private const int PairSize = 2 * PointSize;

    private readonly BlobTree _tree;
    private readonly byte[] _commitment = new byte[PointSize];
    private readonly byte[] _highCommitment = new byte[PointSize];

    // For each coset: all pairs, depth after depth, those of depth 1 first. Depth d begins at pair 2^d - 2.
    private readonly byte[][] _pairs;

    public SliceWriter(G1Affine commitment, G1Affine highCommitment, IReadOnlyList<AmtTree> amts, BlobTree tree)
    {
        _tree = tree;
        commitment.WriteUncompressed(_commitment);
        highCommitment.WriteUncompressed(_highCommitment);
        _pairs = [.. amts.Select(WritePairs)];
    }

    /// <summary>Writes the slice of an encoded row (da-encoder specification, reply bytes).</summary>
    public void Write(int row, ReadOnlySpan<Fr> cells, Span<byte> destination)
    {
        MatrixShape shape = _tree.Shape;
        if (destination.Length < shape.SliceSize)
        {
            throw new ArgumentException($"A slice takes {shape.SliceSize} bytes, got {destination.Length}.", nameof(destination));
        }

        int local = row % shape.Rows;
        SpanWriter writer = new(destination);
        writer.Write((ulong)row);
        writer.Write((ulong)row);
        writer.Write(_commitment);
        writer.Write((ulong)local);
        writer.Write((ulong)shape.Columns);
        Cells.Write(cells, writer.Take(shape.Columns * MatrixShape.CellSize));
        writer.Write((ulong)shape.LogRows);
        ReadOnlySpan<byte> pairs = _pairs[row / shape.Rows];
        for (int depth = 1; depth <= shape.LogRows; depth++)
        {
            int pair = (1 << depth) - 2 + AmtTree.Sibling(shape, local, depth);
            writer.Write(pairs.Slice(pair * PairSize, PairSize));
        }

        writer.Write(_highCommitment);
        foreach (ref readonly Hash256 root in _tree.CosetRoots.AsSpan())
        {
            writer.Write(root.Bytes);
        }

        writer.Write((ulong)shape.LogRows);
        writer.Write(_tree.Proof(row).Span);
        writer.Write((ulong)row);
        Hash256 leaf = _tree.RowRoot(row);
        writer.Write(leaf.Bytes);
    }

    private static byte[] WritePairs(AmtTree amt)
    {
        byte[] bytes = new byte[((2 << amt.Shape.LogRows) - 2) * PairSize];
        SpanWriter writer = new(bytes);
        for (int depth = 0; depth < amt.Shape.LogRows; depth++)
        {
            for (int node = 0; node < amt.Commitments[depth].Length; node++)
            {
                amt.Commitments[depth][node].WriteUncompressed(writer.Take(PointSize));
                amt.Proofs[depth][node].WriteUncompressed(writer.Take(PointSize));
            }
        }

        return bytes;
    }
}
