using FsCheck.Xunit;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Sums of many multiples, each against one term after another.</summary>
public sealed class MsmTests
{
    public static IEnumerable<object[]> Widths => Enumerable.Range(2, WindowPlan.MaxWidth - 1).Select(width => new object[] { width });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(31)]
    [InlineData(100)]
    public void Sum_OfAnyLength_IsTheSumOfItsTerms(int count)
    {
        G1Affine[] points = PointSamples.Points(count);
        Fr[] scalars = PointSamples.MixedScalars(count, seed: count);
        G1Jacobian expected = PointSamples.PlainSum(points, scalars);
        Assert.True(expected == Msm.Multiply(points, scalars));
        Assert.True(expected == Msm.Multiply(PointSet.From(points), 0, scalars, threads: 2));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public unsafe void Sum_WithWindowsOfAnyWidth_IsTheSumOfItsTerms(int width)
    {
        const int count = 60;
        G1Affine[] points = PointSamples.Points(count);
        Fr[] scalars = PointSamples.MixedScalars(count, seed: width);
        G1Jacobian expected = PointSamples.PlainSum(points, scalars);
        WindowPlan plan = new(width);
        G1Jacobian sum;
        fixed (Fr* scalar = scalars)
        {
            new MsmBatch(PointSet.From(points), scalar, new MsmChunks(1, count), &sum, plan).Run(1, null, CancellationToken.None);
        }

        Assert.True(expected == sum);
        if (width < 14)
        {
            PointSet table = PointSet.Create(points, plan, threads: 1, CancellationToken.None);
            Assert.True(expected == Msm.Multiply(table, 0, scalars));
        }
    }

    [Fact]
    public void EdgeScalars_AllInOneSum()
    {
        G1Affine[] points = PointSamples.Points(PointSamples.EdgeScalars.Length);
        Assert.True(PointSamples.PlainSum(points, PointSamples.EdgeScalars) == Msm.Multiply(points, PointSamples.EdgeScalars));
    }

    [Fact]
    public void Zeros_SumToInfinity()
    {
        G1Affine[] points = PointSamples.Points(300);
        Assert.True(Msm.Multiply(points, new Fr[300]).IsInfinity);
        Assert.True(Msm.Multiply(PointSet.WithTable(points, 300), 0, new Fr[300]).IsInfinity);
    }

    [Fact]
    public void FewNonZeroScalars_AmongManyZeros()
    {
        G1Affine[] points = PointSamples.Points(1000);
        Fr[] scalars = new Fr[1000];
        scalars[3] = Fr.FromUInt64(7);
        scalars[999] = -Fr.One;
        G1Jacobian expected = points[3].Multiply(scalars[3]) - points[999];
        Assert.True(expected == Msm.Multiply(points, scalars));
        Assert.True(expected == Msm.Multiply(PointSet.WithTable(points, 1000), 0, scalars));
    }

    [Fact]
    public void EqualOppositeAndInfinitePoints_AddUp()
    {
        G1Affine[] points = PointSamples.Points(200);
        points.AsSpan(10, 50).Fill(points[0]);
        points.AsSpan(60, 50).Fill(-points[0]);
        points.AsSpan(110, 20).Clear();
        Fr[] random = PointSamples.MixedScalars(200, seed: 4);
        Fr[] same = [.. Enumerable.Repeat(random[1], 200)];
        Fr[] ones = [.. Enumerable.Repeat(Fr.One, 200)];
        foreach (Fr[] scalars in new[] { random, same, ones })
        {
            G1Jacobian expected = PointSamples.PlainSum(points, scalars);
            Assert.True(expected == Msm.Multiply(points, scalars));
            Assert.True(expected == Msm.Multiply(PointSet.WithTable(points, 200), 0, scalars));
        }
    }

    [Fact]
    public void PointAndItsNegative_Cancel()
    {
        G1Affine[] points = PointSamples.Points(64);
        Fr[] scalars = PointSamples.RandomScalars(64, seed: 1);
        G1Affine[] all = [.. points, .. points.Select(p => -p)];
        Assert.True(Msm.Multiply(all, (Fr[])[.. scalars, .. scalars]).IsInfinity);
    }

    [Property(MaxTest = 20)]
    public bool Sums_AreLinear(int seed, ushort size)
    {
        int count = 1 + (size % 200);
        G1Affine[] points = PointSamples.Points(count);
        PointSet set = PointSet.From(points);
        Fr[] a = PointSamples.MixedScalars(count, seed);
        Fr[] b = PointSamples.MixedScalars(count, unchecked(seed + 1));
        Fr factor = PointSamples.RandomScalars(1, seed)[0];
        Fr[] combined = [.. a.Zip(b, (x, y) => (factor * x) + y)];
        return Msm.Multiply(set, 0, combined) == Msm.Multiply(set, 0, a).Multiply(factor) + Msm.Multiply(set, 0, b);
    }

    [Fact]
    public void Halves_StayWithinTheBuckets()
    {
        UInt128 largest = 0;
        foreach (Fr scalar in PointSamples.EdgeScalars.Concat(PointSamples.RandomScalars(20_000, seed: 8)))
        {
            (Int128 k1, Int128 k2) = Glv.Decompose(scalar);
            largest = UInt128.Max(largest, UInt128.Max((UInt128)Int128.Abs(k1), (UInt128)Int128.Abs(k2)));
        }

        Assert.InRange(largest, (UInt128)0, WindowPlan.LargestHalf);
    }

    [Fact]
    public void MorePointsThanScalars_OrFewer_AreRefused()
    {
        G1Affine[] points = PointSamples.Points(8);
        PointSet set = PointSet.From(points);
        Assert.Throws<ArgumentException>(() => Msm.Multiply(points, new Fr[7]));
        Assert.Throws<ArgumentException>(() => Msm.Multiply(set, 1, new Fr[8]));
        Assert.Throws<ArgumentException>(() => Msm.Multiply(set, -1, new Fr[2]));
        Assert.ThrowsAny<ArgumentException>(() => Msm.Multiply(set, 0, new Fr[8], threads: 0));
    }

    [Fact]
    public void CancelledWork_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        G1Affine[] points = PointSamples.Points(8);
        Assert.Throws<OperationCanceledException>(() => Msm.Multiply(points, PointSamples.RandomScalars(8, 1), 1, source.Token));
        Assert.Throws<OperationCanceledException>(() => Msm.Multiply(points, PointSamples.RandomScalars(8, 1), 2, source.Token));
        Assert.Throws<OperationCanceledException>(() => PointSet.WithTable(points, 8, 1, source.Token));
    }
}
