using System.Diagnostics;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Shell;

/// <summary>What a user of <c>zg</c> relies on: streams, views and exit codes.</summary>
public sealed class ShellTests
{
    [Fact]
    public async Task Signal_ToEnd_EndsAProcessThatHoldsNodes()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TempFolder home = new();
        using Process process = ShellProcess.Start(
            "-Command", $"$env:ZEROG_HOME = '{home.Path}'; $null = Start-ZgDevNet; 'ready'; Start-Sleep -Seconds 600");
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync());

        using (Process kill = Process.Start("kill", $"-TERM {process.Id}"))
        {
            await kill.WaitForExitAsync();
        }

        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(128 + 15, process.ExitCode);
    }

    [Fact]
    public async Task Command_WritesObjects_OutputHoldsTheView()
    {
        ShellProcess run =
            await ShellProcess.RunAsync(null, "-Command", "[pscustomobject]@{ Name = 'a'; Size = 3 } | Format-Table; (Get-Module).Name");

        Assert.Equal(0, run.ExitCode);
        Assert.Empty(run.Error);
        Assert.Equal(["Name Size", "---- ----", "a       3", "ZeroG"], Lines(run.Output));
    }

    [Fact]
    public async Task Import_BeforeAnyCommand_HasLoadedTheValuesOnly()
    {
        ShellProcess run = await ShellProcess.RunAsync(
            null, "-Command",
            "[AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | "
            + "Where-Object { $_ -like 'ZeroG*' } | Sort-Object");

        // The runtime of Windows also loads what abstract methods of the cmdlets take by value: a NodeKind.
        string[] more = OperatingSystem.IsWindows() ? ["ZeroG.Nodes"] : [];
        Assert.Equal(["ZeroG", "ZeroG.Chain", "ZeroG.Loader", .. more], Lines(run.Output));
    }

    [Fact]
    public async Task Command_WarningVerboseAndError_GoToStandardError()
    {
        ShellProcess run = await ShellProcess.RunAsync(
            null, "-Command", "Write-Warning careful; Write-Verbose detail -Verbose; Get-ZgNode -Name nobody; 'object'");

        Assert.Equal(["object"], Lines(run.Output));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["WARNING: careful", "VERBOSE: detail"], Lines(run.Error)[..2]);
        Assert.Contains("Recommendation: Get-ZgNode lists the nodes", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_EndsByAnError_ShowsItOnStandardErrorOnly()
    {
        ShellProcess run = await ShellProcess.RunAsync(null, "-Command", "'before'; throw 'no'");

        Assert.Equal(["before"], Lines(run.Output));
        Assert.Contains("no", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("Get-ZgNode -Name nobody", 1)]
    [InlineData("throw 'no'", 1)]
    [InlineData("exit 7", 7)]
    public async Task Command_Ends_ExitCodeSaysHow(string command, int exitCode) =>
        Assert.Equal(exitCode, (await ShellProcess.RunAsync(null, "-NonInteractive", "-Command", command)).ExitCode);

    [Fact]
    public async Task ChildItems_HiddenOnesAndFoldersBelow_AreListedAsPwshDoes()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["a/b"]);
        foreach (string file in new[] { "one.txt", "a/two.txt", "a/b/three.txt", "a/.hidden" })
        {
            await File.WriteAllTextAsync(folder[file], "x");
            if (OperatingSystem.IsWindows() && file.EndsWith(".hidden", StringComparison.Ordinal))
            {
                File.SetAttributes(folder[file], FileAttributes.Hidden);
            }
        }

        ShellProcess run = await ShellProcess.RunAsync(
            null, "-Command",
            $"(Get-ChildItem '{folder.Path}' -Recurse -File).Name -join ' '; "
            + $"(Get-ChildItem '{folder.Path}' -Recurse -File -Force).Name -join ' '");

        Assert.Equal(["one.txt two.txt three.txt", "one.txt .hidden two.txt three.txt"], Lines(run.Output));
    }

    [Fact]
    public async Task ChildItems_FolderThatMayNotBeRead_IsAnErrorOfItsOwn()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder["closed"]);
        Directory.CreateDirectory(folder["open"]);
        await File.WriteAllTextAsync(folder["open/file.txt"], "x");

        // Whoever runs the tests may read everything, but a folder that is gone when its turn comes is refused like one that is closed.
        ShellProcess run = await ShellProcess.RunAsync(
            null, "-Command",
            $"Get-ChildItem '{folder.Path}' -Recurse -ErrorAction SilentlyContinue -ErrorVariable e | ForEach-Object {{ "
            + $"if ($_.Name -eq 'closed') {{ [IO.Directory]::Delete($_.FullName) }}; $_.Name }}; $e.Count");

        Assert.Equal(["closed", "open", "file.txt", "1"], Lines(run.Output));
    }

    [Fact]
    public async Task File_WithArguments_BindsThem()
    {
        using TempFolder folder = new();
        string script = folder["script.ps1"];
        await File.WriteAllTextAsync(
            script,
            "param([string] $Name, [switch] $Loud, [int] $Count)\n\"$Name $Loud $Count $($args.Count) $PSScriptRoot\"; exit $Count");

        ShellProcess run = await ShellProcess.RunAsync(null, "-File", script, "-Name", "Ann", "-Loud", "-Count:3");

        Assert.Equal([$"Ann True 3 0 {folder.Path}"], Lines(run.Output));
        Assert.Equal(3, run.ExitCode);
    }

    [Fact]
    public async Task File_Missing_SaysSo()
    {
        ShellProcess run = await ShellProcess.RunAsync(null, "-File", "no-such-script.ps1");

        Assert.Equal(64, run.ExitCode);
        Assert.Contains("there is no script 'no-such-script.ps1'", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StandardInput_Redirected_IsTheScript()
    {
        ShellProcess run = await ShellProcess.RunAsync("'one'\n'two'\nexit 4");

        Assert.Equal(["one", "two"], Lines(run.Output));
        Assert.Equal(4, run.ExitCode);
    }

    [Fact]
    public async Task Question_NobodyCanAnswer_FailsWithTheAnswer()
    {
        ShellProcess run = await ShellProcess.RunAsync(null, "-NonInteractive", "-Command", "New-Item -Path never -Confirm");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("-Confirm:$false", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Interrupt_RunningCommand_EndsAtOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A console interrupt of another process needs its own console on Windows.");
        using Process shell = ShellProcess.StartInterruptible("-Command", "'ready'; Start-Sleep 600");
        Assert.Equal("ready", await shell.StandardOutput.ReadLineAsync());

        using Process kill = Process.Start("kill", ["-INT", shell.Id.ToString()]);
        await shell.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(130, shell.ExitCode);
    }

    [Fact]
    public async Task Option_Unknown_IsRefused()
    {
        ShellProcess run = await ShellProcess.RunAsync(null, "-Bogus");

        Assert.Equal(64, run.ExitCode);
        Assert.Equal("zg: '-Bogus' is no option of zg.", Lines(run.Error)[0]);
    }

    private static string[] Lines(string text) =>
        [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
}
