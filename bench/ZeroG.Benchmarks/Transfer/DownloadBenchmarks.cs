using BenchmarkDotNet.Attributes;
using ZeroG.Benchmarks.Processes;

namespace ZeroG.Benchmarks.Transfer;

/// <summary>
/// One file through loopback from the same node, by the official SDK and by us: as whole processes, and within a session that has received
/// before, so that the compilers are done with it. We prove every segment and wait for the disk; the SDK does neither. Needs the packages of
/// <c>tests/interop</c>.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 8, iterationCount: 15, invocationCount: 1)]
[MinColumn]
[MedianColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class DownloadBenchmarks
{
    // After about so many the times fall no further.
    private const int SessionWarmUp = 40;

    private readonly string _target = Path.Combine(Path.GetTempPath(), $"zerog-bench-{Guid.NewGuid():N}.bin");
    private OwnNetwork _network = null!;
    private ScriptPeer _officialSdk = null!;
    private string _root = "";

    /// <summary>Size of the file.</summary>
    [Params(64, 256)]
    public int MiB { get; set; }

    [GlobalSetup(Target = nameof(Session))]
    public async Task SetUpSession()
    {
        await SetUp();
        for (int i = 0; i < SessionWarmUp; i++)
        {
            Remove();
            await Session();
        }
    }

    [GlobalSetup(Targets = [nameof(OfficialSdkProcess), nameof(OfficialSdkSession), nameof(OwnProcess)])]
    public async Task SetUp()
    {
        _network = await OwnNetwork.StartAsync();
        byte[] content = new byte[MiB << 20];
        new Random(65).NextBytes(content);
        string path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, content);
        _root = await _network.SendAsync(path);
        File.Delete(path);
        _officialSdk = TransferProcess.OfficialDownloads(_network.Network, _root, _target);
        foreach (Func<Task> way in (Func<Task>[])[OfficialSdkProcess, OfficialSdkSession, OwnProcess, Session])
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
        _officialSdk.Dispose();
        await _network.DisposeAsync();
        Remove();
    }

    [IterationSetup]
    public void Remove() => File.Delete(_target);

    [Benchmark(Baseline = true)]
    public Task OfficialSdkProcess() => TransferProcess.OfficialDownloadAsync(_network.Network, _root, _target);

    [Benchmark]
    public Task OfficialSdkSession() => Task.Run(_officialSdk.Run);

    [Benchmark]
    public Task OwnProcess() => TransferProcess.OwnAsync(Program.Download, _network.Network, _root, _target);

    [Benchmark]
    public Task Session() => _network.ReceiveAsync(_root, _target);
}
