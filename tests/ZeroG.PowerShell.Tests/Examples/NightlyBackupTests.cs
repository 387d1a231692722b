using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Pester;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Examples;

/// <summary>The nightly backup and its runbook, as an operator runs them.</summary>
public sealed class NightlyBackupTests : IDisposable
{
    private static readonly string Script = Path.Combine(Repository.Root, "examples", "nightly-backup.ps1");

    private readonly UserHome _home = new();
    private readonly TempFolder _data = new();
    private readonly TempFolder _list = new();
    private readonly ModuleSession _session = new(everyday: true);

    public NightlyBackupTests()
    {
        Directory.CreateDirectory(_data["2026"]);
        File.WriteAllText(_data["notes, old.txt"], "notes");
        File.WriteAllText(_data[Path.Combine("2026", "report.txt")], "report");
        File.WriteAllBytes(_data["image.bin"], new byte[600_000]);
        _session.Run("Start-ZgDevNet -Name nightly").AssertNoErrors();
    }

    private string Manifest => _list["data.csv"];

    public void Dispose()
    {
        _session.Run("Stop-ZgNode nightly").AssertNoErrors();
        _session.Dispose();
        _list.Dispose();
        _data.Dispose();
        _home.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Encrypt")]
    public void Script_NightAfterNight_PaysForWhatIsNewAndProvesTheRestore(string encrypt)
    {
        Assert.Equal("3 3 0 3 3 exit 0", Backup(encrypt));
        Assert.Equal("3 0 0 3 3 exit 0", Backup(encrypt));

        File.WriteAllText(_data[Path.Combine("2026", "report.txt")], "report, second edition");
        File.WriteAllText(_data["new.txt"], "new");
        Assert.Equal("4 2 0 3 3 exit 0", Backup(encrypt));
    }

    [Fact]
    public void Script_OneFileThatCannotBeStored_SaysSoAndStoresTheOthers()
    {
        File.CreateSymbolicLink(_data["broken"], "nowhere");

        Assert.Equal("3 3 1 3 3 exit 1", Backup(""));
        Assert.Equal("3 0 1 3 3 exit 1", Backup(""));
    }

    [Fact]
    public void Script_HiddenAndEmptyFiles_AreStoredAndPassedOver()
    {
        File.WriteAllText(_data[".hidden"], "hidden");
        File.WriteAllBytes(_data["empty.bin"], []);
        if (OperatingSystem.IsWindows())
        {
            File.SetAttributes(_data[".hidden"], FileAttributes.Hidden);
        }

        Assert.Equal("4 4 0 4 4 exit 0", Backup("-Sample 4"));
    }

    [Fact]
    public void Runbook_AfterTheBackup_KeepsEveryPromiseAndNamesTheBrokenOnes()
    {
        Backup("");
        Environment.SetEnvironmentVariable("BACKUP_PATH", _data.Path);
        Environment.SetEnvironmentVariable("BACKUP_MANIFEST", Manifest);
        Environment.SetEnvironmentVariable("BACKUP_NETWORK", "nightly");
        Environment.SetEnvironmentVariable("BACKUP_ADDRESS", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        Assert.Empty(FailuresOfTheRunbook());

        File.WriteAllText(_data["forgotten.txt"], "forgotten");
        File.SetLastWriteTimeUtc(_data["forgotten.txt"], DateTime.UtcNow.AddDays(-2));
        string lines = File.ReadAllText(Manifest);
        string root = lines.Split("0x", 3)[1][..64];
        File.WriteAllText(Manifest, lines.Replace(root, new string('7', 64), StringComparison.Ordinal));
        Environment.SetEnvironmentVariable("BACKUP_ADDRESS", "0x000000000000000000000000000000000000dEaD");

        string[] failures = FailuresOfTheRunbook();

        Assert.Contains(failures, failure => failure.Contains("forgotten.txt", StringComparison.Ordinal));
        Assert.Equal(4, failures.Length);
    }

    private string Backup(string encrypt)
    {
        RunResult run = _session.Run(
            $"""
            $night = & '{Script}' -Path '{_data.Path}' -Manifest '{Manifest}' {encrypt} -WarningAction SilentlyContinue
            "$($night.Files) $($night.New) $($night.Failed) $($night.Sampled) $($night.Restored) exit $([int]$LASTEXITCODE)"
            $global:LASTEXITCODE = 0
            """);
        return run.Output.Single().ToString();
    }

    private static string[] FailuresOfTheRunbook()
    {
        PesterFile runbook = PesterFile.Read(Path.Combine(Repository.Root, "examples", "nightly-backup.Tests.ps1"));
        runbook.Run();
        PesterNode[] tests = [.. runbook.Root.Tests];
        Assert.Equal(5, tests.Length);
        Assert.All(tests, test => Assert.True(test.Passed || test.Failure is not null, $"{test.Path} did not run."));
        return [.. tests.Select(test => test.Failure).OfType<string>()];
    }
}
