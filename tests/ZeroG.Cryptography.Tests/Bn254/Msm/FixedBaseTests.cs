using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Multiples of the generators from tables.</summary>
public sealed class FixedBaseTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void MultiplesOfG1_AreThoseOfThePlainWay(int width)
    {
        Fr[] scalars = [.. PointSamples.EdgeScalars, .. PointSamples.RandomScalars(200, seed: 3)];
        G1Affine[] multiples = new G1Affine[scalars.Length];
        FixedBase.G1.Multiply(scalars, multiples, width, threads: 2, progress: null, CancellationToken.None);
        Assert.Equal(scalars.Select(s => G1Affine.Generator.Multiply(s).ToAffine()), multiples);
    }

    [Fact]
    public void MultiplesOfG2_AreThoseOfThePlainWay()
    {
        Fr[] scalars = [.. PointSamples.EdgeScalars, .. PointSamples.RandomScalars(100, seed: 4)];
        G2Affine[] multiples = new G2Affine[scalars.Length];
        FixedBase.G2.Multiply(scalars, multiples, threads: 2);
        Assert.Equal(scalars.Select(s => G2Affine.Generator.Multiply(s).ToAffine()), multiples);
    }

    [Fact]
    public void AllBlocks_AreDone_AndTold()
    {
        Fr[] scalars = [.. Enumerable.Range(0, 5000).Select(i => Fr.FromUInt64((ulong)i))];
        G1Affine[] multiples = new G1Affine[scalars.Length];
        long done = 0;
        FixedBase.G1.Multiply(scalars, multiples, threads: 2, progress: count => Interlocked.Add(ref done, count));
        Assert.Equal(5000, done);
        G1Jacobian expected = G1Jacobian.Infinity;
        foreach (G1Affine multiple in multiples)
        {
            Assert.Equal(expected.ToAffine(), multiple);
            expected += G1Affine.Generator;
        }
    }

    [Fact]
    public void WrongRoom_AndCancelledWork_AreTold()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<ArgumentException>(() => FixedBase.G1.Multiply(new Fr[3], new G1Affine[2]));
        Assert.Throws<OperationCanceledException>(
            () => FixedBase.G1.Multiply(new Fr[3], new G1Affine[3], cancellationToken: source.Token));
    }
}
