using BenchmarkDotNet.Attributes;

namespace ZeroG.Benchmarks.Processes;

/// <summary>
/// What importing the module costs: <c>zg</c> from start to end with the built module, and with a module that holds nothing.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 2, iterationCount: 15, invocationCount: 1)]
[MinColumn]
[MedianColumn]
[HideColumns("Error", "StdDev")]
public class ModuleImportBenchmarks
{
    private string _shell = "";
    private string _empty = "";

    [GlobalSetup]
    public void SetUp()
    {
        _shell = Path.Combine(ChildProcess.RepositoryRoot, "src", "ZeroG.Shell", "bin", "Release", "net10.0", "zg.dll");
        string folder = Path.Combine(Directory.CreateTempSubdirectory("zerog-bench-").FullName, "Empty");
        Directory.CreateDirectory(folder);
        _empty = Path.Combine(folder, "Empty.psd1");
        File.WriteAllText(_empty, "@{ ModuleVersion = '1.0' }");
        if (!ZeroGModule().Contains("ZeroG", StringComparison.Ordinal) || !EmptyModule().Contains("Empty", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The shell did not import the module that it was given.");
        }
    }

    [GlobalCleanup]
    public void CleanUp() => Directory.GetParent(_empty)!.Parent!.Delete(recursive: true);

    [Benchmark(Baseline = true)]
    public string EmptyModule() => Import(_empty);

    [Benchmark]
    public string ZeroGModule() => Import(Path.Combine(ChildProcess.RepositoryRoot, "out", "ZeroG", "ZeroG.psd1"));

    private string Import(string module) => ChildProcess.Run("dotnet", [_shell, "-Command", "(Get-Module).Name"], ("ZEROG_MODULE", module));
}
