using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Keccak;
using ZeroG.Cryptography.Merkle;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// The root over 1 MiB of 256-byte sectors, leaves included: what a thread does again and again for the root of a large file.
/// </summary>
[Config(typeof(ProcessorJobs))]
[MemoryDiagnoser]
[MinColumn]
[HideColumns("EnvironmentVariables", "IterationCount", "Error", "StdDev", "RatioSD")]
public class KeccakMerkleTreeBenchmarks
{
    private const int SectorSize = 256;

    private readonly byte[] _data = new byte[1 << 20];
    private readonly byte[] _hashes = new byte[(1 << 20) / SectorSize * Keccak256.HashSize];
    private readonly byte[] _root = new byte[Keccak256.HashSize];
    private readonly BouncyCastleKeccak _bouncyCastle = new();

    [GlobalSetup]
    public void SetUp()
    {
        new Random(20).NextBytes(_data);

        BouncyCastle();
        byte[] expected = [.. _root];
        ComputeRoot();
        Answers.AssertEqual(expected, _root, nameof(ComputeRoot));
        Answers.AssertEqual(expected, FromLeaves().Root, nameof(FromLeaves));
    }

    [Benchmark(Baseline = true)]
    public void ComputeRoot()
    {
        Keccak256.HashMany(_data, SectorSize, _hashes);
        KeccakMerkleTree.ComputeRoot(_hashes, _root);
    }

    [Benchmark]
    public KeccakMerkleTree FromLeaves()
    {
        Keccak256.HashMany(_data, SectorSize, _hashes);
        return KeccakMerkleTree.FromLeaves(_hashes);
    }

    [Benchmark]
    public void BouncyCastle()
    {
        _bouncyCastle.HashMany(_data, SectorSize, _hashes);
        _bouncyCastle.ComputeRoot(_hashes, _root);
    }
}
