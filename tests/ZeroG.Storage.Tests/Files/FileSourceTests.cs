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
    public void Open_MissingFolder_SaysSo() => Fails("ZgFileNotFound", ErrorKind.ObjectNotFound, _folder["none/none.bin"]);

    [Fact]
    public void Open_Directory_SaysSo() => Fails("ZgFileIsDirectory", ErrorKind.InvalidArgument, _folder.Path);

    [Fact]
    public void Open_EmptyFile_SaysWhatIsWrongAndWhatToDo()
    {
        File.WriteAllBytes(_folder["empty.bin"], []);

        ZeroGException failure = Fails("ZgFileEmpty", ErrorKind.InvalidData, _folder["empty.bin"]);

        Assert.Equal($"'{_folder["empty.bin"]}' is empty, and the network stores no empty files. Give it at least one byte.", failure.Message);
    }

    [Fact]
    public void FromBytes_NoBytes_SaysSo() =>
        Assert.Equal("ZgFileEmpty", Assert.Throws<ZeroGException>(() => FileSource.FromBytes(ReadOnlyMemory<byte>.Empty, "nothing")).ErrorId);

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

    private static ZeroGException Fails(string errorId, ErrorKind kind, string path)
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => FileSource.Open(path));
        Assert.Equal(errorId, failure.ErrorId);
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(path, failure.Target);
        return failure;
    }
}
