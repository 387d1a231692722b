using System.Numerics;
using System.Runtime.InteropServices;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Cryptography.Tests.Bn254.Lanes;

/// <summary>Elements on their way from memory into the lanes and back, in both forms, adjacent, scattered and in pairs.</summary>
public sealed unsafe class Lanes8MemoryTests
{
    public Lanes8MemoryTests() => Assert.SkipUnless(Lanes8<FqModulus>.IsSupported, "This processor has no AVX2.");

    [Fact]
    public void ScalarForm_ComesBackAsItWas()
    {
        CheckScalarForm<FqModulus>();
        CheckScalarForm<FrModulus>();
    }

    [Fact]
    public void ScalarForm_OfAnyNumber_IsCanonical()
    {
        CheckStore<FqModulus>();
        CheckStore<FrModulus>();
    }

    [Fact]
    public void PackedForm_IsTheNumberItself()
    {
        CheckPacked<FqModulus>();
        CheckPacked<FrModulus>();
    }

    [Fact]
    public void GatheredAndScattered_EachLaneHasItsPlace()
    {
        Random random = new(280);
        Limbs4[] source = [.. Enumerable.Range(0, 40).Select(_ => Next(random))];
        Limbs4[] target = new Limbs4[40];
        uint[] from = [0, 38, 17, 3, 3, 29, 12, 21], to = [39, 1, 8, 30, 4, 0, 22, 11];
        fixed (Limbs4* s = source, t = target)
        fixed (uint* f = from, o = to)
        {
            Lanes8<FqModulus>.GatherPacked(s, f, out Lanes8<FqModulus> lanes);
            Lanes8<FqModulus>.ScatterPacked(lanes, t, o);
            AssertMoved(source, target, from, to);
        }
    }

    [Fact]
    public void Pairs_KeepTheirHalvesAndPlaces()
    {
        Random random = new(281);
        Limbs4[] source = [.. Enumerable.Range(0, 80).Select(_ => Next(random))];
        Limbs4[] target = new Limbs4[80];
        uint[] from = [0, 38, 17, 3, 3, 29, 12, 21], to = [39, 1, 8, 30, 4, 0, 22, 11];
        fixed (Limbs4* s = source, t = target)
        fixed (uint* f = from, o = to)
        {
            Lanes8<FqModulus>.GatherPackedPairs(s, f, out Lanes8<FqModulus> x, out Lanes8<FqModulus> y);
            Lanes8<FqModulus>.ScatterPackedPairs(x, y, t, o);
        }

        ReadOnlySpan<(Limbs4, Limbs4)> pairs = MemoryMarshal.Cast<Limbs4, (Limbs4, Limbs4)>(source);
        ReadOnlySpan<(Limbs4, Limbs4)> moved = MemoryMarshal.Cast<Limbs4, (Limbs4, Limbs4)>(target);
        AssertMoved(pairs, moved, from, to);
    }

    [Fact]
    public void Broadcast_FillsAllLanes()
    {
        Limbs4 element = Next(new Random(282));
        Limbs4* stored = stackalloc Limbs4[8];
        Lanes8<FqModulus>.Broadcast(element, out Lanes8<FqModulus> lanes);
        Lanes8<FqModulus>.Store(lanes, stored);

        Assert.All(new Span<Limbs4>(stored, 8).ToArray(), value => Assert.Equal(element, value));
    }

    private static void CheckScalarForm<TModulus>()
        where TModulus : struct, IModulus
    {
        BigInteger p = LaneNumbers<TModulus>.P;
        Random random = new(283);
        List<BigInteger> values =
        [
            0, 1, 2, p - 1, p - 2, p / 2, (p / 2) + 1, BigInteger.Pow(2, 64) - 1, BigInteger.Pow(2, 64), BigInteger.Pow(2, 128) - 1,
            BigInteger.Pow(2, 192) - 1, BigInteger.Pow(2, 253), BigInteger.Pow(2, 253) - 1, p >> 64 << 64, (p >> 192 << 192) - 1, 15,
        ];
        values.AddRange(Enumerable.Range(0, 800).Select(_ => NextBelow(random, p)));
        Limbs4* source = stackalloc Limbs4[8];
        Limbs4* target = stackalloc Limbs4[8];
        for (int i = 0; i + 8 <= values.Count; i += 8)
        {
            for (int lane = 0; lane < 8; lane++)
            {
                source[lane] = FromInteger(values[i + lane]);
            }

            Lanes8<TModulus>.Load(source, out Lanes8<TModulus> lanes);
            Lanes8<TModulus>.Store(lanes, target);
            for (int lane = 0; lane < 8; lane++)
            {
                Assert.Equal(16 * values[i + lane], LaneNumbers<TModulus>.ReadTight(lanes, lane));
                Assert.Equal(source[lane], target[lane]);
            }
        }
    }

