using System.Globalization;
using System.Numerics;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using ZeroG.Cryptography.Bn254;
using ZeroG.Cryptography.Keccak;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>One pairing, a check of two, multiples in both groups, and a signature, beside @noble/curves and ffjavascript.</summary>
[MinColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[CategoriesColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public class PairingBenchmarks : IDisposable
{
    private const int Many = 512;

    private static readonly BigInteger Scalar = Fr.Modulus / 7 * 3;

    private readonly Fr _scalar = Fr.FromBigInteger(Scalar);
    private readonly byte[] _digest = Keccak256.Hash("digest"u8);
    private G1Affine _point;
    private G2Affine _twistPoint;
    private G1Affine[] _points = [];
    private G2Affine[] _twistPoints = [];
    private G1Affine[] _manyPoints = [];
    private G2Affine[] _manyTwistPoints = [];
    private readonly BlsSecretKey _key = BlsSecretKey.Generate();
    private CurvePeers? _peers;

    [GlobalSetup]
    public void SetUp()
    {
        _point = G1Affine.Generator.Multiply(_scalar).ToAffine();
        _twistPoint = G2Affine.Generator.Multiply(_scalar).ToAffine();
        _points = [_point, -_point];
        _twistPoints = [_twistPoint, _twistPoint];
        _manyPoints = [.. Enumerable.Repeat(_points, Many / 2).SelectMany(pair => pair)];
        _manyTwistPoints = [.. Enumerable.Repeat(_twistPoint, Many)];
        _peers = new CurvePeers(Scalar.ToString(CultureInfo.InvariantCulture));

        AssertEqual($"{G1Multiple().X}", "0x" + NobleG1Multiple(), nameof(NobleG1Multiple));
        AssertEqual($"{G1Multiple().X}", "0x" + WasmG1Multiple(), nameof(WasmG1Multiple));
        AssertEqual($"{G2Multiple().X.C0}", "0x" + NobleG2Multiple(), nameof(NobleG2Multiple));
        AssertEqual($"{G2Multiple().X.C0}", "0x" + WasmG2Multiple(), nameof(WasmG2Multiple));
        AssertEqual("01", NobleCheck(), nameof(NobleCheck));
        AssertEqual("01", WasmCheck(), nameof(WasmCheck));
        AssertEqual("00", WasmPairing(), nameof(WasmPairing));
        if (!Check() || !Product() || !Bls.Verify(_digest, Sign(), _key.GetPublicKey().G2))
        {
            throw new InvalidOperationException("A product of pairings that is one was not recognized.");
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _key.Dispose();
        _peers?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    [BenchmarkCategory("pairing")]
    public bool SinglePairing() => Pairing.ProductIsOne([_point], [_twistPoint]);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("pairing")]
    public string NoblePairing() => _peers!.Run("noblePairing");

    [Benchmark]
    [BenchmarkCategory("pairing")]
    public string WasmPairing() => _peers!.Run("wasmPairing");

    [Benchmark]
    [BenchmarkCategory("check of two")]
    public bool Check() => Pairing.ProductIsOne(_points, _twistPoints);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("check of two")]
    public string NobleCheck() => _peers!.Run("nobleCheck");

    [Benchmark]
    [BenchmarkCategory("check of two")]
    public string WasmCheck() => _peers!.Run("wasmCheck");

    /// <summary>As verification has it, that of many slices at once.</summary>
    [Benchmark]
    [BenchmarkCategory("product of 512")]
    public bool Product() => Pairing.ProductIsOne(_manyPoints, _manyTwistPoints);

    [Benchmark]
    [BenchmarkCategory("multiple in G1")]
    public G1Affine G1Multiple() => _point.Multiply(_scalar).ToAffine();

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("multiple in G1")]
    public string NobleG1Multiple() => _peers!.Run("nobleG1");

    [Benchmark]
    [BenchmarkCategory("multiple in G1")]
    public string WasmG1Multiple() => _peers!.Run("wasmG1");

    [Benchmark]
    [BenchmarkCategory("multiple in G2")]
    public G2Affine G2Multiple() => _twistPoint.Multiply(_scalar).ToAffine();

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("multiple in G2")]
    public string NobleG2Multiple() => _peers!.Run("nobleG2");

    [Benchmark]
    [BenchmarkCategory("multiple in G2")]
    public string WasmG2Multiple() => _peers!.Run("wasmG2");

    /// <summary>Hash to the curve and a multiple in constant time, which noble does not offer for this curve.</summary>
    [Benchmark]
    [BenchmarkCategory("signature")]
    public G1Affine Sign() => _key.Sign(_digest);

    private static void AssertEqual(string expected, string actual, string method)
    {
        if (expected != actual)
        {
            throw new InvalidOperationException($"{method} gives another answer than the method that it is compared with.");
        }
    }
}
