using System.Diagnostics;
using ZeroG.Chain;
using ZeroG.Storage.Files;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Files;

public sealed class FileSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_MissingFile_SaysSo() => Fails("ZgFileNotFound", ErrorKind.ObjectNotFound, _folder["none.bin"]);

    [Fact]
    public void Open_NameThatWasNotUtf8_SaysWhyItIsNotFound() => Assert.EndsWith(
        "not written in UTF-8. Rename it.", Fails("ZgFileNotFound", ErrorKind.ObjectNotFound, _folder["caf\uFFFD.txt"]).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Open_MissingFolder_SaysSo() => Fails("ZgFileNotFound", ErrorKind.ObjectNotFound, _folder["none/none.bin"]);

    [Fact]
    public void Open_Directory_SaysSo() => Fails("ZgFileIsDirectory", ErrorKind.InvalidArgument, _folder.Path);

    [Fact]
    public void Open_EmptyFile_SaysWhatIsWrongAndWhatToDo()
    {
        File.WriteAllBytes(_folder["empty.bin"], []);

        ZeroGException failure = Fails("ZgFileEmpty", ErrorKind.InvalidData, _folder["empty.bin"]);

        Assert.Equal(
            $"'{_folder["empty.bin"]}' is empty, and the network stores no empty files. Give it at least one byte, or leave it out.",
            failure.Message);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("link")]
    public void Open_NamedPipe_IsRefusedAndNotWaitedFor(string name)
    {
        // Windows has no such files; there a file without bytes stands for it.
        if (OperatingSystem.IsWindows())
        {
            File.WriteAllBytes(_folder[name], []);
        }
        else
        {
            using Process made = Process.Start("mkfifo", [_folder["pipe"]]);
            made.WaitForExit();
            File.CreateSymbolicLink(_folder["link"], "pipe");
        }

        Fails("ZgFileEmpty", ErrorKind.InvalidData, _folder[name]);
    }

    [Fact]
    public void FromBytes_NoBytes_SaysSo() =>
        Assert.Equal(
            "ZgFileEmpty", Assert.Throws<ZeroGException>(() => FileSource.FromBytes(ReadOnlyMemory<byte>.Empty, "nothing")).ErrorId);

    [Fact]
    public async Task ReadSegment_LastOfAFile_IsFilledWithZerosToASector()
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)7, FlowPadding.SegmentSize + 300)];
        await File.WriteAllBytesAsync(_folder["a.bin"], bytes);
        using FileSource source = FileSource.Open(_folder["a.bin"]);
        byte[] buffer = [.. Enumerable.Repeat((byte)9, FlowPadding.SegmentSize)];

        int length = await source.ReadSegmentAsync(1, buffer);

        Assert.Equal(512, length);
        Assert.All(buffer[..300], value => Assert.Equal(7, value));
        Assert.All(buffer[300..512], value => Assert.Equal(0, value));
        Assert.All(buffer[512..], value => Assert.Equal(9, value));
        Assert.Equal("a.bin", source.Name);
        Assert.Equal(_folder["a.bin"], source.Path);
    }

    [Fact]
    public async Task ThrowIfChanged_LengthOrTimeDiffers_Throws()
    {
        string path = _folder["a.bin"];
        await File.WriteAllBytesAsync(path, new byte[1000]);
        using FileSource source = FileSource.Open(path);
        source.ThrowIfChanged();

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-5));
        Assert.Equal("ZgFileChanged", Assert.Throws<ZeroGException>(source.ThrowIfChanged).ErrorId);

        using FileSource reopened = FileSource.Open(path);
        using (FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
        {
            file.WriteByte(1);
        }

        Assert.Equal("ZgFileChanged", Assert.Throws<ZeroGException>(reopened.ThrowIfChanged).ErrorId);
    }

    [Fact]
    public async Task Read_FileBecameShorter_Throws()
    {
        await File.WriteAllBytesAsync(_folder["a.bin"], new byte[1000]);
        using FileSource source = FileSource.Open(_folder["a.bin"]);
        await File.WriteAllBytesAsync(_folder["a.bin"], new byte[10]);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(async () => await source.ReadAsync(0, new byte[1000]));

        Assert.Equal("ZgFileChanged", failure.ErrorId);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 1000)]
    [InlineData(999, 1)]
    [InlineData(300, 500)]
    public async Task Slice_AnyPart_IsThoseBytes(int offset, int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i % 251))];
        await File.WriteAllBytesAsync(_folder["a.bin"], bytes);
        using FileSource file = FileSource.Open(_folder["a.bin"]);
        using FileSource memory = FileSource.FromBytes(bytes);

        foreach (FileSource whole in new[] { file, memory })
        {
            FileSource slice = whole.Slice(offset, length, "a.bin[1]");
            byte[] read = new byte[slice.Size];
            await slice.ReadAsync(0, read);

            Assert.Equal(bytes.AsSpan(offset, length).ToArray(), read);
            Assert.Equal(length, slice.Size);
            Assert.Equal("a.bin[1]", slice.Name);
            Assert.Equal(whole.Path, slice.Path);
        }
    }

    [Fact]
    public async Task Slice_OfASlice_CountsFromItsOwnStart()
    {
        using FileSource source = FileSource.FromBytes(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, "digits");
        using FileSource outer = source.Slice(2, 6);
        using FileSource inner = outer.Slice(1, 3);
        byte[] read = new byte[2];
        await inner.ReadAsync(1, read);

        Assert.Equal([4, 5], read);
        Assert.Equal("digits[2..8][1..4]", inner.Name);
    }

    [Fact]
    public async Task Slice_Disposed_LeavesTheFileOpen()
    {
        await File.WriteAllBytesAsync(_folder["a.bin"], new byte[1000]);
        using FileSource source = FileSource.Open(_folder["a.bin"]);
        source.Slice(0, 10).Dispose();

        await source.ReadAsync(0, new byte[1000]);
    }

    [Fact]
    public async Task Slice_FileChanges_IsNoticedThroughIt()
    {
        await File.WriteAllBytesAsync(_folder["a.bin"], new byte[1000]);
        using FileSource source = FileSource.Open(_folder["a.bin"]);
        using FileSource slice = source.Slice(500, 100);
        slice.ThrowIfChanged();

        await File.WriteAllBytesAsync(_folder["a.bin"], new byte[510]);

        Assert.Equal("ZgFileChanged", Assert.Throws<ZeroGException>(slice.ThrowIfChanged).ErrorId);
        Assert.Equal(
            "ZgFileChanged", (await Assert.ThrowsAsync<ZeroGException>(async () => await slice.ReadAsync(0, new byte[100]))).ErrorId);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 0)]
    [InlineData(0, 11)]
    [InlineData(10, 1)]
    [InlineData(1, long.MaxValue)]
    public void Slice_OutsideTheSource_IsRefused(long offset, long length)
    {
        using FileSource source = FileSource.FromBytes(new byte[10]);

        Assert.Throws<ArgumentOutOfRangeException>(() => source.Slice(offset, length));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 5)]
    [InlineData(4, 1)]
    [InlineData(long.MaxValue, 1)]
    public async Task Read_OutsideASlice_IsRefused(long position, int length)
    {
        // The bytes exist in the source; the slice must not give them away.
        using FileSource source = FileSource.FromBytes(new byte[10]);
        using FileSource slice = source.Slice(3, 4);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await slice.ReadAsync(position, new byte[length]));
    }

    private static ZeroGException Fails(string errorId, ErrorKind kind, string path)
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => FileSource.Open(path));
        Assert.Equal(errorId, failure.ErrorId);
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(path, failure.Target);
        return failure;
    }
}
