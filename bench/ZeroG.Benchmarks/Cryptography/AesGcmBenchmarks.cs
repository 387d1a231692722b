using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using ZeroG.Cryptography.Ciphers;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// 1 MiB of a model under AES-256-GCM, as it is decrypted piece by piece. Beside it the runtime's own, which takes whole messages only, and
/// BouncyCastle's, which takes pieces; and what processors without the instructions do.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class AesGcmBenchmarks : IDisposable
{
    private readonly byte[] _key = new byte[AesGcmKey.KeySize];
    private readonly byte[] _nonce = new byte[12];
    private readonly byte[] _tag = new byte[AesGcmKey.TagSize];
    private readonly byte[] _plain = new byte[1 << 20];
    private readonly byte[] _encrypted = new byte[1 << 20];
    private readonly byte[] _output = new byte[(1 << 20) + 16];
    private AesGcmKey _own = null!;
    private AesGcmKey _portable = null!;
    private AesGcm _system = null!;

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(20);
        random.NextBytes(_key);
        random.NextBytes(_plain);
        _own = new AesGcmKey(_key);
        _portable = new AesGcmKey(_key, portable: true);
        _system = new AesGcm(_key, AesGcmKey.TagSize);
        _system.Encrypt(_nonce, _plain, _encrypted, _tag);
        foreach (Func<bool> way in (Func<bool>[])[Own, Portable, SystemLibrary, BouncyCastle])
        {
            Array.Clear(_output);
            if (!way())
            {
                throw new InvalidOperationException("The tag is another.");
            }

            Answers.AssertEqual(_plain, _output.AsSpan(0, _plain.Length), way.Method.Name);
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _own.Dispose();
        _portable.Dispose();
        _system.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public bool Own() => _own.TryDecrypt(_nonce, _encrypted, _tag, _output);

    [Benchmark]
    public bool Portable() => _portable.TryDecrypt(_nonce, _encrypted, _tag, _output);

    [Benchmark(Baseline = true)]
    public bool SystemLibrary()
    {
        _system.Decrypt(_nonce, _encrypted, _tag, _output.AsSpan(0, _plain.Length));
        return true;
    }

    [Benchmark]
    public bool BouncyCastle()
    {
        GcmBlockCipher cipher = new(new AesEngine());
        cipher.Init(false, new AeadParameters(new KeyParameter(_key), 128, _nonce));
        int done = cipher.ProcessBytes(_encrypted, 0, _encrypted.Length, _output, 0);
        done += cipher.ProcessBytes(_tag, 0, _tag.Length, _output, done);
        return done + cipher.DoFinal(_output, done) == _plain.Length;
    }
}
