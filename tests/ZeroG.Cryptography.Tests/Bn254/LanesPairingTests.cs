using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ZeroG.Cryptography.Bn254;
using Lane = ZeroG.Cryptography.Bn254.Lanes8<ZeroG.Cryptography.Bn254.FqModulus>;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>The tower and the Miller loop in lanes against their scalar twins.</summary>
public sealed unsafe class LanesPairingTests
{
    private const int Width = LanesMillerLoop.Width;

    private static readonly BigInteger Q = Fq.Modulus;

    private static readonly BigInteger[] Edges =
    [
        0, 1, 2, Q - 1, Q - 2, Q / 2, (Q / 2) + 1, ulong.MaxValue, BigInteger.Pow(2, 52) - 1, BigInteger.Pow(2, 104) - 1,
        BigInteger.Pow(2, 208) - 1, BigInteger.Pow(2, 253) - 1, Q - BigInteger.Pow(2, 52),
    ];

    public LanesPairingTests() => Assert.SkipUnless(LanesMillerLoop.IsSupported, "This processor has no AVX2, or it is switched off.");

    [Fact]
    public void SquaresAndLines_InLongChains_EqualTheTwin()
    {
        Random random = new(8);
        for (int round = 0; round < 12; round++)
        {
            Fq12[] f = [.. Enumerable.Range(0, Width).Select(_ => Next12(random, round))];
            Fq2[][] lines = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, Width).Select(_ => Next2(random, round)).ToArray())];
            LanesFq12 lanes = Load(f);
            LanesFq2 b0 = Load(lines[0]), b3 = Load(lines[1]), b4 = Load(lines[2]);
            for (int step = 0; step < 20; step++)
            {
                LanesFq12.Square(lanes, out lanes);
                LanesFq12.MultiplyByLine(lanes, b0, b3, b4, out lanes);
                for (int i = 0; i < Width; i++)
                {
                    f[i] = f[i].Square().MultiplyByLine(lines[0][i], lines[1][i], lines[2][i]);
                }
            }

            Fq12[] stored = new Fq12[Width];
            LanesFq12.Store(lanes, stored);
            Assert.Equal(f, stored);
        }
    }

    [Fact]
    public void OperationsInFq2_EqualTheTwin_AtEdgesAndBounds()
    {
        Random random = new(9);
        for (int round = 0; round < 200; round++)
        {
            Fq2[] a = [.. Enumerable.Range(0, Width).Select(_ => Next2(random, round))], b = [.. a.Select(_ => Next2(random, round / 2))];
            LanesFq2 x = Load(a), y = Load(b);

            // Four times a number is as far from zero as the operations allow within a product in Fq6.
            LanesFq2.Add(x, x, out LanesFq2 wide);
            LanesFq2.Add(wide, wide, out wide);
            LanesFq2.MultiplyReduced(wide, y, out LanesFq2 product);
            AssertEqual(a.Zip(b, (a, b) => a.Double().Double() * b), product);
            LanesFq2.SquareReduced(wide, out LanesFq2 square);
            AssertEqual(a.Select(a => a.Double().Double().Square()), square);
            LanesFq2.MultiplyByXi(wide, out LanesFq2 xi);
            AssertEqual(a.Select(a => a.Double().Double().MultiplyByXi()), xi);
            LanesFq2.SubtractBoth(x, y, product, out LanesFq2 difference);
            AssertEqual(a.Zip(b, (a, b) => a - b - (a.Double().Double() * b)), difference);
            LanesFq2.Triple(x, out LanesFq2 triple);
            AssertEqual(a.Select(a => a.Double() + a), triple);
            LanesFq2.Negate(y, out LanesFq2 negated);
            AssertEqual(b.Select(b => -b), negated);

            // Over their operands.
            LanesFq2.MultiplyReduced(x, y, out x);
            LanesFq2.MultiplyByXi(x, out x);
            LanesFq2.SquareReduced(x, out x);
            LanesFq2.Subtract(y, x, out x);
            AssertEqual(a.Zip(b, (a, b) => b - (a * b).MultiplyByXi().Square()), x);
        }
    }

    [Fact]
    public void NineTimes_AtTheBound_IsReduced()
    {
        Random random = new(10);
        for (int round = 0; round < 100; round++)
        {
            Fq2[] a = [.. Enumerable.Range(0, Width).Select(_ => Next2(random, round))];
            LanesFq2 wide = Load(a);
            for (int doubling = 0; doubling < 5; doubling++)
            {
                LanesFq2.Add(wide, wide, out wide);
            }

            LanesFq2.MultiplyByXi(wide, out LanesFq2 product);
            AssertEqual(a.Select(a => a.Double().Double().Double().Double().Double().MultiplyByXi()), product);

            // Within half of the modulus, as a product of wide numbers shows that would otherwise leave the bounds.
            LanesFq2.MultiplyReduced(product, product, out product);
            AssertEqual(a.Select(a => a.Double().Double().Double().Double().Double().MultiplyByXi().Square()), product);
        }
    }

    [Fact]
    public void MillerLoops_OfEveryDepth_EqualTheTwin()
    {
        Random random = new(11);
        LanesMillerLoop loop = LanesMillerLoop.OfThread;
        for (int depth = 1; depth <= LanesMillerLoop.MaxDepth; depth++)
        {
            G1Affine[] points = [.. Enumerable.Range(0, depth * Width).Select(i => Point(random, i))];
            G2Affine[] twistPoints = [.. points.Select((_, i) => TwistPoint(random, i))];
            Fq12[] products = new Fq12[Width];
            loop.Run(points, twistPoints, products);
            for (int lane = 0; lane < Width; lane++)
            {
                PairingProduct twin = new(useLanes: false);
                for (int i = lane; i < points.Length; i += Width)
                {
                    twin.Add(points[i], twistPoints[i]);
                }

                // Before the final exponentiation both may differ by factors in Fq2.
                Assert.Equal(twin.Value(), FinalExponentiation.Apply(products[lane]));
            }
        }
    }

    [Fact]
    public void Products_OfAnyCount_EqualTheTwin()
    {
        Random random = new(12);
        for (int count = 0; count < 75; count += count < 20 ? 1 : 11)
        {
            PairingProduct lanes = new(useLanes: true), twin = new(useLanes: false);
            for (int i = 0; i < count; i++)
            {
                G1Affine point = i % 9 == 4 ? G1Affine.Infinity : Point(random, i);
                G2Affine twistPoint = TwistPoint(random, i);
                lanes.Add(point, twistPoint);
                twin.Add(point, twistPoint);
            }

            Assert.Equal(twin.Value(), lanes.Value());
        }
    }

    private static G1Affine Point(Random random, int kind) => (kind % 5) switch
    {
        0 => G1Affine.Generator,
        1 => -G1Affine.Generator,
        _ => G1Affine.Generator.Multiply(Fr.FromBigInteger(GroupLawTests.Scalar(random))).ToAffine(),
    };

    private static G2Affine TwistPoint(Random random, int kind) => (kind % 4) switch
    {
        0 => G2Affine.Generator,
        1 => -G2Affine.Generator,
        _ => G2Affine.Generator.Multiply(Fr.FromBigInteger(GroupLawTests.Scalar(random))).ToAffine(),
    };

    private static Fq2 Next2(Random random, int kind) => (kind % 3) switch
    {
        0 => new(Fq.FromBigInteger(Edges[random.Next(Edges.Length)]), Fq.FromBigInteger(Edges[random.Next(Edges.Length)])),
        1 => new(Fq.Zero - Fq.FromUInt64((ulong)random.Next(3)), Fq.Zero - Fq.One),
        _ => new(Next(random), Next(random)),
    };

    private static Fq12 Next12(Random random, int kind)
    {
        Fq2[] c = [.. Enumerable.Range(0, 6).Select(_ => Next2(random, kind))];
        return new(new(c[0], c[1], c[2]), new(c[3], c[4], c[5]));
    }

    private static Fq Next(Random random)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return Fq.FromBigInteger(new BigInteger(bytes, isUnsigned: true));
    }

    private static LanesFq2 Load(Fq2[] values)
    {
        LanesFq2 result = default;
        LoadCoordinates<Fq2>(values, ref result.C0, 2);
        return result;
    }

    private static LanesFq12 Load(Fq12[] values)
    {
        LanesFq12 result = default;
        LoadCoordinates<Fq12>(values, ref result.C0.C0.C0, 12);
        return result;
    }

    private static void LoadCoordinates<T>(ReadOnlySpan<T> values, ref Lane first, int coordinates)
        where T : unmanaged
    {
        ReadOnlySpan<Limbs4> numbers = MemoryMarshal.Cast<T, Limbs4>(values);
        Limbs4* lanes = stackalloc Limbs4[Width];
        for (int coordinate = 0; coordinate < coordinates; coordinate++)
        {
            for (int i = 0; i < Width; i++)
            {
                lanes[i] = numbers[(i * coordinates) + coordinate];
            }

            Lane.Load(lanes, out Lane lane);
            Lane.Reduce(lane, out Unsafe.Add(ref first, coordinate));
        }
    }

    private static void AssertEqual(IEnumerable<Fq2> expected, in LanesFq2 actual)
    {
        Limbs4* c0 = stackalloc Limbs4[Width];
        Limbs4* c1 = stackalloc Limbs4[Width];
        Lane.Store(actual.C0, c0);
        Lane.Store(actual.C1, c1);
        Assert.Equal(expected, Enumerable.Range(0, Width).Select(i => new Fq2(new Fq(c0[i]), new Fq(c1[i]))).ToArray());
    }
}
