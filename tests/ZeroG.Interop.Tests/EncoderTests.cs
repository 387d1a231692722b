using System.Security.Cryptography;
using System.Text.Json;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.Nodes.DaEncoder;
using ZeroG.Testing;

namespace ZeroG.Interop.Tests;

/// <summary>The DA encoder called by another implementation of gRPC, which knows nothing of how a reply is written.</summary>
public sealed class EncoderTests(NodePackages packages)
{
    [Fact]
    public async Task GrpcJs_BlobsOfAllSizes_GetTheRepliesOfAnOfficialEncoder()
    {
        using TempFolder folder = new();
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        await DevelopmentParameters.WriteAsync(folder.Path, MatrixShape.Small, "interop", cancellationToken: cancellationToken);
        await using DaEncoderNode node = new(new DaEncoderNodeOptions { ParameterPath = folder.Path });
        await node.StartAsync(cancellationToken);
        string proto = Path.Combine(Repository.Root, "src", "ZeroG.DataAvailability", "Protocol", "encoder.proto");

        JsonElement facts = await packages.RunScriptAsync(
            "encode-blob.js", [node.Uri!.Authority, proto, "63484", "100", "0", "63485", "32505852"]);

        JsonElement[] answers = [.. facts.GetProperty("answers").EnumerateArray()];
        using LoadedEncoder loaded = await LoadedEncoder.OpenAsync(folder.Path, MatrixShape.Small, cancellationToken: cancellationToken);
        int[] sizes = [63_484, 100, 0];
        for (int i = 0; i < sizes.Length; i++)
        {
            byte[] data = new byte[sizes[i]];
            data.AsSpan().Fill(7);
            EncodedBlob blob = loaded.Encoder.Encode(data, cancellationToken: cancellationToken);
            Assert.Equal(
                (0, new ErasureCommitment(blob.Commitment).Value[2..], blob.DataRoot.ToString()[2..],
                    i == 0 ? 196_608 : 0, 192, Digest(blob)),
                (answers[i].GetProperty("version").GetInt32(), answers[i].GetProperty("commitment").GetString(),
                    answers[i].GetProperty("root").GetString(), answers[i].GetProperty("dataSize").GetInt32(),
                    answers[i].GetProperty("slices").GetInt32(), answers[i].GetProperty("digest").GetString()));
        }

        Assert.Equal("TooLargeBlob { actual: 63485, expected_max: 63484 }", answers[3].GetProperty("details").GetString());
        Assert.Equal("TooLargeBlob { actual: 32505852, expected_max: 63484 }", answers[4].GetProperty("details").GetString());
        Assert.All(answers[3..], answer => Assert.Equal(2, answer.GetProperty("code").GetInt32()));
        Assert.Equal(1, facts.GetProperty("givenUp").GetInt32());
        Assert.Equal(192, facts.GetProperty("after").GetProperty("slices").GetInt32());
    }

    private static string Digest(EncodedBlob blob)
    {
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] slice = new byte[blob.SliceSize];
        for (int row = 0; row < blob.Shape.EncodedRows; row++)
        {
            blob.WriteSlice(row, slice);
            digest.AppendData(slice);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
