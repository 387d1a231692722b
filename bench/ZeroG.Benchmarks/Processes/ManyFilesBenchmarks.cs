using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using ZeroG.Benchmarks.Transfer;
using ZeroG.Chain.Networks;

namespace ZeroG.Benchmarks.Processes;

/// <summary>
/// Ten thousand files of 4 KiB, each command as a whole process of <c>zg</c> on a development network in this one: the first night, the
/// next night when nothing has changed, and the restore. Each prints its peak of memory.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 0, iterationCount: 3, invocationCount: 1)]
[MinColumn]
[HideColumns("Error", "StdDev")]
public class ManyFilesBenchmarks
{
    private const int Files = 10_000;
    private const int FileSize = 4096;

    private readonly string _folder = Directory.CreateTempSubdirectory("zerog-bench-").FullName;
    private string _shell = "";
    private OwnNetwork _network = null!;
    private int _night;

    [GlobalSetup]
    public async Task SetUp()
    {
        _shell = Path.Combine(ChildProcess.RepositoryRoot, "src", "ZeroG.Shell", "bin", "Release", "net10.0", "zg.dll");
        _network = await OwnNetwork.StartAsync();
        Network network = _network.Network;
        Run($"$null = Register-ZgNetwork bench -ChainId {network.ChainId} -RpcUri {network.RpcUri} "
            + $"-IndexerUri {network.IndexerUri} -FlowAddress {network.FlowAddress}");
        NewFiles();
        FirstNight();
        NextNight();
        Restore();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(_folder, "data"), "*", SearchOption.AllDirectories))
        {
            string restored = Path.Combine(_folder, "restore", Path.GetRelativePath(Path.Combine(_folder, "data"), file));
            Answers.AssertEqual(File.ReadAllBytes(file), File.ReadAllBytes(restored), file);
        }
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _network.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [IterationSetup(Target = nameof(FirstNight))]
    public void NewFiles()
    {
        _night++;
        for (int i = 0; i < Files; i++)
        {
            string folder = Path.Combine(_folder, "data", $"{i / 100:00}");
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, $"{i:0000}.bin"), RandomNumberGenerator.GetBytes(FileSize));
        }
    }

    [IterationSetup(Target = nameof(Restore))]
    public void Forget()
    {
        if (Directory.Exists(Path.Combine(_folder, "restore")))
        {
            Directory.Delete(Path.Combine(_folder, "restore"), recursive: true);
        }
    }

    [Benchmark(Baseline = true)]
    public void FirstNight() => Send("Finalized");

    [Benchmark]
    public void NextNight() => Send("AlreadyStored");

    [Benchmark]
    public void Restore() => Count(
        $"Import-Csv {Manifest} | Receive-ZgFile -Network bench -Destination {_folder}/restore -BasePath {_folder}/data", "Verified");

    private string Manifest => Path.Combine(_folder, $"night{_night}.csv");

    private void Send(string state) => Count(
        $"Connect-ZgNetwork bench -Wallet dev0; Get-ChildItem {_folder}/data -Recurse -File | Send-ZgFile -Manifest {Manifest}", state);

    private void Count(string pipeline, string state)
    {
        string output = Run(
            "$n = 0; " + pipeline + $" | ForEach-Object {{ if (\"$($_.State)\" -eq '{state}') {{ $n++ }} }}; "
            + "\"$n $([int]([Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB)) MiB\"");
        Console.WriteLine($"{state}: {output.Trim()}");
        if (!output.StartsWith($"{Files} ", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"Not all files are {state}: {output}");
        }
    }

    private string Run(string command) =>
        ChildProcess.Run("dotnet", [_shell, "-NonInteractive", "-Command", command], ("ZEROG_HOME", Path.Combine(_folder, "home")));
}
