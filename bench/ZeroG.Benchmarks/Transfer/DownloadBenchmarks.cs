using BenchmarkDotNet.Attributes;

namespace ZeroG.Benchmarks.Transfer;

/// <summary>
/// One file of 64 MiB through loopback from the same node, by the official SDK and by us: as whole processes, and by us within a session. We
/// prove every segment and the whole file; the SDK proves nothing. Needs the packages of <c>tests/interop</c>.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 1, iterationCount: 5, invocationCount: 1)]
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class DownloadBenchmarks
{
    private const int Size = 64 << 20;

    private readonly string _target = Path.Combine(Path.GetTempPath(), $"zerog-bench-{Guid.NewGuid():N}.bin");
    private OwnNetwork _network = null!;
    private string _root = "";

    [GlobalSetup]
    public async Task SetUp()
    {
        _network = await OwnNetwork.StartAsync();
        byte[] content = new byte[Size];
        new Random(65).NextBytes(content);
        string path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, content);
        _root = await _network.SendAsync(path);
        File.Delete(path);
        foreach (Func<Task> way in (Func<Task>[])[OfficialSdkProcess, OwnProcess, Session])
        {
            Remove();
            await way();
            byte[] received = await File.ReadAllBytesAsync(_target);
            Answers.AssertEqual(content, received, way.Method.Name);
        }
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _network.DisposeAsync();
        Remove();
    }

    [IterationSetup]
    public void Remove() => File.Delete(_target);

    [Benchmark(Baseline = true)]
    public Task OfficialSdkProcess() => TransferProcess.OfficialDownloadAsync(_network.Network, _root, _target);

    [Benchmark]
    public Task OwnProcess() => TransferProcess.OwnAsync(Program.Download, _network.Network, _root, _target);

    [Benchmark]
    public Task Session() => _network.ReceiveAsync(_root, _target);
}
