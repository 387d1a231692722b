using ZeroG.Chain;
using ZeroG.DataAvailability.Slices;
using ZeroG.DataAvailability.Tests.Encoding;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Slices;

public sealed class SliceFolderTests : IDisposable
{
    private readonly SliceFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Write_ThenOpen_HasEverySliceAndWhatItBelongsTo()
    {
        SliceFolder folder = SliceFolder.Open(_fixture.InFiles.Path!);

        Assert.Equal(
            new BlobDescription(
                SliceFixture.Name, SampleBlob.Tiny.Data.Length, SampleBlob.Tiny.Blob.DataRoot, new(SampleBlob.Tiny.Blob.Commitment),
                SampleBlob.Tiny.Shape),
            folder.Description);
        Assert.Equal(Enumerable.Range(0, 24), folder.Slices.Select(slice => slice.Index));
        Assert.Equal(Enumerable.Range(0, 24).Select(_fixture.PathOf), folder.Slices.Select(slice => slice.Path!));
        Assert.All(folder.Slices, slice => Assert.Equal(SampleBlob.Tiny.Blob.Slice(slice.Index).ToBytes(), slice.ToArray()));
        Assert.All(_fixture.InMemory.Slices, slice => Assert.Equal(SampleBlob.Tiny.Blob.Slice(slice.Index).ToBytes(), slice.ToArray()));
    }

    [Fact]
    public void Write_StoppedHalfWay_LeavesNothing()
    {
        using CancellationTokenSource stop = new();
        long before = Directory.GetFileSystemEntries(_fixture.Parent).Length;
        string path = Path.Combine(_fixture.Parent, "stopped");

        Assert.ThrowsAny<OperationCanceledException>(() => SliceFolder.Write(
            path, _fixture.InMemory, overwrite: false, new ListProgress(written => Stop(written, stop)), stop.Token));

        Assert.Equal(before, Directory.GetFileSystemEntries(_fixture.Parent).Length);
    }

    [Fact]
    public void Write_SlicesAreThere_ReplacesThemOnlyWhenAsked()
    {
        File.WriteAllText(Path.Combine(_fixture.InFiles.Path!, "slice-9999.bin"), "of an earlier blob");

        Assert.Equal(
            "ZgTargetExists",
            Assert.Throws<ZeroGException>(() => SliceFolder.Write(_fixture.InFiles.Path!, _fixture.InMemory, overwrite: false)).ErrorId);
        SliceFolder.Write(_fixture.InFiles.Path!, _fixture.InMemory, overwrite: true);

        Assert.Equal(24, SliceFolder.Open(_fixture.InFiles.Path!).Slices.Count);
        Assert.Single(Directory.GetFileSystemEntries(_fixture.Parent));
    }

    [Fact]
    public void Write_FolderOfSomethingElse_IsNeverReplaced()
    {
        string path = Directory.CreateDirectory(Path.Combine(_fixture.Parent, "photos")).FullName;
        File.WriteAllText(Path.Combine(path, "photo.jpg"), "photo");

        ZeroGException refused = Assert.Throws<ZeroGException>(() => SliceFolder.Write(path, _fixture.InMemory, overwrite: true));

        Assert.Equal(("ZgTargetExists", true), (refused.ErrorId, File.Exists(Path.Combine(path, "photo.jpg"))));
        Assert.Contains("no folder of slices", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFolderOrNoSlices_SaysSo()
    {
        string empty = Directory.CreateDirectory(Path.Combine(_fixture.Parent, "empty")).FullName;
        File.WriteAllText(Path.Combine(empty, "slice-x.bin"), "");

        Assert.Equal("ZgSliceFolderEmpty", Assert.Throws<ZeroGException>(() => SliceFolder.Open(empty)).ErrorId);
        Assert.Equal("ZgSliceFolderNotFound", Assert.Throws<ZeroGException>(() => SliceFolder.Open(Path.Combine(empty, "none"))).ErrorId);
    }

    [Fact]
    public void Open_WithoutDescription_HasSlicesOfNoBlob()
    {
        File.Delete(Path.Combine(_fixture.InFiles.Path!, "blob.json"));

        SliceFolder folder = SliceFolder.Open(_fixture.InFiles.Path!);

        Assert.Null(folder.Description);
        Assert.All(folder.Slices, slice => Assert.Equal((null, null, null), (slice.Size, slice.Root, slice.Commitment)));
    }

    [Fact]
    public void ToArray_FileIsAnything_IsBounded()
    {
        string path = _fixture.PathOf(3);
        using (FileStream large = File.Create(path))
        {
            large.SetLength(1L << 33);
        }

        Assert.Equal("ZgSliceMalformed", Assert.Throws<ZeroGException>(() => SliceFolder.OpenSlice(path).ToArray()).ErrorId);
        File.Delete(path);
        Assert.Equal("ZgFileNotFound", Assert.Throws<ZeroGException>(() => SliceFolder.OpenSlice(path).ToArray()).ErrorId);
    }

    private static void Stop(long written, CancellationTokenSource stop)
    {
        if (written > 5 * SampleBlob.Tiny.Shape.SliceSize)
        {
            stop.Cancel();
        }
    }

    private sealed class ListProgress(Action<long> take) : IProgress<long>
    {
        public void Report(long value) => take(value);
    }
}
