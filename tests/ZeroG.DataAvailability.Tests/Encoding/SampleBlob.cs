using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.DataAvailability.Tests.Vectors;

namespace ZeroG.DataAvailability.Tests.Encoding;

/// <summary>An encoded blob with the parameters that verify it.</summary>
internal sealed class SampleBlob
{
    private const string TauLabel = "zerog/tests/sample";

    private static readonly Lazy<SampleBlob> LazySmall = new(() => new SampleBlob(MatrixShape.Small, 63_484));
    private static readonly Lazy<SampleBlob> LazyTiny = new(() => new SampleBlob(new MatrixShape(3, 3), 1980));

    private SampleBlob(MatrixShape shape, int length)
    {
        Fr tau = TauScalars.TauOf(System.Text.Encoding.UTF8.GetBytes(TauLabel));
        Parameters = DevelopmentParameters.Create(shape, TauLabel);
        Encoder = new KnownTauEncoder(shape, tau);
        Data = VectorInput.Blob("sample", length);
        Blob = Encoder.Encode(Data);
        Verifier = new SliceVerifier(Parameters.Verifier, threads: 2);
    }

    /// <summary>A full blob of the official test shape.</summary>
    public static SampleBlob Small => LazySmall.Value;

    /// <summary>A full blob of 8 rows of 8 cells: the smallest shape whose rows have a Merkle leaf, and quick to verify.</summary>
    public static SampleBlob Tiny => LazyTiny.Value;

    public EncoderParameters Parameters { get; }

    public KnownTauEncoder Encoder { get; }

    public byte[] Data { get; }

    public EncodedBlob Blob { get; }

    public SliceVerifier Verifier { get; }

    public MatrixShape Shape => Blob.Shape;

    public EncodedSlice[] Slices => [.. Enumerable.Range(0, Shape.EncodedRows).Select(Blob.Slice)];

    public SliceFailure? Verify(EncodedSlice slice) => Verifier.Verify(slice, Blob.Commitment, Blob.DataRoot);

    public SliceFailure?[] VerifyMany(IReadOnlyList<EncodedSlice> slices) => Verifier.VerifyMany(slices, Blob.Commitment, Blob.DataRoot);
}
