using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254.Transforms;

/// <summary>One transform at a time, by lanes and by their scalar twin.</summary>
public sealed class NttTests
{
    private static readonly Fr MinusOne = -Fr.One;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Techniques() => [.. PlainNtt.Techniques];

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Forward_OfAnyLength_IsTheDefinition(bool lanes)
    {
        Random random = new(300);
        for (int log = 0; log <= 8; log++)
        {
            Fr[] coefficients = PlainNtt.Random(random, 1 << log);
            Fr[] values = [.. coefficients];
            Ntt.Transform(values, inverse: false, lanes, 1, Token);

            Assert.Equal(PlainNtt.ByDefinition(coefficients), values);
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Forward_OfLongerLengths_IsThatOfHalves(bool lanes)
    {
        Random random = new(301);
        for (int log = 9; log <= 14; log++)
        {
            Fr[] coefficients = PlainNtt.Random(random, 1 << log);
            Fr[] values = [.. coefficients];
            Ntt.Transform(values, inverse: false, lanes, 2, Token);

            Assert.Equal(PlainNtt.ByHalves(coefficients), values);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    public void Forward_OfTheLengthsOfBlobs_HasTheValuesOfThePolynomial(int log)
    {
        Fr[] coefficients = PlainNtt.Random(new Random(302), 1 << log);
        Fr[] values = [.. coefficients];
        Ntt.Forward(values, threads: 2, Token);

        foreach (int i in (int[])[1, 777_777])
        {
            Assert.Equal(PlainNtt.Evaluate(coefficients, Fr.RootOfUnity(log).Pow((ulong)i)), values[i]);
        }

        Ntt.Inverse(values, threads: 2, Token);
        Assert.True(coefficients.AsSpan().SequenceEqual(values));
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Inverse_OfForward_IsWhatWasThere(bool lanes)
    {
        Random random = new(303);
        for (int log = 0; log <= 14; log++)
        {
            Fr[] coefficients = PlainNtt.Random(random, 1 << log);
            Fr[] values = [.. coefficients];
            Ntt.Transform(values, inverse: false, lanes, 1, Token);
            Ntt.Transform(values, inverse: true, lanes, 3, Token);

            Assert.Equal(coefficients, values);
        }
    }

    // Limbs and values at their ends: all elements p - 1 or 0, and those that a sum of all makes largest.
    [Theory]
    [MemberData(nameof(Techniques))]
    public void Forward_OfExtremes_IsThatOfHalves(bool lanes)
    {
        foreach (int log in (int[])[7, 10, 13])
        {
            int n = 1 << log;
            Fr root = Fr.RootOfUnity(log);
            Fr[][] inputs =
            [
                new Fr[n],
                [.. Enumerable.Repeat(MinusOne, n)],
                [.. Enumerable.Range(0, n).Select(k => k % 2 == 0 ? MinusOne : Fr.Zero)],
                [.. Enumerable.Range(0, n).Select(k => k < n / 2 ? MinusOne : Fr.One)],
                [.. Enumerable.Range(0, n).Select(k => k == n - 1 ? MinusOne : Fr.Zero)],
                Fr.Powers(MinusOne, root, n),
                Fr.Powers(Fr.One, root.Inverse(), n),
            ];
            foreach (Fr[] input in inputs)
            {
                Fr[] values = [.. input];
                Ntt.Transform(values, inverse: false, lanes, 1, Token);
                Assert.Equal(PlainNtt.ByHalves(input), values);
                Ntt.Transform(values, inverse: true, lanes, 1, Token);
                Assert.Equal(input, values);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void Forward_IsLinear(bool lanes)
    {
        Random random = new(304);
        Fr[] a = PlainNtt.Random(random, 1 << 11), b = PlainNtt.Random(random, 1 << 11);
        Fr factor = PlainNtt.Random(random, 1)[0];
        Fr[] combined = [.. a.Zip(b, (x, y) => (factor * x) - y)];

        Ntt.Transform(a, inverse: false, lanes, 1, Token);
        Ntt.Transform(b, inverse: false, lanes, 1, Token);
        Ntt.Transform(combined, inverse: false, lanes, 1, Token);

        Assert.Equal(a.Zip(b, (x, y) => (factor * x) - y), combined);
    }

    [Theory]
    [MemberData(nameof(Techniques))]
    public void ProductOfValues_IsThatOfThePolynomials(bool lanes)
    {
        Random random = new(305);
        Fr[] a = PlainNtt.Random(random, 40), b = PlainNtt.Random(random, 80);
        Fr[] product = new Fr[128], left = [.. a, .. new Fr[88]], right = [.. b, .. new Fr[48]];
        for (int i = 0; i < a.Length; i++)
        {
            for (int k = 0; k < b.Length; k++)
            {
                product[i + k] += a[i] * b[k];
            }
        }

        Ntt.Transform(left, inverse: false, lanes, 1, Token);
        Ntt.Transform(right, inverse: false, lanes, 1, Token);
        Fr[] values = [.. left.Zip(right, (x, y) => x * y)];
        Ntt.Transform(values, inverse: true, lanes, 1, Token);

        Assert.Equal(product, values);
    }

    [Fact]
    public void Scale_MovesTheValuesToACoset()
    {
        Fr[] coefficients = PlainNtt.Random(new Random(306), 64);
        Fr[] values = [.. coefficients];
        Ntt.Scale(values, Fr.FromUInt64(7));
        Ntt.Forward(values, cancellationToken: Token);

        Assert.Equal(PlainNtt.Evaluate(coefficients, Fr.RootOfUnity(6).Pow(5) * Fr.FromUInt64(7)), values[5]);
    }

    // The roots of the vectors, constants.json.
    [Theory]
    [InlineData(4, "0x21082ca216cbbf4e1c6e4f4594dd508c996dfbe1174efb98b11509c6e306460b")]
    [InlineData(12, "0x0931d596de2fd10f01ddd073fd5a90a976f169c76f039bb91c4775720042d43a")]
    [InlineData(20, "0x26125da10a0ed06327508aba06d1e303ac616632dbed349f53422da953337857")]
    public void Forward_OfX_BeginsWithTheRootOfTheProtocol(int log, string root)
    {
        Fr[] values = new Fr[1 << log];
        values[1] = Fr.One;
        Ntt.Forward(values, cancellationToken: Token);

        Assert.Equal(Fr.One, values[0]);
        Assert.Equal(root, values[1].ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(96)]
    public void Transform_LengthIsNoPowerOfTwo_IsRefused(int length)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Ntt.Forward(new Fr[length], cancellationToken: Token));
        Assert.Contains($"these are {length}", e.Message, StringComparison.Ordinal);
        Assert.Equal("values", e.ParamName);
        Assert.Throws<ArgumentException>(() => Ntt.Inverse(new Fr[length], cancellationToken: Token));
    }

    [Fact]
    public void Transform_LongerThanTheLongest_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Ntt.Forward(new Fr[1 << (Ntt.MaxLog + 1)], cancellationToken: Token));

    [Fact]
    public void Transform_NoThreads_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Ntt.Forward(new Fr[64], threads: 0, Token));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Transform_Cancelled_Ends(int threads)
    {
        CancellationToken cancelled = new(canceled: true);

        Assert.ThrowsAny<OperationCanceledException>(() => Ntt.Forward(new Fr[1 << 12], threads, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => Ntt.Inverse(new Fr[4], threads, cancelled));
    }
}
