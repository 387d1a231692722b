using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>Multiples of the generators on two threads, 2^20 in G1 and 2^16 in G2, beside 2^10 in G1 one by one.</summary>
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class FixedBaseBenchmarks
{
    private readonly Fr[] _scalars = ScalarElements.Random(1 << 20);
    private readonly G1Affine[] _multiples = new G1Affine[1 << 20];
    private readonly G2Affine[] _twistMultiples = new G2Affine[1 << 16];

    [GlobalSetup]
    public void SetUp()
    {
        OneByOneG1();
        byte[] expected = MemoryMarshal.AsBytes<G1Affine>(_multiples.AsSpan(0, 1 << 10)).ToArray();
        G1();
        Answers.AssertEqual(expected, MemoryMarshal.AsBytes<G1Affine>(_multiples.AsSpan(0, 1 << 10)), nameof(G1));
        G2();
        G2Affine[] last = [G2Affine.Generator.Multiply(_scalars[(1 << 16) - 1]).ToAffine()];
        ReadOnlySpan<G2Affine> computed = _twistMultiples.AsSpan((1 << 16) - 1);
        Answers.AssertEqual(MemoryMarshal.AsBytes<G2Affine>(last), MemoryMarshal.AsBytes(computed), nameof(G2));
    }

    /// <summary>2^10 of them.</summary>
    [Benchmark(Baseline = true)]
    public void OneByOneG1()
    {
        for (int i = 0; i < 1 << 10; i++)
        {
            _multiples[i] = G1Affine.Generator.Multiply(_scalars[i]).ToAffine();
        }
    }

    /// <summary>2^20 of them.</summary>
    [Benchmark]
    public void G1() => FixedBase.G1.Multiply(_scalars, _multiples, threads: 2);

    /// <summary>2^16 of them.</summary>
    [Benchmark]
    public void G2() => FixedBase.G2.Multiply(_scalars.AsSpan(0, 1 << 16), _twistMultiples, threads: 2);
}
