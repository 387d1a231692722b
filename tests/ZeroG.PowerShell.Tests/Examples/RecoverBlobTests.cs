using ZeroG.PowerShell.Tests.DataAvailability;
using ZeroG.PowerShell.Tests.Shell;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Examples;

/// <summary>The example that hurts a third of the slices, as somebody runs it to believe it.</summary>
public sealed class RecoverBlobTests(DaSession da) : IClassFixture<DaSession>
{
    [Fact]
    public async Task Script_AThirdIsHurt_BringsTheFileBack()
    {
        ShellProcess run = await ShellProcess.RunAsync(
            null, "-NonInteractive", "-File", Path.Combine(Repository.Root, "examples", "recover-blob.ps1"), "-Path", da.Folder["data.bin"],
            "-WorkPath", da.Folder["work"], "-ParameterPath", da.Folder["parameters"]);

        Assert.Empty(run.Error);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Hurt 64 slices: 22 are gone, and 42 do not pass their test.", run.Output, StringComparison.Ordinal);
        Assert.Contains("Recovered 10000 bytes from 128 good slices", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("It is the file that was encoded: True", run.Output.TrimEnd(), StringComparison.Ordinal);
    }
}
