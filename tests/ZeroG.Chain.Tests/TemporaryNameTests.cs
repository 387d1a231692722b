using System.Text;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests;

public sealed class TemporaryNameTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.txt")]
    [InlineData("")]
    public void Beside_ShortName_BeginsWithIt(string name)
    {
        string path = _folder[name];

        string temporary = TemporaryName.Beside(path);

        Assert.StartsWith(path, temporary, StringComparison.Ordinal);
        Assert.NotEqual(temporary, TemporaryName.Beside(path));
    }

    [Theory]
    [InlineData("k", 255)]
    [InlineData("\u6f22", 85)]
    [InlineData("k", 218)]
    public async Task NewFile_NameAsLongAsNamesMayBe_GetsIt(string letter, int count)
    {
        string name = string.Concat(Enumerable.Repeat(letter, count));
        Assert.InRange(Encoding.UTF8.GetByteCount(Path.GetFileName(TemporaryName.Beside(_folder[name], ".old"))), 1, 255);

        await using (NewFile file = NewFile.Create(_folder[name], overwrite: false))
        {
            file.Keep();
        }

        OwnerOnlyFile.Write(_folder[name], "secret"u8, overwrite: true);
        Assert.Equal([_folder[name]], Directory.GetFileSystemEntries(_folder.Path));
    }
}
