using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// One sum of 2^Log multiples in G1 on two threads and on one, beside ffjavascript, which takes as many as there are processors. Needs
/// Node.js and the packages of <c>tests/interop</c>.
/// </summary>
[MemoryDiagnoser]
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class MsmBenchmarks : IDisposable
{
    private PointSet _bases = PointSet.From([]);
    private Fr[] _scalars = [];
    private FfjavascriptSums? _peer;

    [Params(10, 12, 14, 16, 18, 20)]
    public int Log { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        G1Affine[] points = SamplePoints.Create(1 << Log);
        _bases = PointSet.From(points);
        _scalars = [.. ScalarElements.Random(1 << Log).Reverse()];
        _peer = new FfjavascriptSums(points, _scalars);
        Ffjavascript();
        byte[] expected = _peer.Answer();
        Answers.AssertEqual(expected, SamplePoints.Bytes(TwoThreads()), nameof(TwoThreads));
        Answers.AssertEqual(expected, SamplePoints.Bytes(OneThread()), nameof(OneThread));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _peer?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void Ffjavascript() => _peer!.Sum();

    [Benchmark]
    public G1Jacobian TwoThreads() => Msm.Multiply(_bases, 0, _scalars, threads: 2);

    [Benchmark]
    public G1Jacobian OneThread() => Msm.Multiply(_bases, 0, _scalars);
}
