using System.Diagnostics;

namespace ZeroG.Cryptography.Tests.Bn254.Transforms;

/// <summary>Runs the tests of the transforms in a process of its own, where the runtime pretends to a processor without AVX-512.</summary>
public sealed class NttFallbackTests
{
    [Fact]
    public async Task Transforms_VectorsSwitchedOff_StillPass()
    {
        string[] classes = [typeof(NttMatrixTests).FullName!, typeof(FrManyTests).FullName!, typeof(LaneStagesTests).FullName!];
        ProcessStartInfo start = new(
            "dotnet", [typeof(NttMatrixTests).Assembly.Location, .. classes.SelectMany(name => (string[])["-class", name]), "-noColor"])
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_EnableAVX512"] = "0" },
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        // The butterflies of the lanes skip themselves: that they do shows that the switch works.
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("Errors: 0, Failed: 0, Skipped: 9,", output, StringComparison.Ordinal);
    }
}
