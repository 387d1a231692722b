using System.Numerics;
using ZeroG.Cryptography.Bn254;
using ZeroG.Cryptography.Tests.Bn254.Lanes;

namespace ZeroG.Cryptography.Tests.Bn254.Transforms;

/// <summary>The butterflies on the largest inputs that they may get, where a broken bound would show.</summary>
public sealed unsafe class LaneStagesTests
{
    public LaneStagesTests() => Assert.SkipUnless(Lanes8<FrModulus>.IsSupported, "This processor has no AVX2.");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    public void Transform_OfTheLargestInputs_StaysTightAndWithinItsBound(int log)
    {
        int n = 1 << log;
        Random random = new(log);
        BigInteger limit = 7 * LaneNumbers<FrModulus>.P / 4;
        Fr[][] inputs = [.. Enumerable.Range(0, 8).Select(_ => new Fr[n])];
        AlignedBuffer<Lanes8<FrModulus>> buffer = new(n + 4);
        for (int k = 0; k < n; k++)
        {
            // All at one end, at both in turn and in halves, at any end, one alone, and anything.
            BigInteger[] numbers =
            [
                limit, -limit, k % 2 == 0 ? limit : -limit, k < n / 2 ? limit : -limit, random.Next(2) == 0 ? limit : -limit,
                k == n - 1 ? limit : 0, Any(), Any(),
            ];
            int place = 0;
            for (int bit = 0; bit < log; bit++)
            {
                place |= ((k >> bit) & 1) << (log - 1 - bit);
            }

            buffer.Pointer[place] = LaneNumbers<FrModulus>.Create([.. numbers.Select(LaneNumbers<FrModulus>.Limbs)]);
            for (int lane = 0; lane < 8; lane++)
            {
                inputs[lane][k] = Fr.FromBigInteger(numbers[lane]);
            }
        }

        LaneStages.Transform(buffer.Pointer, log, buffer.Pointer + n);

        for (int lane = 0; lane < 8; lane++)
        {
            Fr[] expected = PlainNtt.ByHalves(inputs[lane]);
            for (int i = 0; i < n; i++)
            {
                BigInteger value = LaneNumbers<FrModulus>.ReadTight(buffer.Pointer[i], lane);
                LaneNumbers<FrModulus>.AssertWithin(value, 0, 2800);
                Assert.Equal(expected[i], Fr.FromBigInteger(value));
            }
        }

        BigInteger Any()
        {
            byte[] bytes = new byte[32];
            random.NextBytes(bytes);
            return new BigInteger(bytes) % limit;
        }
    }
}
