using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.DataAvailability.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding;

/// <summary>Whole blobs, down to the digest over all their slices.</summary>
[Trait("Category", "Vectors")]
public sealed class BlobVectorTests
{
    private static readonly VectorForm Form = new(
        "da",
        "blob_*.json",
        ("cases",
            "log_row log_col seed len data_sha256 high_exponent commitment_scalar commitment high_commitment erasure_commitment_field "
            + "storage_root coset_roots row_roots_sha256 encoded_data_sha256 encoded_data_len slice_len all_slices_concat_sha256 "
            + "slice_sha256 slices row_heads"))
    {
        Facts = VectorInput.Facts + " too_large_len? too_large_error?",
    };

    // Each case is encoded by each of them, made for a shape and the label of a tau.
    private static readonly Dictionary<string, Func<MatrixShape, string, IBlobEncoder>> Encoders = new()
    {
        ["known tau"] = (shape, label) => new KnownTauEncoder(shape, TauScalars.TauOf(System.Text.Encoding.UTF8.GetBytes(label))),
        ["parameters"] = (shape, label) => WithParameters(shape, label).Encoder,
    };

    private static readonly ConcurrentDictionary<(MatrixShape, string), Lazy<(BlobEncoder Encoder, SliceVerifier Verifier)>> Prepared = [];

    public static IEnumerable<object[]> Cases =>
        Encoders.Keys.SelectMany(encoder => Form.Rows("cases").Select(row => new object[] { encoder, row[0] }));

