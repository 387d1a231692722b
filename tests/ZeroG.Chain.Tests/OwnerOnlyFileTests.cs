using ZeroG.Testing;

namespace ZeroG.Chain.Tests;

public sealed class OwnerOnlyFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_InAFolderForEverybody_IsForTheOwnerAlone()
    {
        OwnerOnly.Share(_folder.Path);

        OwnerOnlyFile.Write(_folder["key"], "secret"u8, overwrite: false);
        OwnerOnlyFile.Write(_folder["key"], "another"u8, overwrite: true);

        Assert.True(OwnerOnly.Is(_folder["key"]));
        Assert.Equal("another", File.ReadAllText(_folder["key"]));
        Assert.Equal([_folder["key"]], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void CloseFolder_ThatOthersMayEnter_IsForTheOwnerAlone()
    {
        OwnerOnlyFile.CreateFolder(_folder["own"]);
        string inner = Directory.CreateDirectory(_folder["own/inner"]).FullName;
        OwnerOnly.Share(inner);
        Assert.False(OwnerOnly.Is(inner));

        OwnerOnlyFile.CloseFolder(inner);

        Assert.True(OwnerOnly.Is(inner));
    }

    [Fact]
    public void Open_Existing_KeepsWhatIsThere()
    {
        OwnerOnlyFile.Write(_folder["file"], "abc"u8, overwrite: false);

        using FileStream file = OwnerOnlyFile.Open(_folder["file"], FileMode.OpenOrCreate, FileShare.None);
        IOException held = Assert.ThrowsAny<IOException>(() => OwnerOnlyFile.Open(_folder["file"], FileMode.OpenOrCreate, FileShare.None));

        Assert.True(FileFault.IsBusy(held));
        Assert.Equal(3, file.Length);
        Assert.True(file.CanRead && file.CanWrite);
    }

    /// <summary>A reader of another process is in nobody's way: at once on Unix, after it has closed the file on Windows.</summary>
    [Fact]
    public async Task Write_WhileSomebodyReads_TakesItsPlace()
    {
        OwnerOnlyFile.Write(_folder["file"], "old"u8, overwrite: false);
        Task write;
        using (FileStream reader = new(_folder["file"], FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            write = Task.Run(() => OwnerOnlyFile.Write(_folder["file"], "new"u8, overwrite: true));
            if (!OperatingSystem.IsWindows())
            {
                await write;
            }

            Assert.Equal('o', reader.ReadByte());
        }

        await write;
        Assert.Equal("new", File.ReadAllText(_folder["file"]));
    }

    [Fact]
    public void Write_NameIsTaken_IsRefusedAtOnceAndLeavesNothing()
    {
        OwnerOnlyFile.Write(_folder["file"], "old"u8, overwrite: false);

        Assert.ThrowsAny<IOException>(() => OwnerOnlyFile.Write(_folder["file"], "new"u8, overwrite: false));

        Assert.Equal("old", File.ReadAllText(_folder["file"]));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Move_OverAFileThatSomebodyKeepsOpen_SaysSo()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "Unix replaces a file that is open.");
        OwnerOnlyFile.Write(_folder["file"], "old"u8, overwrite: false);
        using FileStream reader = new(_folder["file"], FileMode.Open, FileAccess.Read, FileShare.Read);

        IOException refused = Assert.Throws<IOException>(() => OwnerOnlyFile.Write(_folder["file"], "new"u8, overwrite: true));

        Assert.True(FileFault.IsBusy(refused));
        Assert.Contains(_folder["file"], refused.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder.Path));
    }
}
