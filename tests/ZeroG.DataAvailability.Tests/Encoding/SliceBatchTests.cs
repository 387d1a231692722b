using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;

namespace ZeroG.DataAvailability.Tests.Encoding;

public sealed class SliceBatchTests
{
    private static readonly SampleBlob Sample = SampleBlob.Small;

    [Fact]
    public void VerifyMany_AllSlicesOfABlob_Hold() => Assert.All(Sample.VerifyMany(Sample.Slices), Assert.Null);

    [Theory]
    [InlineData(0, 64)]
    [InlineData(60, 70)]
    [InlineData(100, 180)]
    [InlineData(5, 6)]
    [InlineData(7, 7)]
    public void VerifyMany_SomeSlices_Hold(int first, int end) => Assert.All(Sample.VerifyMany(Sample.Slices[first..end]), Assert.Null);

    /// <summary>
    /// Below and above the count from which the rows are brought to one coset. A sum that never holds would give the right answers too, one
    /// by one.
    /// </summary>
    [Theory]
    [InlineData(0, 2)]
    [InlineData(30, 110)]
    [InlineData(20, 101)]
    [InlineData(0, 192)]
    public void Holds_SumOverSlices_IsRightAboutEach(int first, int end)
    {
        EncodedSlice[] slices = Sample.Slices[first..end];
        int[] all = [.. Enumerable.Range(0, slices.Length)];
        int last = slices.Length - 1;
        ParallelOptions options = new() { MaxDegreeOfParallelism = 2 };
        Assert.True(Batch(slices).Holds(all));

        EncodedSlice sound = slices[last];
        EncodedSlice[] wrong =
        [
            sound with { Row = Moved(sound.Row, Fr.One) },
            sound with { HighCommitment = sound.Commitment },
            sound with { Proof = [sound.Proof[0] with { Proof = sound.Commitment }, .. sound.Proof[1..]] },
            sound with { Proof = [.. sound.Proof[..^1], sound.Proof[^1] with { Commitment = sound.Commitment }] },
        ];
        foreach (EncodedSlice slice in wrong)
        {
            slices[last] = slice;
            Assert.False(Batch(slices).Holds(all));
            Assert.True(Batch(slices).Holds(all.AsSpan(0, last)));
        }

        SliceBatch Batch(EncodedSlice[] some) => new(Sample.Parameters.Verifier, some, Sample.Blob.Commitment, options);
    }

    [Fact]
    public void VerifyMany_TheSameSliceTwiceInAnyOrder_Holds()
    {
        EncodedSlice[] slices = [.. Sample.Slices.Reverse(), Sample.Blob.Slice(9), Sample.Blob.Slice(191), Sample.Blob.Slice(9)];
        Assert.All(Sample.VerifyMany(slices), Assert.Null);
    }

    [Fact]
    public void VerifyMany_FewWrongAmongAll_FindsAndNamesThem()
    {
        EncodedSlice[] slices = Sample.Slices;
        slices[0] = slices[0] with { HighCommitment = G1Affine.Generator };
        slices[70] = slices[70] with { Row = slices[71].Row };
        slices[71] = slices[71] with { MerkleProof = slices[72].MerkleProof };
        slices[150] = slices[150] with { Proof = slices[151].Proof };
        slices[191] = slices[191] with { Index = 5 };

        SliceFailure?[] failures = Sample.VerifyMany(slices);

        Assert.Equal([0, 70, 71, 150, 191], Enumerable.Range(0, failures.Length).Where(i => failures[i] is not null));
        Assert.Equal("AMT(IncorrectProof { coset_index: 0, amt_index: 0, error: FailedLowDegreeTest })", failures[0]!.ToString());
        Assert.Equal("AMT(IncorrectProof { coset_index: 1, amt_index: 6, error: InconsistentCommitment })", failures[70]!.ToString());
        Assert.Equal("Merkle(IncorrectProof { row_index: 71 })", failures[71]!.ToString());
        Assert.Equal("AMT(IncorrectProof { coset_index: 2, amt_index: 22, error: KzgError(5) })", failures[150]!.ToString());
        Assert.Equal("UnmatchedAMTIndex { row_index: 5, amt_index: 191 }", failures[191]!.ToString());
    }

    [Fact]
    public void VerifyMany_TwoFaultsThatCancelInAPlainSum_AreFound()
    {
        // Without random factors these two would add up to what is right.
        EncodedSlice[] slices = Sample.Slices[40..44];
        slices[0] = slices[0] with { Row = Moved(slices[0].Row, Fr.One) };
        slices[1] = slices[1] with { Row = Moved(slices[1].Row, -Fr.One) };
        Assert.Equal([true, true, false, false], Sample.VerifyMany(slices).Select(failure => failure is not null));
    }

    [Fact]
    public void VerifyMany_NoSlices_HasNothingToSay() => Assert.Empty(Sample.VerifyMany([]));

    [Fact]
    public void VerifyMany_Cancelled_Ends() => Assert.Throws<OperationCanceledException>(() => Sample.Verifier.VerifyMany(
        Sample.Slices, Sample.Blob.Commitment, Sample.Blob.DataRoot, new CancellationToken(canceled: true)));

    private static Fr[] Moved(ReadOnlyMemory<Fr> row, Fr by) => [row.Span[0] + by, .. row.ToArray()[1..]];
}
