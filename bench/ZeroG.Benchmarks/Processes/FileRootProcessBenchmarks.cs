using BenchmarkDotNet.Attributes;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Benchmarks.Processes;

/// <summary>
/// The root of one 128 MiB file by the official SDK and by us, each as a whole process from start to end, and by us within a process that
/// already runs, as a session is. Needs Node.js and the packages of <c>tests/interop</c> (run the interop tests once, or <c>npm ci</c>
/// there).
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 1, iterationCount: 5, invocationCount: 1)]
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class FileRootProcessBenchmarks
{
    private const int Size = 128 << 20;

    // Not the assembly that runs this: BenchmarkDotNet copies it without what makes it a program.
    private static readonly string OwnProgram =
        Path.Combine(ChildProcess.RepositoryRoot, "bench", "ZeroG.Benchmarks", "bin", "Release", "net10.0", "ZeroG.Benchmarks.dll");

    private string _path = "";

    [GlobalSetup]
    public void SetUp()
    {
        _path = Path.GetTempFileName();
        byte[] content = new byte[Size];
        new Random(28).NextBytes(content);
        File.WriteAllBytes(_path, content);
        string ours = OwnProcess().Trim();
        if (!OfficialSdkProcess().Contains(ours, StringComparison.Ordinal) || Session().Result != ours)
        {
            throw new InvalidOperationException("The three ways do not give the same root.");
        }
    }

    [GlobalCleanup]
    public void CleanUp() => File.Delete(_path);

    [Benchmark(Baseline = true)]
    public string OfficialSdkProcess() =>
        ChildProcess.Run(
            "node", [Path.Combine(ChildProcess.RepositoryRoot, "tests", "interop", "root.js"), "@0gfoundation/0g-ts-sdk", _path]);

    [Benchmark]
    public string OwnProcess() => ChildProcess.Run("dotnet", [OwnProgram, Program.RootOfFile, _path]);

    [Benchmark]
    public async Task<string> Session() => await RootAsync(_path);

    /// <summary>What <see cref="OwnProcess"/> does in its process.</summary>
    internal static async Task<string> RootAsync(string path)
    {
        using FileSource source = FileSource.Open(path);
        return (await FileTree.BuildAsync(source)).Root.ToString();
    }
}
