using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Slices;
using ZeroG.DataAvailability.Tests.Encoding;

namespace ZeroG.DataAvailability.Tests.Slices;

public sealed class SliceExaminationTests : IDisposable
{
    private readonly SliceFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Of_WholeBlob_PassesEverySlice() => Assert.All(Outcomes(), failure => Assert.Null(failure));

    [Fact]
    public void Of_WrongSlices_NamesEachInItsPlace()
    {
        _fixture.Flip(0, 0);
        _fixture.Flip(4, 100);
        File.WriteAllBytes(_fixture.PathOf(9), []);
        File.Copy(_fixture.PathOf(12), _fixture.PathOf(13), overwrite: true);

        string?[] failures = Outcomes();

        Assert.Equal([0, 4, 9, 13], Enumerable.Range(0, 24).Where(row => failures[row] is not null));
        Assert.Equal("UnmatchedAMTIndex { row_index: 1, amt_index: 0 }", failures[0]);
        Assert.Equal("AMT(IncorrectProof { coset_index: 0, amt_index: 4, error: InconsistentCommitment })", failures[4]);
        Assert.Contains("it has 0 bytes", failures[9], StringComparison.Ordinal);
        Assert.Equal("It is the slice of row 12, under another name.", failures[13]);
    }

    [Fact]
    public void Of_OtherCommitment_RefusesAll()
    {
        BlobDescription other = _fixture.Description with { Commitment = new ErasureCommitment(SampleBlob.Small.Blob.Commitment) };

        SliceExamination examination = SliceExamination.Of(_fixture.InFiles.Slices, other, SampleBlob.Tiny.Verifier, default);

        Assert.All(examination.Outcomes, outcome => Assert.Equal("AMT(IncorrectCommitment)", outcome.Failure));
    }

    private string?[] Outcomes() =>
    [
        .. SliceExamination.Of(_fixture.InFiles.Slices, _fixture.Description, SampleBlob.Tiny.Verifier, default)
            .Outcomes.Select(outcome => outcome.Failure),
    ];
}
