using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// One transform on two threads and on one, beside ffjavascript, which takes as many as there are processors. Needs Node.js and the
/// packages of <c>tests/interop</c>.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class NttBenchmarks : IDisposable
{
    private Fr[] _coefficients = [];
    private Fr[] _values = [];
    private FfjavascriptPeer? _peer;

    [Params(10, 12, 14, 16, 18, 20)]
    public int Log { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _coefficients = ScalarElements.Random(1 << Log);
        _values = [.. _coefficients];
        _peer = new FfjavascriptPeer(_coefficients);
        Ffjavascript();
        Ntt.Forward(_values, threads: 2);
        Answers.AssertEqual(_peer.Values(), MemoryMarshal.AsBytes<Fr>(_values), nameof(TwoThreads));
        _coefficients.CopyTo(_values, 0);
        Ntt.Forward(_values);
        Answers.AssertEqual(_peer.Values(), MemoryMarshal.AsBytes<Fr>(_values), nameof(OneThread));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _peer?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void Ffjavascript() => _peer!.Transform();

    [Benchmark]
    public void TwoThreads() => Ntt.Forward(_values, threads: 2);

    [Benchmark]
    public void OneThread() => Ntt.Forward(_values);
}
