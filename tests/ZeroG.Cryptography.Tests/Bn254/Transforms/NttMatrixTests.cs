using System.Numerics;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254.Transforms;

/// <summary>Columns and whole matrices, by lanes and by their scalar twin.</summary>
public sealed class NttMatrixTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Techniques() => [.. PlainNtt.Techniques];

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Columns_AreEachATransform(bool lanes)
    {
        Random random = new(311);
        (int, int)[] shapes = [(1, 1), (2, 3), (1, 8), (128, 8), (16, 13), (512, 24), (1024, 9), (2048, 8), (4096, 2), (8, 0)];
        foreach ((int rows, int columns) in shapes)
        {
            Fr[] matrix = PlainNtt.Random(random, rows * columns);
            Fr[] values = [.. matrix];
            Ntt.TransformColumns(values, rows, columns, inverse: false, lanes, 2, Token);

            for (int m = 0; m < columns; m++)
            {
                Assert.Equal(PlainNtt.ByHalves(Column(matrix, m)), Column(values, m));
            }

            Ntt.TransformColumns(values, rows, columns, inverse: true, lanes, 1, Token);
            Assert.Equal(matrix, values);

            Fr[] Column(Fr[] of, int m) => [.. Enumerable.Range(0, rows).Select(k => of[(k * columns) + m])];
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Matrix_HasTheValuesOnTheCosetWhereTheProtocolPutsThem(bool lanes)
    {
        Random random = new(312);
        (int, int)[] shapes = [(1, 1), (2, 8), (4, 4), (8, 8), (8, 32), (16, 8), (64, 32), (1, 16), (16, 1), (2, 4096), (4096, 2)];
        foreach ((int rows, int columns) in shapes)
        {
            int n = rows * columns;
            Fr root = Fr.RootOfUnity(BitOperations.Log2((uint)n));
            foreach (Fr coset in (Fr[])[Fr.One, Fr.RootOfUnity(BitOperations.Log2((uint)n) + 2), PlainNtt.Random(random, 1)[0]])
            {
                Fr[] coefficients = PlainNtt.Random(random, n);
                Fr[] matrix = new Fr[n], back = new Fr[n];
                Ntt.ToMatrix(coefficients, matrix, rows, columns, coset, lanes, 2, Token);
                for (int t = 0; t < n; t += Math.Max(1, n / 100))
                {
                    Fr expected = PlainNtt.Evaluate(coefficients, coset * root.Pow((ulong)t));
                    Assert.Equal(expected, matrix[(t % rows * columns) + (t / rows)]);
                }

                Ntt.FromMatrix(matrix, back, rows, columns, coset, lanes, 2, Token);
                Assert.Equal(coefficients, back);

                // Over its own memory.
                Ntt.ToMatrix(back, back, rows, columns, coset, lanes, 1, Token);
                Assert.Equal(matrix, back);
                Ntt.FromMatrix(back, back, rows, columns, coset, lanes, 1, Token);
                Assert.Equal(coefficients, back);
            }
        }
    }

    [Fact]
    public void Matrix_OfAFullBlob_ComesBackFromItsCosets()
    {
        const int Rows = 1024, Columns = 1024;
        Fr[] coefficients = PlainNtt.Random(new Random(313), Rows * Columns);
        Fr[] matrix = new Fr[coefficients.Length];
        Fr coset = Fr.RootOfUnity(22);
        Ntt.ForwardToMatrix(coefficients, matrix, Rows, Columns, coset, threads: 2, Token);

        Fr point = coset * Fr.RootOfUnity(20).Pow((Rows * 1000) + 3);
        Assert.Equal(PlainNtt.Evaluate(coefficients, point), matrix[(3 * Columns) + 1000]);
        Ntt.InverseFromMatrix(matrix, matrix, Rows, Columns, coset, threads: 2, Token);
        Assert.True(coefficients.AsSpan().SequenceEqual(matrix));
    }

    [Fact]
    public void Sizes_ThatDoNotFit_AreRefused()
    {
        Fr[] twelve = new Fr[12], sixteen = new Fr[16];

        Assert.Contains(
            "3 x 5", Assert.Throws<ArgumentException>(() => Ntt.ForwardColumns(sixteen, 3, 5)).Message, StringComparison.Ordinal);
        Assert.Equal("rows", Assert.Throws<ArgumentException>(() => Ntt.InverseColumns(twelve, 6, 2)).ParamName);
        Assert.Throws<ArgumentException>(() => Ntt.InverseColumns(sixteen, -4, -4));
        Assert.Throws<ArgumentException>(() => Ntt.ForwardColumns(sixteen, 4, 3));
        Assert.Throws<ArgumentException>(() => Ntt.ForwardToMatrix(sixteen, twelve, 4, 4, Fr.One));
        Assert.Throws<ArgumentException>(() => Ntt.ForwardToMatrix(twelve, twelve, 4, 3, Fr.One));
        Assert.Throws<ArgumentException>(() => Ntt.InverseFromMatrix(sixteen, twelve, 4, 4, Fr.One));
        Assert.Equal("coset", Assert.Throws<ArgumentException>(() => Ntt.ForwardToMatrix(sixteen, sixteen, 4, 4, Fr.Zero)).ParamName);
        Assert.Equal("coset", Assert.Throws<ArgumentException>(() => Ntt.InverseFromMatrix(sixteen, sixteen, 4, 4, Fr.Zero)).ParamName);
    }

    [Fact]
    public void Cancelled_Ends()
    {
        CancellationToken cancelled = new(canceled: true);
        Fr[] matrix = new Fr[1024];

        Assert.ThrowsAny<OperationCanceledException>(() => Ntt.ForwardColumns(matrix, 32, 32, 2, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => Ntt.ForwardToMatrix(matrix, matrix, 32, 32, Fr.One, 2, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => Ntt.InverseFromMatrix(matrix, matrix, 32, 32, Fr.One, 1, cancelled));
    }
}
