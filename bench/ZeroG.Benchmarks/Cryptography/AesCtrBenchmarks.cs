using System.Buffers.Binary;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Ciphers;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// 1 MiB of a file under AES-256 in counter mode, as it is encrypted on its way to the network. Beside it the usual way: the system's AES
/// over a buffer of counters, and one XOR after another.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class AesCtrBenchmarks : IDisposable
{
    private readonly byte[] _key = new byte[AesCtr.KeySize];
    private readonly byte[] _plain = new byte[1 << 20];
    private readonly byte[] _encrypted = new byte[1 << 20];
    private readonly byte[] _stream = new byte[1 << 20];
    private AesCtr _cipher = null!;
    private Aes _system = null!;

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(20);
        random.NextBytes(_key);
        random.NextBytes(_plain);
        _cipher = new AesCtr(_key, new byte[AesCtr.BlockSize]);
        _system = Aes.Create();
        _system.Key = _key;

        SystemLibrary();
        byte[] expected = [.. _encrypted];
        Array.Clear(_encrypted);
        Own();
        Answers.AssertEqual(expected, _encrypted, nameof(Own));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _cipher.Dispose();
        _system.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Own() => _cipher.Apply(0, _plain, _encrypted);

    [Benchmark(Baseline = true)]
    public void SystemLibrary()
    {
        for (int i = 0; i < _stream.Length; i += AesCtr.BlockSize)
        {
            BinaryPrimitives.WriteUInt128BigEndian(_stream.AsSpan(i), (UInt128)(i / AesCtr.BlockSize));
        }

        _system.EncryptEcb(_stream, _stream, PaddingMode.None);
        for (int i = 0; i < _stream.Length; i++)
        {
            _encrypted[i] = (byte)(_plain[i] ^ _stream[i]);
        }
    }
}