    private static void CheckStore<TModulus>()
        where TModulus : struct, IModulus
    {
        BigInteger p = LaneNumbers<TModulus>.P;
        BigInteger sixteenth = BigInteger.ModPow(16, p - 2, p);
        Random random = new(284);
        List<long[]> numbers = LaneNumbers<TModulus>.Edges(LaneNumbers<TModulus>.Loose);
        numbers.AddRange(LaneNumbers<TModulus>.Edges(LaneNumbers<TModulus>.Tight));
        numbers.AddRange(Enumerable.Range(-42, 85).Select(multiple => LaneNumbers<TModulus>.Limbs(multiple * p)));
        numbers.AddRange(Enumerable.Range(-41, 83).Select(multiple => LaneNumbers<TModulus>.Limbs((multiple * p) + 16)));
        numbers.AddRange(Enumerable.Range(-41, 83).Select(multiple => LaneNumbers<TModulus>.Limbs((multiple * p) - 16)));
        numbers.AddRange(Enumerable.Range(0, 800).Select(_ => LaneNumbers<TModulus>.Next(random, LaneNumbers<TModulus>.Loose)));
        Limbs4* stored = stackalloc Limbs4[8];
        for (int i = 0; i + 8 <= numbers.Count; i += 8)
        {
            Lanes8<TModulus>.Store(LaneNumbers<TModulus>.Create(numbers.GetRange(i, 8)), stored);
            for (int lane = 0; lane < 8; lane++)
            {
                BigInteger expected = LaneNumbers<TModulus>.Value(numbers[i + lane]) * sixteenth % p;
                Assert.Equal(expected.Sign < 0 ? expected + p : expected, Montgomery<TModulus>.ToBigInteger(stored[lane]));
            }
        }
    }

    private static void CheckPacked<TModulus>()
        where TModulus : struct, IModulus
    {
        BigInteger limit = BigInteger.Pow(2, 255);
        Random random = new(285);
        BigInteger p = LaneNumbers<TModulus>.P;
        List<BigInteger> values = [0, 1, -1, limit - 1, -limit, 1 - limit, limit / 2, -limit / 2, p, -p];
        values.AddRange(Enumerable.Range(0, 806).Select(_ => NextBelow(random, 2 * limit) - limit));
        Limbs4* stored = stackalloc Limbs4[8];
        for (int i = 0; i + 8 <= values.Count; i += 8)
        {
            Lanes8<TModulus> lanes = LaneNumbers<TModulus>.Create([.. values.GetRange(i, 8).Select(LaneNumbers<TModulus>.Limbs)]);
            Lanes8<TModulus>.StorePacked(lanes, stored);
            Lanes8<TModulus>.LoadPacked(stored, out Lanes8<TModulus> loaded);
            for (int lane = 0; lane < 8; lane++)
            {
                BigInteger bits = values[i + lane].Sign < 0 ? values[i + lane] + (2 * limit) : values[i + lane];
                Assert.Equal(bits, Montgomery<TModulus>.ToBigInteger(stored[lane]));
                Assert.Equal(values[i + lane], LaneNumbers<TModulus>.ReadTight(loaded, lane));
            }
        }
    }

    private static void AssertMoved<T>(ReadOnlySpan<T> source, ReadOnlySpan<T> target, uint[] from, uint[] to)
        where T : IEquatable<T>
    {
        T[] expected = new T[target.Length];
        for (int lane = 0; lane < 8; lane++)
        {
            expected[to[lane]] = source[(int)from[lane]];
        }

        Assert.Equal(expected, target.ToArray());
    }

    private static Limbs4 Next(Random random) => FromInteger(NextBelow(random, Fq.Modulus));

    private static Limbs4 FromInteger(BigInteger value)
    {
        return new(Limb(0), Limb(1), Limb(2), Limb(3));

        ulong Limb(int i) => (ulong)((value >> (64 * i)) & ulong.MaxValue);
    }

    private static BigInteger NextBelow(Random random, BigInteger bound)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % bound;
    }
}
