using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>The Fourier transform of points, against the sum that defines it.</summary>
public sealed class GroupFftTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Forward_IsTheSumThatDefinesIt(int log)
    {
        G1Affine[] points = PointSamples.Points(1 << log);
        if (log == 4)
        {
            points.AsSpan(9).Clear();
            points[3] = points[2];
        }

        Fr root = Fr.RootOfUnity(log);
        foreach (int threads in new[] { 1, 2 })
        {
            G1Jacobian[] values = [.. points.Select(p => p.ToJacobian())];
            GroupFft.Forward(values, root, threads);
            Assert.Equal(Plain(points, root), values);
        }
    }

    [Fact]
    public void Inverse_UndoesForward()
    {
        G1Jacobian[] points = [.. PointSamples.Points(64).Select((p, i) => i % 5 == 0 ? G1Jacobian.Infinity : p.Double())];
        G1Jacobian[] values = [.. points];
        GroupFft.Forward(values, Fr.RootOfUnity(6), threads: 2);
        Assert.NotEqual(points, values);
        GroupFft.Inverse(values, Fr.RootOfUnity(6), threads: 2);
        Assert.Equal(points, values);
    }

    [Fact]
    public void ManyTransforms_AreEachOne()
    {
        Fr root = Fr.RootOfUnity(3);
        G1Affine[] points = PointSamples.Points(24);
        points.AsSpan(8, 6).Clear();
        G1Jacobian[] values = [.. points.Select(p => p.ToJacobian())];
        GroupFft.Forward(values, 8, root, threads: 2);
        Assert.Equal(points.Chunk(8).SelectMany(chunk => Plain(chunk, root)), values);
        GroupFft.Inverse(values, 8, root);
        Assert.Equal(points.Select(p => p.ToJacobian()), values);
    }

    [Fact]
    public void Scale_MultipliesEachPoint()
    {
        Fr[] factors = [.. PointSamples.EdgeScalars.Where(s => !s.IsZero), .. PointSamples.RandomScalars(100, seed: 2)];
        G1Affine[] points = PointSamples.Points(2 * factors.Length);
        points[7] = G1Affine.Infinity;
        G1Jacobian[] values = [.. points.Select(p => p.ToJacobian().Double())];
        G1Jacobian[] expected = [.. values.Select((p, i) => p.Multiply(factors[i % factors.Length]))];
        GroupFft.Scale(values, factors, threads: 2);
        Assert.Equal(expected, values);
        Assert.Throws<ArgumentException>(() => GroupFft.Scale(values, new Fr[factors.Length]));
        Assert.Throws<ArgumentException>(() => GroupFft.Scale(values, factors.AsSpan(1)));
    }

    [Fact]
    public void CancelledWork_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => GroupFft.Forward(new G1Jacobian[8], Fr.RootOfUnity(3), cancellationToken: source.Token));
    }

    [Fact]
    public void AllInfinite_AllEqual_AndOneAlone()
    {
        Fr root = Fr.RootOfUnity(5);
        G1Jacobian[] values = [.. Enumerable.Repeat(G1Jacobian.Infinity, 32)];
        GroupFft.Forward(values, root);
        Assert.All(values, value => Assert.True(value.IsInfinity));

        G1Jacobian point = PointSamples.Points(1)[0].ToJacobian();
        Array.Fill(values, point);
        GroupFft.Forward(values, root);
        Assert.True(values[0] == point.Multiply(Fr.FromUInt64(32)));
        Assert.All(values[1..], value => Assert.True(value.IsInfinity));

        Array.Fill(values, G1Jacobian.Infinity);
        values[0] = point;
        GroupFft.Forward(values, root);
        Assert.All(values, value => Assert.True(value == point));
    }

    [Fact]
    public void WrongSizes_AndRoots_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => GroupFft.Forward(new G1Jacobian[3], Fr.RootOfUnity(2)));
        Assert.Throws<ArgumentException>(() => GroupFft.Forward(default, Fr.One));
        Assert.Throws<ArgumentException>(() => GroupFft.Forward(new G1Jacobian[12], 8, Fr.RootOfUnity(3)));
        Assert.Throws<ArgumentException>(() => GroupFft.Forward(new G1Jacobian[4], Fr.RootOfUnity(3)));
        Assert.Throws<ArgumentException>(() => GroupFft.Forward(new G1Jacobian[4], Fr.RootOfUnity(1)));
        Assert.Throws<ArgumentException>(() => GroupFft.Inverse(new G1Jacobian[1], Fr.RootOfUnity(1)));
    }

    private static IEnumerable<G1Jacobian> Plain(G1Affine[] points, Fr root) =>
        Enumerable.Range(0, points.Length).Select(s => PointSamples.PlainSum(
            points, [.. Enumerable.Range(0, points.Length).Select(i => root.Pow((ulong)(s * i)))]));
}
