using System.Diagnostics;

namespace ZeroG.Cryptography.Tests.Keccak;

/// <summary>Runs <see cref="Keccak256Tests"/> in a process of its own, where the runtime pretends to an older processor.</summary>
public sealed class Keccak256FallbackTests
{
    /// <param name="setting">A switch of the runtime (clrconfignames.h of .NET 10); older instructions stay on.</param>
    /// <param name="techniquesLost">How many of the technique's tests skip themselves then.</param>
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 1)]
    [InlineData("DOTNET_EnableAVX2", 2)]
    public async Task Keccak_FastPathSwitchedOff_StillPasses(string setting, int techniquesLost)
    {
        Type tests = typeof(Keccak256Tests);
        ProcessStartInfo start = new("dotnet", [tests.Assembly.Location, "-class", tests.FullName!, "-noColor"])
        {
            RedirectStandardOutput = true,
            Environment = { [setting] = "0" },
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
        Assert.Contains($"Errors: 0, Failed: 0, Skipped: {techniquesLost},", output, StringComparison.Ordinal);
    }
}