    public static IEnumerable<object[]> Files =>
        Form.FileRows().Where(row => Form.File((string)row[0]).TryGetProperty("too_large_len", out _));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Encode_DataOfAllSizes_IsEqualToTheVectors(string encoder, string name)
    {
        JsonElement vector = Form[name];
        string label = Form.File(name.Split(' ')[0]).Text("tau_label");
        EncodedBlob blob = Check(vector, Encoders[encoder](vector.Shape(), label));
        if (encoder == "parameters")
        {
            CheckVerification(blob, WithParameters(vector.Shape(), label).Verifier);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Encode_OneByteTooMany_IsRefusedWithTheOfficialWords(string file)
    {
        JsonElement facts = Form.File(file);
        int length = facts.Number("too_large_len");
        IBlobEncoder encoder = Encoders["known tau"](MatrixShape.Small, "any");
        ZeroGException error = Assert.Throws<ZeroGException>(() => encoder.Encode(new byte[length]));
        Assert.Equal("ZgBlobTooLarge", error.ErrorId);
        Assert.Equal(facts.Text("too_large_error"), $"TooLargeBlob {{ actual: {length}, expected_max: {encoder.Shape.MaxDataSize} }}");
    }

    // The parameters of the production shape take seconds to make, so that all cases of a label share them.
    private static (BlobEncoder Encoder, SliceVerifier Verifier) WithParameters(MatrixShape shape, string label) =>
        Prepared.GetOrAdd((shape, label), _ => new(() =>
        {
            EncoderParameters parameters = DevelopmentParameters.Create(shape, label);
            return (new BlobEncoder(parameters), new SliceVerifier(parameters.Verifier));
        })).Value;

    private static EncodedBlob Check(JsonElement vector, IBlobEncoder encoder)
    {
        MatrixShape shape = vector.Shape();
        byte[] data = VectorInput.Blob(vector.Text("seed"), vector.Number("len"));
        Assert.Equal(vector.Text("data_sha256"), Sha256(data));

        EncodedBlob blob = encoder.Encode(data);

        Assert.Equal(3 * shape.Cells, vector.Number("high_exponent"));
        Assert.Equal(G1Affine.Generator.Multiply(vector.GetProperty("commitment_scalar").Scalar()).ToAffine(), blob.Commitment);
        Assert.Equal(vector.GetProperty("commitment").Point(), blob.Commitment);
        Assert.Equal(vector.GetProperty("high_commitment").Point(), blob.HighCommitment);
        byte[] field = new byte[64];
        blob.Commitment.WriteCoordinates(field);
        Assert.Equal(vector.Bytes("erasure_commitment_field"), field);
        Assert.Equal(vector.Hash("storage_root"), blob.DataRoot);
        Assert.Equal(vector.GetProperty("coset_roots").Hashes(), blob.Tree.CosetRoots);
        byte[] rowRoots = [.. Enumerable.Range(0, shape.EncodedRows).SelectMany(row => blob.Tree.RowRoot(row).ToArray())];
        Assert.Equal(vector.Text("row_roots_sha256"), Sha256(rowRoots));
        CheckCells(vector, blob);
        CheckSlices(vector, blob);
        CheckRecovery(blob, data);
        return blob;
    }

    /// <summary>The data comes back from any rows, as many as it has itself.</summary>
    private static void CheckRecovery(EncodedBlob blob, byte[] data)
    {
        int[] rows = [.. Enumerable.Range(0, blob.Shape.EncodedRows)];
        new Random(data.Length).Shuffle(rows);
        EncodedRow[] some = [.. rows.Take(blob.Shape.Rows).Select(row => new EncodedRow(row, blob.Row(row).ToArray()))];
        Assert.Equal(data, BlobRecovery.Recover(blob.Shape, some).ToData());
    }

    /// <summary>A signer's share of the slices holds, and one with another row's cells is found among them.</summary>
    private static void CheckVerification(EncodedBlob blob, SliceVerifier verifier)
    {
        EncodedSlice[] share = [.. Enumerable.Range(0, blob.Shape.EncodedRows).Where(row => row % 97 == 5).Select(blob.Slice)];
        Assert.All(verifier.VerifyMany(share, blob.Commitment, blob.DataRoot), Assert.Null);
        Assert.Null(verifier.Verify(share[0], blob.Commitment, blob.DataRoot));
        share[^1] = share[^1] with { Row = blob.Row(blob.Shape.EncodedRows - 1).ToArray().Select(cell => cell + Fr.One).ToArray() };
        SliceFailure?[] failures = verifier.VerifyMany(share[^2..], blob.Commitment, blob.DataRoot);
        Assert.Null(failures[0]);
        Assert.Equal(SliceFault.AmtInconsistentCommitment, failures[1]?.Fault);
    }

    private static void CheckCells(JsonElement vector, EncodedBlob blob)
    {
        byte[] encoded = new byte[vector.Number("encoded_data_len")];
        Assert.Equal(blob.Shape.EncodedSize, encoded.Length);
        blob.WriteData(encoded);
        Assert.Equal(vector.Text("encoded_data_sha256"), Sha256(encoded));
        foreach (JsonProperty head in vector.GetProperty("row_heads").EnumerateObject())
        {
            Fr[] cells = [.. head.Value.EnumerateArray().Select(VectorInput.Cell)];
            Assert.Equal(cells, blob.Row(int.Parse(head.Name))[..cells.Length].ToArray());
        }
    }

    private static void CheckSlices(JsonElement vector, EncodedBlob blob)
    {
        Assert.Equal(vector.Number("slice_len"), blob.SliceSize);
        using IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] slice = new byte[blob.SliceSize];
        for (int row = 0; row < blob.Shape.EncodedRows; row++)
        {
            blob.WriteSlice(row, slice);
            all.AppendData(slice);
            if (vector.GetProperty("slice_sha256").TryGetProperty($"{row}", out JsonElement digest))
            {
                Assert.Equal(digest.GetString(), Sha256(slice));
                Assert.Equal(blob.Slice(row), EncodedSlice.Read(slice, blob.Shape));
                Assert.Equal(slice, blob.Slice(row).ToBytes());
            }

            if (vector.GetProperty("slices").TryGetProperty($"{row}", out JsonElement bytes))
            {
                Assert.Equal(bytes.GetString(), Convert.ToHexStringLower(slice));
            }
        }

        Assert.Equal(vector.Text("all_slices_concat_sha256"), Convert.ToHexStringLower(all.GetHashAndReset()));
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
