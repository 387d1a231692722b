using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Slices;
using ZeroG.DataAvailability.Tests.Encoding;

namespace ZeroG.DataAvailability.Tests.Slices;

public sealed class BlobRestorationTests : IDisposable
{
    private readonly SliceFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void From_AnyEightOfTwentyFour_GivesTheData()
    {
        Random random = new(20261126);
        for (int i = 0; i < 10; i++)
        {
            BlobSlice[] chosen = [.. _fixture.InFiles.Slices];
            random.Shuffle(chosen);

            BlobRestoration restored = BlobRestoration.From(chosen[..8], _fixture.Description);

            Assert.Equal(SampleBlob.Tiny.Data, restored.Data.ToArray());
            Assert.Equal((8, 0), (restored.SliceCount, restored.PassedOver.Count));
        }
    }

    [Fact]
    public void From_SomeAreWrong_PassesThemOverByName()
    {
        _fixture.Flip(2, 0);
        _fixture.Flip(5, 200);
        File.WriteAllBytes(_fixture.PathOf(9), new byte[100]);
        File.Delete(_fixture.PathOf(11));
        File.Copy(_fixture.PathOf(12), _fixture.PathOf(13), overwrite: true);

        BlobRestoration restored = BlobRestoration.From(_fixture.InFiles.Slices, _fixture.Description);

        Assert.Equal(SampleBlob.Tiny.Data, restored.Data.ToArray());
        Assert.Equal([2, 5, 9, 11], restored.PassedOver.Select(wrong => wrong.Slice.Index));
        Assert.Equal(
            ["UnmatchedAMTIndex", "Merkle(IncorrectLocalRoot", "This is no slice of a", "There is no file '"],
            restored.PassedOver.Select((wrong, i) => wrong.Failure[..new[] { 17, 25, 21, 18 }[i]]));
    }

    [Fact]
    public void From_TooFew_SaysHowManyAndTheFirstWrong()
    {
        _fixture.Flip(6, 200);
        BlobSlice[] slices = [.. _fixture.InFiles.Slices.Take(8), _fixture.InFiles.Slices[0]];

        ZeroGException refused = Assert.Throws<ZeroGException>(() => BlobRestoration.From(slices, _fixture.Description));

        Assert.Equal("ZgRowsTooFew", refused.ErrorId);
        Assert.StartsWith(
            "It takes slices of 8 different rows to recover a blob of 8x8; 7 are there, and 1 are wrong, "
            + $"'{_fixture.PathOf(6)}' first: Merkle(",
            refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_SlicesOfAnotherRoot_RecoversNothing()
    {
        BlobDescription other = _fixture.Description with { Root = Hash256.Keccak("another"u8) };

        ZeroGException refused = Assert.Throws<ZeroGException>(() => BlobRestoration.From(_fixture.InFiles.Slices, other));

        Assert.Contains("24 are wrong", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Merkle(IncorrectRoot)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void From_BlobThatWasNotExtendedHonestly_IsRefusedThoughEveryRowIsOfTheRoot()
    {
        // A Merkle tree over rows of which the last is no row of the code.
        SampleBlob sample = SampleBlob.Tiny;
        MatrixShape shape = sample.Shape;
        Fr[] cells = [.. Enumerable.Range(0, shape.EncodedRows).SelectMany(row => sample.Blob.Row(row).ToArray())];
        cells[^1] += Fr.One;
        BlobTree tree = BlobTree.Build(shape, cells, new ParallelOptions());
        EncodedBlob forged = new(cells, sample.Blob.Commitment, sample.Blob.HighCommitment, sample.Blob.Amts, tree);
        SlicedBlob blob = SlicedBlob.InMemory(forged, "forged", sample.Data.Length, null, TimeSpan.Zero);

        ZeroGException refused = Assert.Throws<ZeroGException>(
            () => BlobRestoration.From([.. blob.Slices.Take(8)], blob.Slices[0].BelongsTo!));

        Assert.Equal("ZgRootMismatch", refused.ErrorId);
        ZeroGException mixed = Assert.Throws<ZeroGException>(() => BlobRestoration.From(blob.Slices, blob.Slices[0].BelongsTo!));
        Assert.Equal("ZgRowsMixed", mixed.ErrorId);
    }
}
