using System.Collections.Concurrent;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Pester;

/// <summary>The users' view of the module: every It of <c>tests/module</c> is one row.</summary>
public sealed class PesterSuiteTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "module");
    private static readonly ConcurrentDictionary<string, Lazy<PesterFile>> Files = new();

    /// <summary>File and path of all tests. A file that cannot be read is one row, which fails with the reason.</summary>
    public static TheoryData<string, string> Rows()
    {
        TheoryData<string, string> rows = [];
        foreach (string file in
            Directory.GetFiles(Folder, "*.Tests.ps1").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal))
        {
            try
            {
                foreach (PesterNode test in Open(file).Root.Tests)
                {
                    rows.Add(file, test.Path);
                }
            }
            catch (Exception unreadable)
            {
                rows.Add(file, $"cannot be read: {unreadable.Message}");
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Module(string file, string test)
    {
        PesterFile suite = Open(file);
        suite.Run();

        PesterNode node = suite.Root.Tests.First(candidate => candidate.Path == test);

        Assert.SkipWhen(node.Skip, "Marked -Skip in the file.");
        Assert.True(node.Failure is null, node.Failure);
        Assert.True(node.Passed, "The test did not run.");
    }

    private static PesterFile Open(string file) =>
        Files.GetOrAdd(file, name => new Lazy<PesterFile>(() => PesterFile.Read(Path.Combine(Folder, name)))).Value;
}
