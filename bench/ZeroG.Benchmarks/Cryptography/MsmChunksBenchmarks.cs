using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// 1,024 sums of 1,024 multiples, as an encoder takes them for rows (bases of their own) and for the deepest proofs (the same bases, which
/// have a table), on two threads. Beside them the rows one sum after another.
/// </summary>
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class MsmChunksBenchmarks
{
    private const int Rows = 1024;
    private const int Columns = 1024;

    private readonly G1Jacobian[] _sums = new G1Jacobian[Rows];
    private PointSet _bases = PointSet.From([]);
    private PointSet _table = PointSet.From([]);
    private Fr[] _scalars = [];

    [GlobalSetup]
    public void SetUp()
    {
        G1Affine[] points = SamplePoints.Create(Rows * Columns);
        _bases = PointSet.From(points, threads: 2);
        _table = PointSet.WithTable(points.AsSpan(0, Columns), Columns, threads: 2);
        _scalars = [.. ScalarElements.Random(Rows * Columns).Reverse()];
        OneByOne();
        G1Jacobian[] expected = [.. _sums];
        Together();
        AssertEqual(expected, nameof(Together));
        SameBases();
        for (int i = 0; i < Rows; i++)
        {
            expected[i] = Msm.Multiply(_bases, 0, _scalars.AsSpan(i * Columns, Columns));
        }

        AssertEqual(expected, nameof(SameBases));
    }

    [Benchmark(Baseline = true)]
    public void OneByOne()
    {
        for (int i = 0; i < Rows; i++)
        {
            _sums[i] = Msm.Multiply(_bases, i * Columns, _scalars.AsSpan(i * Columns, Columns), threads: 2);
        }
    }

    [Benchmark]
    public void Together() => Msm.MultiplyChunks(_bases, 0, Columns, _scalars, _sums, threads: 2);

    [Benchmark]
    public void SameBases() => Msm.MultiplyChunks(_table, 0, Columns, _scalars, _sums, repeatBases: true, threads: 2);

    private void AssertEqual(G1Jacobian[] expected, string method)
    {
        for (int i = 0; i < Rows; i++)
        {
            Answers.AssertEqual(SamplePoints.Bytes(expected[i]), SamplePoints.Bytes(_sums[i]), method);
        }
    }
}
