using System.Security.Cryptography;
using System.Text.Json;
using Google.Protobuf;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Protocol;
using ZeroG.DataAvailability.Tests.Encoding;
using ZeroG.DataAvailability.Tests.Vectors;
using ZeroG.Nodes.DaEncoder;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.DaEncoder;

/// <summary>A blob of 31 MiB in the shape of the network, over gRPC: what comes back is the known answer, down to the last slice.</summary>
[Trait("Category", "Vectors")]
public sealed class FullBlobTests
{
    [Fact]
    public async Task EncodeBlob_LargestBlobOfTheNetwork_IsEqualToTheVector()
    {
        using JsonDocument document = VectorFiles.Read("da", "blob_full_size.json");
        JsonElement file = document.RootElement;
        JsonElement vector = file.GetProperty("cases")[0];
        byte[] data = VectorInput.Blob(vector.Text("seed"), vector.Number("len"));
        KnownTauEncoder encoder = new(MatrixShape.Production, file.GetProperty("tau").Scalar());
        DaEncoderNodeOptions options = new() { ParameterPath = "parameters" };
        await using DaEncoderNode node = new(options, _ => Task.FromResult(new LoadedEncoder(encoder, isDevelopment: true)));
        await node.StartAsync();
        using EncoderClient client = new(node.Uri!);

        EncodeBlobReply reply = await client.EncodeAsync(data);

        Assert.Equal(32_505_852, data.Length);
        Assert.Equal(106_549_348, reply.CalculateSize());
        Assert.Equal(vector.Text("erasure_commitment_field"), Convert.ToHexStringLower(reply.ErasureCommitment.Span));
        Assert.Equal(vector.Text("storage_root"), Convert.ToHexStringLower(reply.StorageRoot.Span));
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ByteString slice in reply.EncodedSlice)
        {
            digest.AppendData(slice.Span);
        }

        Assert.Equal(vector.Text("all_slices_concat_sha256"), Convert.ToHexStringLower(digest.GetHashAndReset()));
    }
}
