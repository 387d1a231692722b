using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254.Lanes;

/// <summary>What vectors of 256 bits have to put together, against the same on single numbers.</summary>
public sealed class WideTests
{
    public WideTests() => Assert.SkipUnless(Avx2.IsSupported && Fma.IsSupported, "This processor has no AVX2.");

    [Fact]
    public void ToInt64_OfAllThatItPromises_IsTheNearestInteger()
    {
        double[] numbers =
        [
            0, 1, -1, 2, -2, 3, -3, 4, 5, -5, 0.25, -0.25, 0.75, -0.75, 41.9, -41.9, (1L << 51) - 1, 1L << 51, -(1L << 51), (1L << 52) - 1,
            1L << 52, -(1L << 52), (1L << 53) - 1, (1L << 53) - 2, 1L << 53, -((1L << 53) - 1), -(1L << 53),
            .. At(new Random(271), 1 << 10, random => random.NextInt64(-(1L << 53), 1L << 53)),
        ];
        foreach (double number in numbers)
        {
            Assert.Equal(Vector256.Create((long)Math.Round(number)), Wide.ToInt64(Vector256.Create(number)));
            Assert.Equal(Vector512.Create((long)Math.Round(number)), Wide.ToInt64(Vector512.Create(number)));
        }
    }

    [Fact]
    public void ToDouble_OfAnyInteger_IsTheNearestDouble()
    {
        long[] integers =
        [
            0, 1, -1, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 32, -(1L << 32), (1L << 51) + 1, -(1L << 52) - 1, (1L << 53) - 1,
            -(1L << 53), long.MaxValue, long.MinValue,
            .. At(new Random(272), 1 << 10, random => random.NextInt64(long.MinValue, long.MaxValue)),
        ];
        foreach (long integer in integers)
        {
            Assert.Equal(Vector256.Create((double)integer), Wide.ToDouble(Vector256.Create(integer)));
            Assert.Equal(Vector512.Create((double)integer), Wide.ToDouble(Vector512.Create(integer)));
        }
    }

    [Fact]
    public void ShiftRight_KeepsSigns()
    {
        foreach (long integer in (long[])[0, 1, -1, 1L << 52, -(1L << 52), (1L << 52) - 1, -(1L << 52) - 1, long.MaxValue, long.MinValue])
        {
            Assert.Equal(Vector512.Create(integer >> 16), Wide.ShiftRight(Vector512.Create(integer), 16));
            Assert.Equal(Vector512.Create(integer >> 52), Wide.ShiftRight(Vector512.Create(integer), 52));
            Assert.Equal(Vector512.Create(integer >> 63), Wide.ShiftRight(Vector512.Create(integer), 63));
        }
    }

    private static IEnumerable<T> At<T>(Random random, int count, Func<Random, T> make) =>
        Enumerable.Range(0, count).Select(_ => make(random));
}
