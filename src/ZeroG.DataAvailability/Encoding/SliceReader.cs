using System.Buffers.Binary;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// Reads the bytes of a slice. The shape fixes every count and so the length: both are compared before anything is made, and bytes behind
/// the slice are refused, which the official decoder would pass over.
/// </summary>
internal ref struct SliceReader
{
    private const int PointSize = G1Affine.UncompressedSize;

    private readonly MatrixShape _shape;
    private ReadOnlySpan<byte> _rest;
    private string? _fault;

    private SliceReader(ReadOnlySpan<byte> bytes, MatrixShape shape)
    {
        _rest = bytes;
        _shape = shape;
    }

    /// <summary>The slice; null, and the first field at fault, where the bytes are none of that shape.</summary>
    public static EncodedSlice? Read(ReadOnlySpan<byte> bytes, MatrixShape shape, out string? fault)
    {
        if (bytes.Length != shape.SliceSize)
        {
            fault = $"it has {bytes.Length} bytes and not {shape.SliceSize}";
            return null;
        }

        SliceReader reader = new(bytes, shape);
        EncodedSlice slice = reader.Slice();
        fault = reader._fault;
        return fault is null ? slice : null;
    }

    // The initializers run in the order of the bytes.
    private EncodedSlice Slice() => new()
    {
        Index = Number(),
        AmtIndex = Number(),
        Commitment = Point() ?? Fail("amt.commitment is no point of the curve"),
        RowIndex = Number(),
        Row = Row(),
        Proof = Proof(),
        HighCommitment = Point() ?? Fail("amt.row.high_commitment is no point of the curve"),
        CosetRoots = Hashes(MatrixShape.CosetCount),
        MerkleProof = MerkleProof(),
        LeafIndex = Number(),
        Leaf = new Hash256(Take(Hash256.Size)),
    };

    private Fr[] Row()
    {
        Count(_shape.Columns, "amt.row.row");
        Fr[] row = new Fr[_shape.Columns];
        int wrong = Cells.Read(Take(row.Length * MatrixShape.CellSize), row);
        if (wrong >= 0)
        {
            Fail($"amt.row.row[{wrong}] is not below the modulus");
        }

        return row;
    }

    private AmtPair[] Proof()
    {
        Count(_shape.LogRows, "amt.row.proof");
        AmtPair[] pairs = new AmtPair[_shape.LogRows];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = new AmtPair(
                Point() ?? Fail($"the commitment of amt.row.proof[{i}] is no point of the curve"),
                Point() ?? Fail($"the proof of amt.row.proof[{i}] is no point of the curve"));
        }

        return pairs;
    }

    private Hash256[] MerkleProof()
    {
        Count(_shape.LogRows, "merkle.proof");
        return Hashes(_shape.LogRows);
    }

    private void Count(int expected, string field)
    {
        ulong count = Number();
        if (count != (ulong)expected)
        {
            Fail($"{field} counts {count} and not {expected}");
        }
    }

    private ulong Number() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    private G1Affine? Point() => G1Affine.TryReadUncompressed(Take(PointSize), out G1Affine point) ? point : null;

    private Hash256[] Hashes(int count)
    {
        Hash256[] hashes = new Hash256[count];
        for (int i = 0; i < count; i++)
        {
            hashes[i] = new Hash256(Take(Hash256.Size));
        }

        return hashes;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    /// <summary>Notes a fault unless there is one already: the first explains the others.</summary>
    private G1Affine Fail(string fault)
    {
        _fault ??= fault;
        return default;
    }
}
