using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>What the lanes give on three processors: eight at once with AVX-512, by halves with AVX2 alone, and scalar code.</summary>
[Config(typeof(ProcessorJobs))]
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD", "Alloc Ratio")]
public class VectorWidthBenchmarks
{
    private const int Points = 1 << 14;
    private const int Pairs = 64;

    private readonly Fr[] _scalars = ScalarElements.Random(1 << 18);
    private readonly G2Affine[] _twistPoints = new G2Affine[Pairs];
    private G1Affine[] _points = [];
    private PointSet? _set;

    [GlobalSetup]
    public void SetUp()
    {
        _points = SamplePoints.Create(Points);
        _set = PointSet.From(_points);
        Array.Fill(_twistPoints, G2Affine.Generator);
    }

    /// <summary>An NTT of 2^18.</summary>
    [Benchmark]
    public void Transform() => Ntt.Forward(_scalars);

    /// <summary>A sum of 2^14 points.</summary>
    [Benchmark]
    public G1Jacobian Sum() => Msm.Multiply(_set!, 0, _scalars.AsSpan(0, Points), threads: 1, CancellationToken.None);

    /// <summary>Whether a product of 64 pairings is one.</summary>
    [Benchmark]
    public bool Product() => Pairing.ProductIsOne(_points.AsSpan(0, Pairs), _twistPoints);
}
