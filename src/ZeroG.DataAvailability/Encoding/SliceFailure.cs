using System.Globalization;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>Why a slice was refused. Its text is the one that the official verifier prints.</summary>
public sealed class SliceFailure
{
    private readonly string? _part;
    private readonly string? _error;

    private SliceFailure(ulong row, SliceFault fault, string? part, string variant, string? error, (string Name, ulong Value)[] fields)
    {
        Row = row;
        Fault = fault;
        Name = variant;
        Fields = [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))];
        _part = part;
        _error = error;
    }

    /// <summary>The index that the slice claims.</summary>
    public ulong Row { get; }

    /// <summary>What is wrong.</summary>
    public SliceFault Fault { get; }

    /// <summary>The official name, such as <c>UnmatchedAMTIndex</c>; <c>IncorrectProof</c> for all that is wrong with a proof.</summary>
    public string Name { get; }

    /// <summary>The numbers that belong to the name, under their official names.</summary>
    public IReadOnlyList<KeyValuePair<string, ulong>> Fields { get; }

    /// <summary>What is wrong, as a sentence.</summary>
    public string Reason => Fault switch
    {
        SliceFault.UnmatchedAmtIndex or SliceFault.UnmatchedMerkleIndex or SliceFault.AmtUnmatchedCosetIndex =>
            "The slice names several rows as its own.",
        SliceFault.AmtRowIndexOverflow => "There is no such row.",
        SliceFault.AmtIncorrectCommitment => "The slice belongs to another commitment.",
        SliceFault.AmtIncorrectRowSize => "The row has a wrong count of cells.",
        SliceFault.AmtUnexpectedDataLength => "The proof has a wrong count of levels.",
        SliceFault.AmtKzgError => "The proof of the commitment does not hold.",
        SliceFault.AmtInconsistentCommitment => "The cells are not those that were committed to.",
        SliceFault.AmtFailedLowDegreeTest => "The commitment is not to a blob of this size.",
        SliceFault.MerkleIncorrectRoot => "The slice belongs to another data root.",
        SliceFault.MerkleIncorrectLocalRoot => "The cells are not those that the Merkle tree was made of.",
        _ => "The Merkle proof does not hold.",
    };

    /// <summary>For example <c>AMT(IncorrectProof { coset_index: 0, amt_index: 5, error: KzgError(3) })</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> fields = Fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Key}: {field.Value}"));
        string[] all = _error is null ? [.. fields] : [.. fields, $"error: {_error}"];
        string text = all.Length == 0 ? Name : $"{Name} {{ {string.Join(", ", all)} }}";
        return _part is null ? text : $"{_part}({text})";
    }

    internal static SliceFailure UnmatchedAmtIndex(EncodedSlice slice) =>
        new(slice.Index, SliceFault.UnmatchedAmtIndex, null, "UnmatchedAMTIndex", null,
            [("row_index", slice.Index), ("amt_index", slice.AmtIndex)]);

    internal static SliceFailure UnmatchedMerkleIndex(EncodedSlice slice) =>
        new(slice.Index, SliceFault.UnmatchedMerkleIndex, null, "UnmatchedMerkleIndex", null,
            [("row_index", slice.Index), ("merkle_index", slice.LeafIndex)]);

    internal static SliceFailure IncorrectCommitment(EncodedSlice slice) =>
        Amt(slice, SliceFault.AmtIncorrectCommitment, "IncorrectCommitment");

    internal static SliceFailure IncorrectRowSize(EncodedSlice slice, MatrixShape shape) => Amt(
        slice, SliceFault.AmtIncorrectRowSize, "IncorrectRowSize", ("actual", (ulong)slice.Row.Length), ("expected", (ulong)shape.Columns));

    internal static SliceFailure RowIndexOverflow(EncodedSlice slice, MatrixShape shape) => Amt(
        slice, SliceFault.AmtRowIndexOverflow, "RowIndexOverflow", ("actual", slice.AmtIndex), ("expected_max", (ulong)shape.EncodedRows));

    internal static SliceFailure UnmatchedCosetIndex(EncodedSlice slice, MatrixShape shape) => Amt(
        slice, SliceFault.AmtUnmatchedCosetIndex, "UnmatchedCosetIndex",
        ("coset_index", slice.AmtIndex / (ulong)shape.Rows),
        ("local_index", slice.AmtIndex % (ulong)shape.Rows),
        ("amt_index", slice.RowIndex));

    internal static SliceFailure UnexpectedDataLength(EncodedSlice slice, MatrixShape shape) =>
        Proof(slice, shape, SliceFault.AmtUnexpectedDataLength, "UnexpectedDataLength");

    /// <param name="depth">1 for the pair nearest to the root; the official name counts from 0.</param>
    internal static SliceFailure KzgError(EncodedSlice slice, MatrixShape shape, int depth) =>
        Proof(slice, shape, SliceFault.AmtKzgError, string.Create(CultureInfo.InvariantCulture, $"KzgError({depth - 1})"));

    internal static SliceFailure InconsistentCommitment(EncodedSlice slice, MatrixShape shape) =>
        Proof(slice, shape, SliceFault.AmtInconsistentCommitment, "InconsistentCommitment");

    internal static SliceFailure FailedLowDegreeTest(EncodedSlice slice, MatrixShape shape) =>
        Proof(slice, shape, SliceFault.AmtFailedLowDegreeTest, "FailedLowDegreeTest");

    internal static SliceFailure IncorrectRoot(EncodedSlice slice) =>
        new(slice.Index, SliceFault.MerkleIncorrectRoot, "Merkle", "IncorrectRoot", null, []);

    internal static SliceFailure IncorrectLocalRoot(EncodedSlice slice) =>
        new(slice.Index, SliceFault.MerkleIncorrectLocalRoot, "Merkle", "IncorrectLocalRoot", null, [("row_index", slice.LeafIndex)]);

    internal static SliceFailure IncorrectMerkleProof(EncodedSlice slice) =>
        new(slice.Index, SliceFault.MerkleIncorrectProof, "Merkle", "IncorrectProof", null, [("row_index", slice.LeafIndex)]);

    private static SliceFailure Amt(EncodedSlice slice, SliceFault fault, string name, params (string, ulong)[] fields) =>
        new(slice.Index, fault, "AMT", name, null, fields);

    private static SliceFailure Proof(EncodedSlice slice, MatrixShape shape, SliceFault fault, string error) => new(
        slice.Index, fault, "AMT", "IncorrectProof", error,
        [("coset_index", slice.AmtIndex / (ulong)shape.Rows), ("amt_index", slice.RowIndex)]);
}
