using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Keccak;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>4096 messages: as sectors of a file (256 bytes) and as pairs of Merkle nodes (64 bytes).</summary>
[Config(typeof(ProcessorJobs))]
[MemoryDiagnoser]
[MinColumn]
[HideColumns("EnvironmentVariables", "IterationCount", "Error", "StdDev", "RatioSD")]
public class Keccak256Benchmarks
{
    private const int Count = 4096;

    private readonly byte[] _hashes = new byte[Count * Keccak256.HashSize];
    private readonly BouncyCastleKeccak _bouncyCastle = new();
    private byte[] _messages = [];

    [Params(64, 256)]
    public int MessageLength { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _messages = new byte[Count * MessageLength];
        new Random(20).NextBytes(_messages);

        BouncyCastle();
        byte[] expected = [.. _hashes];
        Array.Clear(_hashes);
        OneByOne();
        Answers.AssertEqual(expected, _hashes, nameof(OneByOne));
        Array.Clear(_hashes);
        SideBySide();
        Answers.AssertEqual(expected, _hashes, nameof(SideBySide));
    }

    [Benchmark(Baseline = true)]
    public void OneByOne()
    {
        for (int i = 0; i < Count; i++)
        {
            Keccak256.Hash(_messages.AsSpan(i * MessageLength, MessageLength), _hashes.AsSpan(i * Keccak256.HashSize));
        }
    }

    [Benchmark]
    public void SideBySide() => Keccak256.HashMany(_messages, MessageLength, _hashes);

    [Benchmark]
    public void BouncyCastle() => _bouncyCastle.HashMany(_messages, MessageLength, _hashes);
}
