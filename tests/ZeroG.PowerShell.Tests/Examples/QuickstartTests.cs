using ZeroG.PowerShell.Tests.Shell;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Examples;

/// <summary>The first command of the README, as a newcomer runs it.</summary>
public sealed class QuickstartTests
{
    [Fact]
    public async Task Quickstart_FileOfSeveralSegments_ComesBackWithItsRoot()
    {
        using TempFolder folder = new();
        await File.WriteAllBytesAsync(folder["data.bin"], new byte[600_000]);

        ShellProcess run = await ShellProcess.RunAsync(
            null, "-NonInteractive", "-File", Path.Combine(Repository.Root, "examples/quickstart.ps1"), "-Path", folder["data.bin"]);

        Assert.Empty(run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Finalized", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("False", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("has the root of the file that was sent: True", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quickstart_MissingFile_SaysSoAndFails()
    {
        ShellProcess run = await ShellProcess.RunAsync(
            null, "-NonInteractive", "-File", Path.Combine(Repository.Root, "examples/quickstart.ps1"), "-Path", "no-such-file.bin");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("There is no file", run.Error, StringComparison.Ordinal);
    }
}
