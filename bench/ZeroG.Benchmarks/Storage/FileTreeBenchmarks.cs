using BenchmarkDotNet.Attributes;
using ZeroG.Benchmarks.Cryptography;
using ZeroG.Cryptography.Keccak;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;

namespace ZeroG.Benchmarks.Storage;

/// <summary>
/// The root of a file on disk that the system holds in memory, as <c>Get-ZgFileHash</c> computes it: reading, hashing and threads together.
/// The plain way beside it reads the file whole and hashes sector after sector on one thread.
/// </summary>
[Config(typeof(ProcessorJobs))]
[MemoryDiagnoser]
[MinColumn]
[HideColumns("EnvironmentVariables", "IterationCount", "Error", "StdDev", "RatioSD")]
public class FileTreeBenchmarks
{
    private readonly BouncyCastleKeccak _bouncyCastle = new();
    private string _path = "";

    /// <summary>Bytes of the file: 128 MiB and 1 GiB.</summary>
    [Params(128 << 20, 1 << 30)]
    public int Size { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _path = Path.GetTempFileName();
        Random random = new(20);
        byte[] block = new byte[1 << 20];
        using (FileStream file = new(_path, FileMode.Create))
        {
            for (int written = 0; written < Size; written += block.Length)
            {
                random.NextBytes(block);
                file.Write(block);
            }
        }

        Answers.AssertEqual(PlainRoot(), BuildAsync().GetAwaiter().GetResult().Root.Bytes, nameof(BuildAsync));
    }

    [GlobalCleanup]
    public void CleanUp() => File.Delete(_path);

    [Benchmark(Baseline = true)]
    public async Task<FileTree> BuildAsync()
    {
        using FileSource source = FileSource.Open(_path);
        return await FileTree.BuildAsync(source);
    }

    /// <summary>Valid for sizes that are a power of two, which need no padding.</summary>
    [Benchmark]
    public byte[] PlainRoot()
    {
        byte[] hashes = new byte[Size / FlowPadding.SectorSize * Keccak256.HashSize];
        byte[] block = new byte[1 << 20];
        using FileStream file = File.OpenRead(_path);
        for (int done = 0; done < Size; done += block.Length)
        {
            file.ReadExactly(block);
            _bouncyCastle.HashMany(block, FlowPadding.SectorSize, hashes.AsSpan(done / FlowPadding.SectorSize * Keccak256.HashSize));
        }

        byte[] root = new byte[Keccak256.HashSize];
        _bouncyCastle.ComputeRoot(hashes, root);
        return root;
    }
}
