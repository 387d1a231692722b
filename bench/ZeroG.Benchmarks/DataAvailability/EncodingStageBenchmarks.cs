using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.Benchmarks.DataAvailability;

/// <summary>
/// A full blob, and each stage of it alone: the extension of the matrix, its data root, the commitments of the rows, the high commitment,
/// the proofs, and the bytes of all slices.
/// </summary>
[SimpleJob(launchCount: 1, warmupCount: 1, iterationCount: 5, invocationCount: 1)]
[MemoryDiagnoser]
[MinColumn]
public class EncodingStageBenchmarks
{
    private byte[] _data = [];
    private Fr[] _cells = [];
    private Fr[] _coefficients = [];
    private byte[] _slice = [];
    private BlobEncoder? _encoder;
    private AmtProver? _prover;
    private EncodedBlob? _blob;
    private ParallelOptions _options = new();

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _options = new ParallelOptions { MaxDegreeOfParallelism = Threads };
        EncoderParameters parameters = DevelopmentParameters.Create(FullBlob.Shape);
        _encoder = new BlobEncoder(parameters, Threads);
        _prover = new AmtProver(EncoderBases.From(parameters, Threads, CancellationToken.None), Threads);
        _data = FullBlob.Data();
        _cells = FullBlob.Cells(_options);
        _coefficients = Extend();
        _blob = Blob();
        _slice = new byte[FullBlob.Shape.SliceSize];
        bool isSame = _blob.HighCommitment == High().ToAffine()
            && AreOf(_blob, Rows(), amt => amt.Commitments) && AreOf(_blob, Proofs(), amt => amt.Proofs);
        if (!isSame)
        {
            throw new InvalidOperationException("The stages give other points than the whole, so that the times mean nothing.");
        }

        SliceVerifier verifier = new(parameters.Verifier);
        EncodedSlice[] slices = [.. Enumerable.Range(0, FullBlob.Shape.EncodedRows).Select(_blob.Slice)];
        if (verifier.VerifyMany(slices, _blob.Commitment, _blob.DataRoot).Any(failure => failure is not null))
        {
            throw new InvalidOperationException("A slice of the blob is wrong, so that the times mean nothing.");
        }
    }

    [Benchmark(Baseline = true)]
    public EncodedBlob Blob() => _encoder!.Encode(_data);

    [Benchmark]
    public Fr[] Extend() => ErasureCode.Extend(FullBlob.Shape, _cells, _options);

    [Benchmark]
    public BlobTree DataRoot() => BlobTree.Build(FullBlob.Shape, _cells, _options);

    [Benchmark]
    public G1Jacobian[][][] Rows() => _prover!.Commit(_cells.AsSpan(0, 2 * FullBlob.Shape.Cells), _ => { }, CancellationToken.None);

    [Benchmark]
    public G1Jacobian High() => _prover!.CommitHigh(_coefficients, CancellationToken.None);

    [Benchmark]
    public G1Jacobian[][][] Proofs() => _prover!.Prove(_coefficients, _ => { }, CancellationToken.None);

    [Benchmark]
    public byte[] Slices()
    {
        for (int row = 0; row < FullBlob.Shape.EncodedRows; row++)
        {
            _blob!.WriteSlice(row, _slice);
        }

        return _slice;
    }

    private static bool AreOf(EncodedBlob blob, G1Jacobian[][][] points, Func<AmtTree, G1Affine[][]> nodes) => blob.Amts.Zip(points)
        .All(coset => nodes(coset.First).Zip(coset.Second).All(depth => Affine(depth.Second).SequenceEqual(depth.First)));

    private static G1Affine[] Affine(G1Jacobian[] points)
    {
        G1Affine[] affine = new G1Affine[points.Length];
        G1Jacobian.Normalize(points, affine);
        return affine;
    }
}
