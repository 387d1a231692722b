using System.Diagnostics.CodeAnalysis;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// One encoded row with its proofs, as signers receive it (0glabs/0g-da-encoder, <c>encoder/slice.rs</c>). What the fields say is not
/// trusted: a <see cref="SliceVerifier"/> tells whether they fit together and belong to a commitment and a data root.
/// </summary>
public sealed record EncodedSlice
{
    /// <summary>The encoded row, counted through all cosets.</summary>
    public required ulong Index { get; init; }

    /// <summary>The same, as the AMT's part of the slice has it (<c>amt.index</c>).</summary>
    public required ulong AmtIndex { get; init; }

    /// <summary>The erasure commitment (<c>amt.commitment</c>).</summary>
    public required G1Affine Commitment { get; init; }

    /// <summary>The row inside its coset (<c>amt.row.index</c>).</summary>
    public required ulong RowIndex { get; init; }

    /// <summary>The cells (<c>amt.row.row</c>).</summary>
    public required ReadOnlyMemory<Fr> Row { get; init; }

    /// <summary>The siblings in the AMT, that of depth 1 first (<c>amt.row.proof</c>).</summary>
    public required AmtPair[] Proof { get; init; }

    /// <summary>The point of the low-degree test (<c>amt.row.high_commitment</c>).</summary>
    public required G1Affine HighCommitment { get; init; }

    /// <summary>The Merkle roots of the three cosets (<c>merkle.root</c>).</summary>
    public required Hash256[] CosetRoots { get; init; }

    /// <summary>The siblings in the Merkle tree, the lowest first (<c>merkle.proof</c>).</summary>
    public required Hash256[] MerkleProof { get; init; }

    /// <summary>The encoded row once more (<c>merkle.leaf_index</c>).</summary>
    public required ulong LeafIndex { get; init; }

    /// <summary>The Merkle root of the row (<c>merkle.leaf</c>).</summary>
    public required Hash256 Leaf { get; init; }

    /// <summary>The data root that the slice claims.</summary>
    public Hash256 DataRoot => BlobTree.RootOf(CosetRoots);

    /// <summary>Reads a slice of a shape.</summary>
    /// <exception cref="ZeroGException"><c>ZgSliceMalformed</c>; the message says which field.</exception>
    public static EncodedSlice Read(ReadOnlySpan<byte> bytes, MatrixShape shape) =>
        SliceReader.Read(bytes, shape, out string? fault)
        ?? throw new ZeroGException(
            "ZgSliceMalformed",
            ErrorKind.InvalidData,
            $"This is no slice of a matrix of {shape}: {fault}. Check that it is whole and of that shape.");

    /// <summary>Reads a slice of a shape; false with the field at fault where the bytes are anything else.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes,
        MatrixShape shape,
        [NotNullWhen(true)] out EncodedSlice? slice,
        [NotNullWhen(false)] out string? fault)
    {
        slice = SliceReader.Read(bytes, shape, out fault);
        return slice is not null;
    }

    /// <summary>Bytes of the slice: 312, and 32 for each cell, 128 for each pair and 32 for each Merkle sibling.</summary>
    public int Size =>
        312 + (Row.Length * MatrixShape.CellSize) + (Proof.Length * 2 * G1Affine.UncompressedSize) + (MerkleProof.Length * Hash256.Size);

    /// <summary>Writes the slice.</summary>
    /// <param name="destination">Receives <see cref="Size"/> bytes.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void Write(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            throw new ArgumentException($"The slice takes {Size} bytes, got {destination.Length}.", nameof(destination));
        }

        SpanWriter writer = new(destination);
        writer.Write(Index);
        writer.Write(AmtIndex);
        Commitment.WriteUncompressed(writer.Take(G1Affine.UncompressedSize));
        writer.Write(RowIndex);
        writer.Write((ulong)Row.Length);
        Cells.Write(Row.Span, writer.Take(Row.Length * MatrixShape.CellSize));
        writer.Write((ulong)Proof.Length);
        foreach (AmtPair pair in Proof)
        {
            pair.Commitment.WriteUncompressed(writer.Take(G1Affine.UncompressedSize));
            pair.Proof.WriteUncompressed(writer.Take(G1Affine.UncompressedSize));
        }

        HighCommitment.WriteUncompressed(writer.Take(G1Affine.UncompressedSize));
        WriteHashes(CosetRoots, ref writer);
        writer.Write((ulong)MerkleProof.Length);
        WriteHashes(MerkleProof, ref writer);
        writer.Write(LeafIndex);
        Leaf.CopyTo(writer.Take(Hash256.Size));
    }

    /// <summary>The bytes of the slice.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }

    public bool Equals(EncodedSlice? other) =>
        other is not null && (Index, AmtIndex, RowIndex, LeafIndex) == (other.Index, other.AmtIndex, other.RowIndex, other.LeafIndex)
        && Commitment == other.Commitment && HighCommitment == other.HighCommitment && Leaf == other.Leaf
        && Row.Span.SequenceEqual(other.Row.Span) && Proof.AsSpan().SequenceEqual(other.Proof)
        && CosetRoots.AsSpan().SequenceEqual(other.CosetRoots) && MerkleProof.AsSpan().SequenceEqual(other.MerkleProof);

    public override int GetHashCode() => HashCode.Combine(Index, Leaf);

    private static void WriteHashes(ReadOnlySpan<Hash256> hashes, ref SpanWriter writer)
    {
        foreach (ref readonly Hash256 hash in hashes)
        {
            writer.Write(hash.Bytes);
        }
    }
}
