using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Many sums in one call.</summary>
public sealed class MsmChunksTests
{
    [Theory]
    [InlineData(1, 50, false)]
    [InlineData(7, 33, false)]
    [InlineData(7, 33, true)]
    [InlineData(40, 3, false)]
    [InlineData(40, 1, true)]
    [InlineData(3, 0, true)]
    [InlineData(0, 5, true)]
    public void Chunks_AreSumsOfTheirOwn(int count, int length, bool repeatBases)
    {
        const int start = 2;
        G1Affine[] points = PointSamples.Points(start + (Math.Max(1, count) * length));
        Fr[] scalars = PointSamples.MixedScalars(count * length, seed: count);
        G1Jacobian[] expected =
        [
            .. Enumerable.Range(0, count).Select(i => PointSamples.PlainSum(
                points.AsSpan(start + (repeatBases ? 0 : i * length), length), scalars.AsSpan(i * length, length))),
        ];
        foreach (PointSet set in new[] { PointSet.From(points), PointSet.WithTable(points, Math.Max(1, length)) })
        {
            for (int threads = 1; threads <= 3; threads++)
            {
                G1Jacobian[] sums = new G1Jacobian[count];
                Msm.MultiplyChunks(set, start, length, scalars, sums, repeatBases, threads);
                Assert.Equal(expected, sums);
            }
        }
    }

    [Fact]
    public void Chunks_MayLieApart()
    {
        // The second halves of pieces of 16 coefficients: what the levels of the proof tree take.
        G1Affine[] points = PointSamples.Points(16);
        Fr[] scalars = PointSamples.RandomScalars(64, seed: 5);
        MsmChunks chunks = new(4, 8) { ScalarStart = 8, ScalarStride = 16, BaseStart = 8 };
        G1Jacobian[] sums = new G1Jacobian[4];
        Msm.MultiplyChunks(PointSet.From(points), scalars, chunks, sums);
        for (int i = 0; i < 4; i++)
        {
            Assert.True(PointSamples.PlainSum(points.AsSpan(8), scalars.AsSpan((16 * i) + 8, 8)) == sums[i]);
        }
    }

    [Fact]
    public void EmptyChunks_AmongOthers_AreInfinity()
    {
        G1Affine[] points = PointSamples.Points(64);
        Fr[] scalars = PointSamples.RandomScalars(64, seed: 6);
        scalars.AsSpan(16, 32).Clear();
        G1Jacobian[] sums = new G1Jacobian[4];
        Msm.MultiplyChunks(PointSet.From(points), 0, 16, scalars, sums, threads: 2);
        Assert.True(sums[1].IsInfinity);
        Assert.True(sums[2].IsInfinity);
        Assert.True(PointSamples.PlainSum(points.AsSpan(48), scalars.AsSpan(48)) == sums[3]);
    }

    [Fact]
    public void ManyChunks_OfFewTerms_WithZerosAndOnes()
    {
        // So many sums are put together side by side; some stay at infinity all the way.
        G1Affine[] points = PointSamples.Points(3);
        points[2] = -points[1];
        Fr[] scalars = PointSamples.MixedScalars(300, seed: 9);
        scalars.AsSpan(0, 30).Clear();
        scalars.AsSpan(90, 30).Fill(Fr.One);
        scalars.AsSpan(150, 30).Fill(-Fr.One);
        foreach (PointSet set in new[] { PointSet.From(points), PointSet.WithTable(points, 3) })
        {
            G1Jacobian[] sums = new G1Jacobian[100];
            Msm.MultiplyChunks(set, 0, 3, scalars, sums, repeatBases: true, threads: 2);
            Assert.Equal(scalars.Chunk(3).Select(chunk => PointSamples.PlainSum(points, chunk)), sums);
        }
    }

    [Fact]
    public void Progress_CountsEveryTerm()
    {
        G1Affine[] points = PointSamples.Points(512);
        Fr[] scalars = PointSamples.RandomScalars(512 * 8, seed: 7);
        long terms = 0;
        Msm.MultiplyChunks(
            PointSet.WithTable(points, 512), 0, 512, scalars, new G1Jacobian[8], repeatBases: true, threads: 2,
            progress: count => Interlocked.Add(ref terms, count));
        Assert.Equal(512 * 8, terms);
    }

    [Fact]
    public void CancelledMidway_Stops()
    {
        using CancellationTokenSource source = new();
        G1Affine[] points = PointSamples.Points(1024);
        Fr[] scalars = PointSamples.RandomScalars(1024 * 16, seed: 8);
        Assert.Throws<OperationCanceledException>(() => Msm.MultiplyChunks(
            PointSet.From(points), 0, 1024, scalars, new G1Jacobian[16], repeatBases: true, threads: 2,
            progress: _ => source.Cancel(), cancellationToken: source.Token));
    }

    [Fact]
    public void TermsThatAreNotThere_AreRefused()
    {
        PointSet set = PointSet.From(PointSamples.Points(16));
        Fr[] scalars = new Fr[32];
        Assert.Throws<ArgumentException>(() => Msm.MultiplyChunks(set, 0, 16, scalars, new G1Jacobian[2]));
        Assert.Throws<ArgumentException>(() => Msm.MultiplyChunks(set, 0, 16, scalars, new G1Jacobian[3], repeatBases: true));
        Assert.Throws<ArgumentException>(() => Msm.MultiplyChunks(set, scalars, new MsmChunks(2, 16), new G1Jacobian[1]));
        MsmChunks backwards = new(2, 8) { ScalarStride = -1 };
        Assert.Throws<ArgumentException>(() => Msm.MultiplyChunks(set, scalars, backwards, new G1Jacobian[2]));
    }
}
