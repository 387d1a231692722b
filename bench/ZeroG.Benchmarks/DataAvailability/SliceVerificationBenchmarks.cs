using BenchmarkDotNet.Attributes;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;

namespace ZeroG.Benchmarks.DataAvailability;

/// <summary>
/// Slices of a full blob, verified all together, a signer's share together, and one by one as the official verifier does. All times are for
/// one slice. The parameters of a known tau are made first, which takes a minute or so.
/// </summary>
[SimpleJob(warmupCount: 1, iterationCount: 5)]
[MemoryDiagnoser]
[MinColumn]
public class SliceVerificationBenchmarks
{
    private const int All = 3072;
    private const int Share = 96;
    private const int Few = 8;

    private EncodedBlob? _blob;
    private EncodedSlice[] _slices = [];
    private SliceVerifier? _verifier;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        EncoderParameters parameters = DevelopmentParameters.Create(FullBlob.Shape);
        _blob = new BlobEncoder(parameters).Encode(FullBlob.Data());
        _slices = [.. Enumerable.Range(0, All).Select(_blob.Slice)];
        _verifier = new SliceVerifier(parameters.Verifier, Threads);
        EncodedSlice wrong = _slices[7] with { Row = _slices[8].Row };
        if (!VerifyAll() || !VerifyShare() || !VerifyOneByOne()
            || Hold(_verifier.VerifyMany([wrong, _slices[8]], _blob.Commitment, _blob.DataRoot)))
        {
            throw new InvalidOperationException("The verifier is wrong about a slice, so that its times mean nothing.");
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = All)]
    public bool VerifyAll() => Hold(_verifier!.VerifyMany(_slices, _blob!.Commitment, _blob.DataRoot));

    [Benchmark(OperationsPerInvoke = Share)]
    public bool VerifyShare() => Hold(_verifier!.VerifyMany(_slices[1000..(1000 + Share)], _blob!.Commitment, _blob.DataRoot));

    [Benchmark(OperationsPerInvoke = Few)]
    public bool VerifyOneByOne() =>
        _slices.AsSpan(2000, Few).ToArray().All(slice => _verifier!.Verify(slice, _blob!.Commitment, _blob.DataRoot) is null);

    private static bool Hold(SliceFailure?[] failures) => failures.All(failure => failure is null);
}
