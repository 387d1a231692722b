using System.Diagnostics;
using ZeroG.Cryptography.Bn254;
using ZeroG.Cryptography.Tests.Bn254.Transforms;

namespace ZeroG.Cryptography.Tests.Bn254.Lanes;

/// <summary>
/// Runs the tests of the lanes and of what is built on them in a process of its own, where the runtime pretends to an older processor: one
/// with vectors of 256 bits, which work on halves, and one with neither, which leaves the scalar code.
/// </summary>
public sealed class LanesFallbackTests
{
    private const int TestsOfLanes = 33;

    private static readonly Type[] Classes =
    [
        typeof(Lanes8ArithmeticTests), typeof(Lanes8MemoryTests), typeof(WideTests), typeof(LaneStagesTests), typeof(LanesPairingTests),
        typeof(PairAdderTests), typeof(NttMatrixTests), typeof(FrManyTests),
    ];

    /// <param name="setting">A switch of the runtime (clrconfignames.h of .NET 10); older instructions stay on.</param>
    /// <param name="lanesLost">Whether the tests of the lanes then skip themselves, which shows that the switch works.</param>
    [Theory]
    [InlineData("DOTNET_EnableAVX512", false)]
    [InlineData("DOTNET_EnableAVX2", true)]
    public async Task Lanes_WideVectorsSwitchedOff_StillPass(string setting, bool lanesLost)
    {
        int skipped = lanesLost || !Lanes8<FqModulus>.IsSupported ? TestsOfLanes : 0;
        ProcessStartInfo start = new(
            "dotnet", [Classes[0].Assembly.Location, .. Classes.SelectMany(type => (string[])["-class", type.FullName!]), "-noColor"])
        {
            RedirectStandardOutput = true,
            Environment = { [setting] = "0" },
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, output);
        Assert.Contains($"Errors: 0, Failed: 0, Skipped: {skipped},", output, StringComparison.Ordinal);
    }
}
