using System.Diagnostics;
using System.Management.Automation;
using System.Numerics;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Shell;

namespace ZeroG.PowerShell.Tests.Storage;

/// <summary>Send-ZgFile with -Manifest: the second run does nothing again, whatever ended the first.</summary>
public sealed class ManifestTests(ManyFilesSession many) : IClassFixture<ManyFilesSession>
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public void SecondRun_NothingChanged_PaysNothingAndReadsNothing()
    {
        many.NewTree("same", 60);
        PSObject[] first = [.. Run("Get-ChildItem same -Recurse | Send-ZgFile -Manifest same.csv").Output];
        foreach (string file in Directory.GetFiles(many.Folder["same"], "*", SearchOption.AllDirectories))
        {
            // Other bytes under the same size and time: who read the file would find another root.
            DateTime written = File.GetLastWriteTimeUtc(file);
            File.WriteAllText(file, new string('y', (int)new FileInfo(file).Length));
            File.SetLastWriteTimeUtc(file, written);
        }

        using ProxyNode chain = new(many.ChainUri);
        many.Register("watched", chain.Uri);
        BigInteger before = many.Balance;

        PSObject[] second = [.. Run("Get-ChildItem same -Recurse | Send-ZgFile -Manifest same.csv -Network watched").Output];

        Assert.Equal(first.Select(Identity), second.Select(Identity));
        Assert.All(second, result => Assert.Equal("AlreadyStored", Value(result, "State").ToString()));
        Assert.All(second, result => Assert.Equal("0 0G", Value(result, "Fee").ToString()));
        Assert.Equal(0, chain.Count("eth_sendRawTransaction"));
        Assert.NotEmpty(chain.Requests);
        Assert.Equal(before, many.Balance);
        Assert.Equal(61, File.ReadAllLines(many.Folder["same.csv"]).Length);
    }

    [Fact]
    public void SecondRun_Encrypted_IsStoredInThatFormOnceAndRestored()
    {
        many.NewTree("private", 5);
        Run("Get-ChildItem private -Recurse | Send-ZgFile -Manifest private.csv");

        PSObject[] first = [.. Run("Get-ChildItem private -Recurse | Send-ZgFile -Manifest private.csv -Encrypt").Output];
        PSObject[] second = [.. Run("Get-ChildItem private -Recurse | Send-ZgFile -Manifest private.csv -Encrypt").Output];
        Run("Import-Csv private.csv | Receive-ZgFile -Destination ./private-back -BasePath private -Decrypt");

        Assert.All(first, result => Assert.Equal("Finalized", Value(result, "State").ToString()));
        Assert.All(first, result => Assert.StartsWith("Ecies:0x", (string)Value(result, "Encryption"), StringComparison.Ordinal));
        Assert.All(second, result => Assert.Equal("AlreadyStored", Value(result, "State").ToString()));
        Assert.Equal(first.Select(Identity), second.Select(Identity));
        Assert.Equal(11, File.ReadAllLines(many.Folder["private.csv"]).Length);
        foreach (string file in Directory.GetFiles(many.Folder["private"], "*", SearchOption.AllDirectories))
        {
            string back = many.Folder[$"private-back/{Path.GetRelativePath(many.Folder["private"], file)}"];
            Assert.Equal(File.ReadAllText(file), File.ReadAllText(back));
        }
    }

    [Fact]
    public void SecondRun_SomeChangedAndSomeNew_SendsThoseAndTheNewerLineWins()
    {
        many.NewTree("some", 20);
        Run("Get-ChildItem some -Recurse | Send-ZgFile -Manifest some.csv");
        File.WriteAllText(many.Folder["some/00/003.txt"], $"newer {Guid.NewGuid()}");
        File.WriteAllText(many.Folder["some/00/a, 'b' 日本.txt"], $"new {Guid.NewGuid()}");

        string[] states =
            [.. Run("Get-ChildItem some -Recurse | Send-ZgFile -Manifest some.csv | ForEach-Object { \"$($_.Name) $($_.State)\" }").Output
            .Select(output => output.ToString()).Where(text => !text.EndsWith(" AlreadyStored", StringComparison.Ordinal))];
        Run("Import-Csv some.csv | Receive-ZgFile -Destination ./restored -BasePath some");
        Run("Import-Csv some.csv | Get-ZgFile; Import-Csv some.csv | Test-ZgFile -Quiet");

        Assert.Equal(["003.txt Finalized", "a, 'b' 日本.txt Finalized"], states.Order(StringComparer.Ordinal));
        string[] files = [.. Directory.GetFiles(many.Folder["some"], "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(many.Folder["some"], file))];
        Assert.Equal(21, files.Length);
        Assert.All(
            files, file => Assert.Equal(File.ReadAllText(many.Folder[$"some/{file}"]), File.ReadAllText(many.Folder[$"restored/{file}"])));
        Assert.All(
            Run("Get-ChildItem some -Recurse | Send-ZgFile -Manifest some.csv").Output,
            result => Assert.Equal("AlreadyStored", Value(result, "State").ToString()));
    }

    [Fact]
    public void Restore_DifferentFilesOfOneName_TheSecondIsRefusedAndTheFirstKept()
    {
        Directory.CreateDirectory(many.Folder["names/a"]);
        Directory.CreateDirectory(many.Folder["names/b"]);
        File.WriteAllText(many.Folder["names/a/same.txt"], $"a {Guid.NewGuid()}");
        File.WriteAllText(many.Folder["names/b/same.txt"], $"b {Guid.NewGuid()}");
        Run("'names/a/same.txt', 'names/b/same.txt' | Send-ZgFile -Manifest names.csv");

        many.Session.Run("Import-Csv names.csv | Receive-ZgFile -Destination ./flat").SingleError("ZgTargetExists");
        Assert.Equal(File.ReadAllText(many.Folder["names/a/same.txt"]), File.ReadAllText(many.Folder["flat/same.txt"]));
    }

    [Fact]
    public void Restore_TwoStatesOfAFileThatWasThereBefore_IsKept()
    {
        many.NewTree("states", 1);
        Run("Get-ChildItem states -Recurse | Send-ZgFile -Manifest states.csv");
        File.WriteAllText(many.Folder["states/00/000.txt"], $"newer {Guid.NewGuid()}");
        Run("Get-ChildItem states -Recurse | Send-ZgFile -Manifest states.csv");
        Directory.CreateDirectory(many.Folder["mine/00"]);
        File.WriteAllText(many.Folder["mine/00/000.txt"], "mine");

        RunResult restored = many.Session.Run("Import-Csv states.csv | Receive-ZgFile -Destination ./mine -BasePath states");

        Assert.Equal(["ZgTargetExists", "ZgTargetExists"], restored.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal("mine", File.ReadAllText(many.Folder["mine/00/000.txt"]));
    }

    [Fact]
    public void SecondRun_WithForce_SendsAgain()
    {
        many.NewTree("force", 3);
        Run("Get-ChildItem force -Recurse | Send-ZgFile -Manifest force.csv");

        PSObject[] again = [.. Run("Get-ChildItem force -Recurse | Send-ZgFile -Manifest force.csv -Force").Output];

        Assert.All(again, result => Assert.Equal("Finalized", Value(result, "State").ToString()));
        Assert.Equal(7, File.ReadAllLines(many.Folder["force.csv"]).Length);
    }

    [Fact]
    public void OtherDevNet_SameNameOfNetwork_LinesMeanNothingToIt()
    {
        many.NewTree("chain", 5);
        Run("Get-ChildItem chain -Recurse | Send-ZgFile -Manifest chain.csv");
        using ModuleSession other = new(everyday: true);
        other.SetLocation(many.Folder.Path);
        other.Run("$null = Start-ZgDevNet -Name other").AssertNoErrors();

        RunResult there = other.Run("Get-ChildItem chain -Recurse | Send-ZgFile -Manifest chain.csv; Stop-ZgNode other");

        there.AssertNoErrors();
        Assert.All(there.Output, result => Assert.Equal("Finalized", Value(result, "State").ToString()));
        Assert.All(
            Run("Get-ChildItem chain -Recurse | Send-ZgFile -Manifest chain.csv").Output,
            result => Assert.Equal("AlreadyStored", Value(result, "State").ToString()));
    }

    [Fact]
    public void Manifest_InTheFolderThatIsSent_IsNotSentItself()
    {
        many.NewTree("inside", 3);

        Assert.Equal(3, Run("Get-ChildItem inside -Recurse | Send-ZgFile -Manifest inside/manifest.csv").Output.Count);
        Assert.Equal(3, Run("Get-ChildItem inside -Recurse | Send-ZgFile -Manifest inside/manifest.csv").Output.Count);
        Assert.Equal(3, Directory.GetFiles(many.Folder["inside/00"]).Length);
    }

    [Fact]
    public void Manifest_Damaged_IsNamedWithItsLineAndNothingIsPaidAgain()
    {
        many.NewTree("damaged", 3);
        Run("Get-ChildItem damaged -Recurse | Send-ZgFile -Manifest damaged.csv");
        string[] lines = File.ReadAllLines(many.Folder["damaged.csv"]);
        lines[2] = "damaged";
        File.WriteAllText(many.Folder["damaged.csv"], string.Join('\n', lines)[..^10]);
        BigInteger before = many.Balance;

        RunResult stopped = many.Session.Run("Get-ChildItem damaged -Recurse | Send-ZgFile -Manifest damaged.csv -WarningAction Stop");
        RunResult again = Run("Get-ChildItem damaged -Recurse | Send-ZgFile -Manifest damaged.csv");

        Assert.Empty(stopped.Output);
        Assert.Single(stopped.Errors);
        Assert.StartsWith("Line 4 of ", again.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("cut short", again.Warnings[0], StringComparison.Ordinal);
        Assert.StartsWith("Line 3 of ", again.Warnings[1], StringComparison.Ordinal);
        Assert.Equal(3, again.Output.Count);
        Assert.Equal(before, many.Balance);
        Assert.Single(Run("Get-ChildItem damaged -Recurse | Send-ZgFile -Manifest damaged.csv").Warnings);
    }

    [Theory]
    [InlineData("other.txt", "ZgManifestInvalid")]
    [InlineData("nowhere/manifest.csv", "ZgManifestUnusable")]
    [InlineData("busy.csv", "ZgManifestBusy")]
    public void Manifest_CannotBeUsed_EndsBeforeAnythingIsPaid(string manifest, string errorId)
    {
        many.NewTree("unusable", 1);
        File.WriteAllText(many.Folder["other.txt"], "my notes");
        using FileStream busy = new(many.Folder["busy.csv.lock"], FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        BigInteger before = many.Balance;

        RunResult result = many.Session.Run($"Get-ChildItem unusable -Recurse | Send-ZgFile -Manifest {manifest}");

        result.SingleError(errorId);
        Assert.Equal(before, many.Balance);
        Assert.Equal("my notes", File.ReadAllText(many.Folder["other.txt"]));
    }

    [Theory]
    [InlineData("payment")]
    [InlineData("result")]
    public async Task Killed_ThenTheSameCommandAgain_PaysNothingTwice(string moment)
    {
        const int count = 60;
        string tree = $"killed{moment}";
        many.NewTree(tree, count);
        long logged = many.Submissions;
        using ProxyNode chain = new(many.ChainUri);
        many.Register("night", chain.Uri);
        // After its first result it waits for a line, which never comes; the second run finds its input closed and does not wait.
        string command = $"Set-Location '{many.Folder.Path}'; Connect-ZgNetwork night -Wallet dev0; "
            + $"Get-ChildItem {tree} -Recurse | Sort-Object FullName | Send-ZgFile -Manifest {tree}.csv -BatchSize 10 "
            + $"| ForEach-Object {{ $_.Name; {(moment == "result" ? "$null = [Console]::In.ReadLine()" : "")} }}";
        TaskCompletionSource<Process> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        chain.Gate = async (request, closed) =>
        {
            // The third payment reaches the chain, and who sent it never hears of it.
            if (moment == "payment" && request.Contains("eth_sendRawTransaction", StringComparison.Ordinal)
                && chain.Count("eth_sendRawTransaction") == 3)
            {
                Process sender = await started.Task;
                sender.Kill();
                await sender.WaitForExitAsync(closed);
                killed.TrySetResult();
            }
        };
        using (Process first = ShellProcess.Start("-NonInteractive", "-Command", command))
        {
            started.SetResult(first);
            string? line = await first.StandardOutput.ReadLineAsync().WaitAsync(Limit);
            if (moment == "result")
            {
                Assert.Equal("000.txt", line);
                first.Kill();
                killed.TrySetResult();
            }

            await killed.Task.WaitAsync(Limit);
            await first.WaitForExitAsync().WaitAsync(Limit);
            Assert.NotEqual(0, first.ExitCode);
        }

        chain.Gate = null;

        ShellProcess second = await ShellProcess.RunAsync(null, "-NonInteractive", "-Command", command);

        Assert.Equal(("", 0), (second.Error, second.ExitCode));
        Assert.Equal(
            Enumerable.Range(0, count).Select(i => $"{i:000}.txt"),
            second.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(logged + count, many.Submissions);
        PSObject[] lines = [.. Run($"Import-Csv {tree}.csv").Output];
        Assert.Equal(count, lines.Select(row => Value(row, "Path")).Distinct().Count());
        Assert.Equal(count, lines.Select(row => Value(row, "Sequence")).Distinct().Count());
    }

    private RunResult Run(string script)
    {
        RunResult result = many.Session.Run(script);
        result.AssertNoErrors();
        return result;
    }

    private static (object, object, object) Identity(PSObject result) =>
        (Value(result, "Path"), Value(result, "Root").ToString()!, Value(result, "Sequence"));

    private static object Value(PSObject thing, string property) => thing.Properties[property].Value;
}
