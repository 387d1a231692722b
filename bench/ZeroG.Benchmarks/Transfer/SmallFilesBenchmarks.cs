using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using ZeroG.Storage.Files;
using ZeroG.Storage.Transfer;

namespace ZeroG.Benchmarks.Transfer;

/// <summary>
/// Files of 4 KiB through loopback onto the same node, each paid for and finalized: ten thousand by us within a session, and a few by the
/// official SDK one after another in one process, which is how it takes them. Times are per file.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 1, iterationCount: 3, invocationCount: 1)]
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class SmallFilesBenchmarks
{
    private const int Own = 10_000;
    private const int Official = 10;
    private const int Size = 4096;

    private readonly string _folder = Directory.CreateTempSubdirectory("zerog-bench-").FullName;
    private readonly Random _random = new(10);
    private OwnNetwork _network = null!;

    [GlobalSetup]
    public async Task SetUp() => _network = await OwnNetwork.StartAsync();

    [GlobalCleanup]
    public async Task CleanUp()
    {
        await _network.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [IterationSetup]
    public void Write()
    {
        byte[] content = new byte[Size];
        for (int i = 0; i < Own; i++)
        {
            _random.NextBytes(content);
            File.WriteAllBytes(PathOf(i), content);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Official)]
    public Task OfficialSdk() => TransferProcess.OfficialUploadManyAsync(_network.Network, Enumerable.Range(0, Official).Select(PathOf));

    [Benchmark(OperationsPerInvoke = Own)]
    public async Task Session()
    {
        HashSet<object?> transactions = [];
        int stored = 0;
        await foreach (BatchUploadResult result in new BatchUpload(_network.Flow, _network.Nodes, _network.Journal).SendAsync(Items()))
        {
            stored += result.Result is { State: UploadState.Finalized }
                ? 1
                : throw new InvalidOperationException("A file was not stored.", result.Failure);
            transactions.Add(result.Result.Transaction);
        }

        if (stored != Own || transactions.Count > Own / 10)
        {
            throw new InvalidOperationException($"{stored} files were stored and paid for in {transactions.Count} transactions.");
        }
    }

    private string PathOf(int number) => Path.Combine(_folder, $"{number}.bin");

    private async IAsyncEnumerable<UploadItem> Items([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < Own; i++)
        {
            string path = PathOf(i);
            yield return new UploadItem(path, () => FileSource.Open(path));
        }

        await Task.CompletedTask;
    }
}
