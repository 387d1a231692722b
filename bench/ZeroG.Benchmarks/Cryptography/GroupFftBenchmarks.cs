using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// The Fourier transform of 1,024 points of G1, and three of them in one call, on two threads, beside one by ffjavascript. Needs Node.js
/// and the packages of <c>tests/interop</c>.
/// </summary>
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class GroupFftBenchmarks : IDisposable
{
    private const int Log = 10;

    private readonly Fr _root = Fr.RootOfUnity(Log);
    private G1Jacobian[] _points = [];
    private G1Jacobian[] _three = [];
    private FfjavascriptSums? _peer;

    [GlobalSetup]
    public void SetUp()
    {
        G1Affine[] points = SamplePoints.Create(1 << Log);
        _points = [.. points.Select(point => point.ToJacobian())];
        _three = [.. _points, .. _points, .. _points];
        _peer = new FfjavascriptSums(points, []);
        Ffjavascript();
        byte[] expected = _peer.Answer();
        One();
        Three();
        AssertEqual(expected, _points, nameof(One));
        AssertEqual(expected, _three.AsSpan(2 << Log), nameof(Three));
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
    public void One() => GroupFft.Forward(_points, _root, threads: 2);

    [Benchmark]
    public void Three() => GroupFft.Forward(_three, 1 << Log, _root, threads: 2);

    private static void AssertEqual(byte[] expected, ReadOnlySpan<G1Jacobian> actual, string method)
    {
        G1Affine[] affine = new G1Affine[actual.Length];
        G1Jacobian.Normalize(actual, affine);
        Answers.AssertEqual(expected, MemoryMarshal.AsBytes<G1Affine>(affine), method);
    }
}
