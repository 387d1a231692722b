using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.DataAvailability.Tests.Encoding.Direct;

namespace ZeroG.Benchmarks.DataAvailability;

/// <summary>
/// A full blob by the encoder, and the points of one of its three cosets by the official formulas in scalar code: a third of what these
/// take for the blob, but for extension and hashes. The official parameters of a coset take 768 MiB, and a minute or so to make.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 0, iterationCount: 3, invocationCount: 1)]
[MinColumn]
public class DirectEncodingBenchmarks
{
    private const int Coset = 1;

    private BlobEncoder? _encoder;
    private byte[] _data = [];
    private ProveParameters? _parameters;
    private Fr[] _values = [];
    private ParallelOptions _options = new();

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        MatrixShape shape = FullBlob.Shape;
        _options = new ParallelOptions { MaxDegreeOfParallelism = Threads };
        _data = FullBlob.Data();
        _encoder = new BlobEncoder(DevelopmentParameters.Create(shape), Threads);
        _parameters = ProveParameters.From(new KnownTau(shape, DevelopmentParameters.DefaultLabel), Coset);
        EncodedBlob blob = Encode();
        _values = DirectEncoder.ReversedValues(shape, FullBlob.Cells(_options).AsSpan(Coset * shape.Cells, shape.Cells));
        (AmtTree amt, G1Affine commitment) = DirectEncoder.BuildAmt(_parameters, _values, _options);
        bool isSame = commitment == blob.Commitment
            && Same(amt.Commitments, blob.Amts[Coset].Commitments) && Same(amt.Proofs, blob.Amts[Coset].Proofs);
        if (!isSame)
        {
            throw new InvalidOperationException("The encoder gives other points than the official formulas: the times mean nothing.");
        }
    }

    [Benchmark(Baseline = true)]
    public EncodedBlob Encode() => _encoder!.Encode(_data);

    [Benchmark]
    public G1Jacobian DirectCoset()
    {
        DirectEncoder.BuildAmt(_parameters!, _values, _options);
        return PlainMsm.Multiply(_parameters!.HighBasis, _values, _options);
    }

    private static bool Same(G1Affine[][] expected, G1Affine[][] actual) =>
        expected.Zip(actual, (a, b) => a.AsSpan().SequenceEqual(b)).All(same => same);
}
