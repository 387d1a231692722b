using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Storage;

/// <summary>How files reach Get-ZgFileHash; the roots themselves are checked against the known answers in ZeroG.Storage.Tests.</summary>
public sealed class GetZgFileHashCommandTests : IDisposable
{
    // One sector with the bytes of "hello" and zeros.
    private const string HelloRoot = "0x3c0a2457170aa849c8f7051e23d7874a362be798d95fbb333c901c6cf19dca5a";

    private readonly TempFolder _folder = new();
    private readonly ModuleSession _session = new();

    public GetZgFileHashCommandTests()
    {
        File.WriteAllText(_folder["hello.txt"], "hello");
        File.WriteAllText(_folder["b[1].txt"], "hello");
        _session.SetLocation(_folder.Path);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void PathRelativeToTheLocation_OneObjectWithAllProperties()
    {
        PSObject hash = Assert.Single(_session.Run("Get-ZgFileHash hello.txt").Output);

        Assert.Equal(
            ["Name", "Path", "Size", "Root", "Sectors", "Segments"],
            hash.Properties.Select(property => property.Name));
        Assert.Equal(_folder["hello.txt"], hash.Properties["Path"].Value);
        Assert.Equal(5L, hash.Properties["Size"].Value);
        Assert.Equal(HelloRoot, hash.Properties["Root"].Value.ToString());
    }

    [Theory]
    [InlineData("'hello.txt' | Get-ZgFileHash", "a path by value")]
    [InlineData("$ExecutionContext.InvokeProvider.Item.Get('hello.txt') | Get-ZgFileHash", "an object of Get-Item")]
    [InlineData("[IO.FileInfo]::new($PWD.Path + '/hello.txt') | Get-ZgFileHash", "a file object of .NET")]
    [InlineData("Get-ZgFileHash -Path h*.txt", "a wildcard")]
    [InlineData("Get-ZgFileHash -LiteralPath 'b[1].txt'", "brackets in a literal path")]
    [InlineData("Get-ZgFileHash 'b[1].txt'", "brackets in the name of a file that is there")]
    [InlineData("Get-ZgFileHash './b`[1`].txt'", "brackets as tab completion writes them")]
    [InlineData("Get-ZgFileHash 'b[[]1].txt'", "brackets in a pattern")]
    [InlineData("[pscustomobject]@{ Path = 'b[1].txt' } | Get-ZgFileHash", "brackets in a row of a table")]
    [InlineData("[pscustomobject]@{ Path = 'hello.txt'; Size = '5' } | Get-ZgFileHash", "a row of a table by property name")]
    [InlineData("Get-ZgFileHash hello.txt | Get-ZgFileHash", "its own output")]
    [InlineData("'hello' | Get-ZgFileHash -Name a", "text with a name")]
    [InlineData("[byte[]](104, 101, 108, 108, 111) | Get-ZgFileHash -Name a", "bytes one by one")]
    [InlineData("Get-ZgFileHash -InputObject ([byte[]](104, 101, 108, 108, 111)) -Name a", "bytes at once")]
    public void EachWayIn_SameRoot(string script, string way)
    {
        RunResult result = _session.Run(script);

        result.AssertNoErrors();
        Assert.True(HelloRoot == Assert.Single(result.Output).Properties["Root"].Value.ToString(), way);
    }

    [Fact]
    public void RowThatNamesALostFile_WithBrackets_NeverBringsAnotherFile()
    {
        File.WriteAllText(_folder["c1.txt"], "hello");

        ErrorRecord error = _session.Run("[pscustomobject]@{ Path = 'c[1].txt' } | Get-ZgFileHash").SingleError("ZgFileNotFound");

        Assert.EndsWith("c[1].txt", error.TargetObject.ToString(), StringComparison.Ordinal);
        Assert.Equal("c1.txt", Assert.Single(_session.Run("Get-ZgFileHash 'c[1].txt'").Output).Properties["Name"].Value);
    }

    [Fact]
    public void SeveralLinesOfText_OneFileWithLineFeedsBetween() =>
        Assert.Equal(11L, Assert.Single(_session.Run("'hello', 'world' | Get-ZgFileHash -Name a").Output).Properties["Size"].Value);

    [Theory]
    [InlineData("missing.txt", "ZgFileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("missing*.txt/x", null, null)]
    [InlineData("folder", "ZgFileIsDirectory", ErrorCategory.InvalidArgument)]
    [InlineData("empty.txt", "ZgFileEmpty", ErrorCategory.InvalidData)]
    [InlineData("env:PATH", "ZgPathNotFile", ErrorCategory.InvalidArgument)]
    [InlineData("nodrive:x", "ZgFileNotFound", ErrorCategory.ObjectNotFound)]
    public void BadFileAmongGood_OneErrorAndTheOthers(string path, string? errorId, ErrorCategory? category)
    {
        Directory.CreateDirectory(_folder["folder"]);
        File.WriteAllText(_folder["empty.txt"], "");

        RunResult result = _session.Run($"'hello.txt', '{path}', 'hello.txt' | Get-ZgFileHash");

        Assert.Equal(2, result.Output.Count);
        if (errorId is null)
        {
            result.AssertNoErrors();
            return;
        }

        ErrorRecord error = result.SingleError(errorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.EndsWith(path, error.TargetObject.ToString(), StringComparison.Ordinal);
        Assert.NotNull(error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void WildcardThatMatchesADirectoryToo_FilesOnly()
    {
        Directory.CreateDirectory(_folder["hfolder"]);

        RunResult result = _session.Run("Get-ZgFileHash h*");

        result.AssertNoErrors();
        Assert.Single(result.Output);
    }
}
