using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;

namespace ZeroG.Benchmarks.Transfer;

/// <summary>
/// One file of 64 MiB through loopback onto the same node, by the official SDK and by us: as whole processes, and by us within a session.
/// Each run sends new content, paid for anew, and waits until the node has finalized it. Needs the packages of <c>tests/interop</c>.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 1, iterationCount: 5, invocationCount: 1)]
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class UploadBenchmarks
{
    private const int Size = 64 << 20;

    private readonly string _path = Path.GetTempFileName();
    private OwnNetwork _network = null!;

    [GlobalSetup]
    public async Task SetUp()
    {
        _network = await OwnNetwork.StartAsync();
        byte[] content = new byte[Size];
        new Random(64).NextBytes(content);
        await File.WriteAllBytesAsync(_path, content);
        foreach (Func<Task<string>> way in (Func<Task<string>>[])[OfficialSdkProcess, OwnProcess, Session])
        {
            Change();
            string root = await way();
            string back = Path.GetTempFileName();
            await _network.ReceiveAsync(root, back);
            (byte[] sent, byte[] received) = (await File.ReadAllBytesAsync(_path), await File.ReadAllBytesAsync(back));
            Answers.AssertEqual(sent, received, way.Method.Name);
            File.Delete(back);
        }
    }

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _network.DisposeAsync();
        File.Delete(_path);
    }

    [IterationSetup]
    public void Change()
    {
        using FileStream file = File.OpenWrite(_path);
        file.Write(RandomNumberGenerator.GetBytes(32));
    }

    [Benchmark(Baseline = true)]
    public Task<string> OfficialSdkProcess() => TransferProcess.OfficialUploadAsync(_network.Network, _path);

    [Benchmark]
    public Task<string> OwnProcess() => TransferProcess.OwnAsync(Program.Upload, _network.Network, _path);

    [Benchmark]
    public Task<string> Session() => _network.SendAsync(_path);
}
