using System.IO.Compression;
using System.Text;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

public sealed class ModelArchiveTests : IDisposable
{
    private const int Link = unchecked((int)0xA1FF0000);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Extract_Model_IsItsFilesInTheirFolders()
    {
        string zip = Zip(("output_model/", ""), ("output_model/adapter_config.json", "{}"), ("output_model/sub/tokenizer.json", "[1]"));
        List<long> reports = [];

        IReadOnlyList<string> files = await ModelArchive.ExtractAsync(zip, _folder["model"], progress: new ListProgress<long>(reports));

        Assert.Equal(
            [Path.Combine(_folder["model"], "output_model", "adapter_config.json"),
                Path.Combine(_folder["model"], "output_model", "sub", "tokenizer.json")],
            files);
        Assert.Equal("{}", await File.ReadAllTextAsync(files[0]));
        Assert.Equal("[1]", await File.ReadAllTextAsync(files[1]));
        Assert.Equal(5, reports.Max());
        Assert.True(ModelArchive.IsZip(zip));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_folder.Path).Count());
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("output_model/../../outside.txt")]
    [InlineData("/etc/outside.txt")]
    [InlineData("..\\outside.txt")]
    [InlineData("C:\\outside.txt")]
    [InlineData("output_model/con:stream")]
    [InlineData("output_model//x")]
    [InlineData("./x")]
    [InlineData(" ../x")]
    public async Task Extract_NameThatLeadsOut_IsRefusedBeforeAnythingIsThere(string name)
    {
        string zip = Zip(("output_model/good.txt", "good"), (name, "bad"));

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ModelArchive.ExtractAsync(zip, _folder["model"]));

        Assert.Equal("ZgModelArchiveUnsafe", failure.ErrorId);
        Assert.Contains($"'{name}'", failure.Message, StringComparison.Ordinal);
        Assert.Equal([zip], Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(_folder.Path)!, "outside.txt")));
    }

    [Fact]
    public async Task Extract_LinkInTheZip_IsRefused()
    {
        string zip = Zip(("output_model/weights", "/etc/passwd"));
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Update))
        {
            archive.Entries[0].ExternalAttributes = Link;
        }

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ModelArchive.ExtractAsync(zip, _folder["model"]));

        Assert.Equal("ZgModelArchiveUnsafe", failure.ErrorId);
        Assert.False(Directory.Exists(_folder["model"]));
    }

    [Fact]
    public async Task Extract_OneNameTwice_IsRefused() => Assert.Equal(
        "ZgModelArchiveUnsafe",
        (await Assert.ThrowsAsync<ZeroGException>(
            () => ModelArchive.ExtractAsync(Zip(("a/x", "1"), ("a/X", "2")), _folder["model"]))).ErrorId);

    [Fact]
    public async Task Extract_MoreBytesThanTheEntrySays_WritesNoMoreThanItSays()
    {
        string zip = Zip(("x.bin", new string('a', 100_000)));
        await ChangeSizeAsync(zip, 10);

        IReadOnlyList<string> files = await ModelArchive.ExtractAsync(zip, _folder["model"]);

        Assert.Equal(10, new FileInfo(Assert.Single(files)).Length);
    }

    [Fact]
    public async Task Extract_FewerBytesThanTheEntrySays_IsRefused()
    {
        string zip = Zip(("x.bin", new string('a', 1000)));
        await ChangeSizeAsync(zip, 1_000_000);

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ModelArchive.ExtractAsync(zip, _folder["model"]));

        Assert.Equal("ZgModelArchiveInvalid", failure.ErrorId);
        Assert.False(Directory.Exists(_folder["model"]));
    }

    [Fact]
    public async Task Extract_NoZip_IsRefused()
    {
        await File.WriteAllTextAsync(_folder["model.zip"], "no zip at all");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(
            () => ModelArchive.ExtractAsync(_folder["model.zip"], _folder["model"]));

        Assert.Equal("ZgModelArchiveInvalid", failure.ErrorId);
        Assert.False(ModelArchive.IsZip(_folder["model.zip"]));
    }

    [Fact]
    public async Task Extract_IntoAFolderWithSomethingInIt_NeedsForceAndKeepsTheRest()
    {
        string zip = Zip(("output_model/a.txt", "new"));
        Directory.CreateDirectory(_folder["model/output_model"]);
        await File.WriteAllTextAsync(_folder["model/output_model/a.txt"], "old");
        await File.WriteAllTextAsync(_folder["model/other.txt"], "mine");

        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => ModelArchive.ExtractAsync(zip, _folder["model"]));
        Assert.Equal("ZgTargetExists", failure.ErrorId);
        Assert.Equal("old", await File.ReadAllTextAsync(_folder["model/output_model/a.txt"]));

        await ModelArchive.ExtractAsync(zip, _folder["model"], overwrite: true);
        Assert.Equal("new", await File.ReadAllTextAsync(_folder["model/output_model/a.txt"]));
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["model/other.txt"]));
    }

    [Fact]
    public async Task Extract_IntoAnEmptyFolder_FillsIt()
    {
        Directory.CreateDirectory(_folder["model"]);

        IReadOnlyList<string> files = await ModelArchive.ExtractAsync(Zip(("a.txt", "x")), _folder["model"] + "/");

        Assert.Equal([Path.Combine(_folder["model"], "a.txt")], files);
        Assert.True(File.Exists(files[0]));
    }

    [Theory]
    [InlineData("k", 219)]
    [InlineData("k", 255)]
    [InlineData("\u6f22", 85)]
    public async Task Extract_IntoAFolderWithANameAsLongAsNamesMayBe_FillsIt(string letter, int count)
    {
        string folder = _folder[string.Concat(Enumerable.Repeat(letter, count))];

        IReadOnlyList<string> files = await ModelArchive.ExtractAsync(Zip(("a.txt", "x")), folder);

        Assert.Equal([Path.Combine(folder, "a.txt")], files);
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    // Bytes 24 to 27 of an entry of the central directory are its plain size.
    private static async Task ChangeSizeAsync(string zip, int size)
    {
        byte[] bytes = await File.ReadAllBytesAsync(zip);
        int entry = bytes.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BitConverter.GetBytes(size).CopyTo(bytes, entry + 24);
        await File.WriteAllBytesAsync(zip, bytes);
    }

    private string Zip(params (string Name, string Text)[] entries)
    {
        using ZipArchive archive = ZipFile.Open(_folder["model.zip"], ZipArchiveMode.Create);
        foreach ((string name, string text) in entries)
        {
            ZipArchiveEntry entry = archive.CreateEntry(name);
            if (!name.EndsWith('/'))
            {
                using Stream stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return _folder["model.zip"];
    }
}
