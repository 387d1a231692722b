using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class SliceVerifierTests
{
    private const int Row = 13;

    private static readonly SampleBlob Sample = SampleBlob.Tiny;
    private static readonly EncodedSlice Sound = Sample.Blob.Slice(Row);

    /// <summary>Everything that can be wrong with slice 13, which is row 5 of coset 1, and the official text for it.</summary>
    private static readonly Dictionary<string, (EncodedSlice Slice, SliceFault Fault, string Text)> Wrong = new()
    {
        ["index"] = (Sound with { Index = 14 }, SliceFault.UnmatchedAmtIndex, "UnmatchedAMTIndex { row_index: 14, amt_index: 13 }"),
        ["AMT index"] = (Sound with { AmtIndex = 14 }, SliceFault.UnmatchedAmtIndex, "UnmatchedAMTIndex { row_index: 13, amt_index: 14 }"),
        ["Merkle index"] =
            (Sound with { LeafIndex = 14 }, SliceFault.UnmatchedMerkleIndex, "UnmatchedMerkleIndex { row_index: 13, merkle_index: 14 }"),
        ["commitment"] = (Sound with { Commitment = G1Affine.Generator }, SliceFault.AmtIncorrectCommitment, "AMT(IncorrectCommitment)"),
        ["commitment at infinity"] = (Sound with { Commitment = default }, SliceFault.AmtIncorrectCommitment, "AMT(IncorrectCommitment)"),
        ["short row"] =
            (Sound with { Row = Sound.Row[..7] }, SliceFault.AmtIncorrectRowSize, "AMT(IncorrectRowSize { actual: 7, expected: 8 })"),
        ["no row"] = (Sound with { Row = default }, SliceFault.AmtIncorrectRowSize, "AMT(IncorrectRowSize { actual: 0, expected: 8 })"),
        ["row 24"] = (At(24), SliceFault.AmtRowIndexOverflow, "AMT(RowIndexOverflow { actual: 24, expected_max: 24 })"),
        ["row 2^64 - 1"] = (
            At(ulong.MaxValue), SliceFault.AmtRowIndexOverflow, "AMT(RowIndexOverflow { actual: 18446744073709551615, expected_max: 24 })"),
        ["row in coset"] = (
            Sound with { RowIndex = 6 }, SliceFault.AmtUnmatchedCosetIndex,
            "AMT(UnmatchedCosetIndex { coset_index: 1, local_index: 5, amt_index: 6 })"),
        ["short proof"] = (
            Sound with { Proof = Sound.Proof[..2] }, SliceFault.AmtUnexpectedDataLength,
            "AMT(IncorrectProof { coset_index: 1, amt_index: 5, error: UnexpectedDataLength })"),
        ["long proof"] = (
            Sound with { Proof = [.. Sound.Proof, .. Sound.Proof] }, SliceFault.AmtUnexpectedDataLength,
            "AMT(IncorrectProof { coset_index: 1, amt_index: 5, error: UnexpectedDataLength })"),
        ["proof at depth 1"] = (Pair(0, pair => pair with { Proof = -pair.Proof }), SliceFault.AmtKzgError, Kzg(0)),
        ["commitment at depth 2"] = (Pair(1, pair => pair with { Commitment = G1Affine.Generator }), SliceFault.AmtKzgError, Kzg(1)),
        ["proof at infinity"] = (Pair(2, pair => pair with { Proof = G1Affine.Infinity }), SliceFault.AmtKzgError, Kzg(2)),
        ["pairs of another depth"] = (Sound with { Proof = [.. Sound.Proof.Reverse()] }, SliceFault.AmtKzgError, Kzg(2)),
        ["pair at infinity"] = (Pair(1, _ => default), SliceFault.AmtInconsistentCommitment, Proof("InconsistentCommitment")),
        ["cell"] = (Sound with { Row = Changed(Sound.Row) }, SliceFault.AmtInconsistentCommitment, Proof("InconsistentCommitment")),
        ["high commitment"] =
            (Sound with { HighCommitment = Sound.Commitment }, SliceFault.AmtFailedLowDegreeTest, Proof("FailedLowDegreeTest")),
        ["high commitment at infinity"] =
            (Sound with { HighCommitment = default }, SliceFault.AmtFailedLowDegreeTest, Proof("FailedLowDegreeTest")),
        ["coset root"] = (
            Sound with { CosetRoots = [Hash256.Zero, .. Sound.CosetRoots[1..]] }, SliceFault.MerkleIncorrectRoot, "Merkle(IncorrectRoot)"),
        ["no coset roots"] = (Sound with { CosetRoots = [] }, SliceFault.MerkleIncorrectRoot, "Merkle(IncorrectRoot)"),
        ["leaf"] =
            (Sound with { Leaf = Hash256.Zero }, SliceFault.MerkleIncorrectLocalRoot, "Merkle(IncorrectLocalRoot { row_index: 13 })"),
        ["Merkle proof"] = (
            Sound with { MerkleProof = [.. Sound.MerkleProof.Reverse()] }, SliceFault.MerkleIncorrectProof,
            "Merkle(IncorrectProof { row_index: 13 })"),
        ["short Merkle proof"] = (
            Sound with { MerkleProof = Sound.MerkleProof[..2] }, SliceFault.MerkleIncorrectProof,
            "Merkle(IncorrectProof { row_index: 13 })"),
    };

    public static TheoryData<string> Faults => [.. Wrong.Keys];

    [Fact]
    public void Verify_EverySliceOfABlob_Holds() => Assert.All(Sample.Slices, slice => Assert.Null(Sample.Verify(slice)));

    [Theory]
    [MemberData(nameof(Faults))]
    public void Verify_OneThingWrong_IsNamedAsOfficially(string what)
    {
        (EncodedSlice slice, SliceFault fault, string text) = Wrong[what];
        SliceFailure? failure = Sample.Verify(slice);
        Assert.NotNull(failure);
        Assert.Equal((fault, text, slice.Index), (failure.Fault, failure.ToString(), failure.Row));
        Assert.Contains(failure.Name, text);
        Assert.NotEmpty(failure.Reason);
    }

    [Fact]
    public void Verify_SeveralThingsWrong_NamesThemInOrder()
    {
        // Each repair shows the next fault.
        (Func<EncodedSlice, EncodedSlice> Break, SliceFault Fault)[] steps =
        [
            (slice => slice with { MerkleProof = [] }, SliceFault.MerkleIncorrectProof),
            (slice => slice with { Leaf = Hash256.Zero }, SliceFault.MerkleIncorrectLocalRoot),
            (slice => slice with { CosetRoots = new Hash256[3] }, SliceFault.MerkleIncorrectRoot),
            (slice => slice with { HighCommitment = default }, SliceFault.AmtFailedLowDegreeTest),
            (slice => slice with { Row = Changed(slice.Row) }, SliceFault.AmtInconsistentCommitment),
            (slice => slice with { Proof = [new(G1Affine.Generator, default), .. slice.Proof[1..]] }, SliceFault.AmtKzgError),
            (slice => slice with { Proof = [.. slice.Proof, default] }, SliceFault.AmtUnexpectedDataLength),
            (slice => slice with { RowIndex = 0 }, SliceFault.AmtUnmatchedCosetIndex),
            (slice => slice with { Index = 99, AmtIndex = 99, LeafIndex = 99 }, SliceFault.AmtRowIndexOverflow),
            (slice => slice with { Row = slice.Row[1..] }, SliceFault.AmtIncorrectRowSize),
            (slice => slice with { Commitment = default }, SliceFault.AmtIncorrectCommitment),
            (slice => slice with { LeafIndex = 7 }, SliceFault.UnmatchedMerkleIndex),
            (slice => slice with { AmtIndex = 7 }, SliceFault.UnmatchedAmtIndex),
        ];
        EncodedSlice broken = Sound;
        foreach ((Func<EncodedSlice, EncodedSlice> breakIt, SliceFault fault) in steps)
        {
            broken = breakIt(broken);
            Assert.Equal(fault, Sample.Verify(broken)?.Fault);
            Assert.Equal(fault, Sample.VerifyMany([Sound, broken])[1]?.Fault);
        }
    }

    [Fact]
    public void Verify_OtherCommitmentOrRoot_IsRefused()
    {
        Assert.Equal(SliceFault.AmtIncorrectCommitment, Sample.Verifier.Verify(Sound, G1Affine.Generator, Sample.Blob.DataRoot)?.Fault);
        Assert.Equal(SliceFault.MerkleIncorrectRoot, Sample.Verifier.Verify(Sound, Sample.Blob.Commitment, Hash256.Zero)?.Fault);
    }

    [Fact]
    public void Verify_EmptyBlob_HoldsWithInfinityEverywhere()
    {
        EncodedBlob empty = Sample.Encoder.Encode(Array.Empty<byte>());
        Assert.True(empty.Commitment.IsInfinity);
        EncodedSlice[] slices = [.. Enumerable.Range(0, Sample.Shape.EncodedRows).Select(empty.Slice)];
        Assert.Null(Sample.Verifier.Verify(slices[3], G1Affine.Infinity, empty.DataRoot));
        Assert.All(Sample.Verifier.VerifyMany(slices, G1Affine.Infinity, empty.DataRoot), Assert.Null);
    }

    [Fact]
    public void Constructor_RowsWithoutMerkleLeaf_AreRefused()
    {
        using EncoderParameters parameters = DevelopmentParameters.Create(new MatrixShape(2, 2));
        Assert.Throws<ArgumentException>(() => new SliceVerifier(parameters.Verifier));
    }

    private static EncodedSlice At(ulong index) => Sound with { Index = index, AmtIndex = index, LeafIndex = index };

    private static EncodedSlice Pair(int depth, Func<AmtPair, AmtPair> change)
    {
        AmtPair[] proof = [.. Sound.Proof];
        proof[depth] = change(proof[depth]);
        return Sound with { Proof = proof };
    }

    private static Fr[] Changed(ReadOnlyMemory<Fr> row) => [.. row.ToArray()[..^1], row.Span[^1] + Fr.One];

    private static string Kzg(int depth) => Proof($"KzgError({depth})");

    private static string Proof(string error) => $"AMT(IncorrectProof {{ coset_index: 1, amt_index: 5, error: {error} }})";
}
