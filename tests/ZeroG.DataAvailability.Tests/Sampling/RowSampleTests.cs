using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Sampling;
using ZeroG.DataAvailability.Tests.Encoding;
using ZeroG.DataAvailability.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Sampling;

public sealed class RowSampleTests
{
    private static readonly VectorForm Form = new(
        "da",
        "sampling*.json",
        ("cases",
            "sample_seed epoch quorum_id data_root line_index subline_index subline_data line_quality data_quality quality subline_root"))
    {
        Facts = VectorInput.Facts,
    };

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    [Theory]
    [MemberData(nameof(Cases))]
    [Trait("Category", "Vectors")]
    public void Quality_Sublines_AreEqualToTheVectors(string name)
    {
        JsonElement vector = Form[name];
        byte[] data = vector.Bytes("subline_data");

        Hash256 line = RowSample.LineQuality(
            vector.Hash("sample_seed"), (ulong)vector.Number("epoch"), (ulong)vector.Number("quorum_id"), vector.Hash("data_root"),
            (ulong)vector.Number("line_index"));
        Hash256 quality = RowSample.DataQuality(line, (ulong)vector.Number("subline_index"), data);

        Assert.Equal(vector.Hash("line_quality"), line);
        Assert.Equal(vector.Hash("data_quality"), quality);
        BigInteger? expected = vector.Text("quality") == "overflow" ? null : VectorInput.Integer(vector.Text("quality"));
        Assert.Equal(expected, RowSample.Quality(line, quality));
        Assert.Equal(vector.Hash("subline_root"), RowSample.SublineRoot(data));
    }

    [Fact]
    public void Quality_AtTheEdgeOf256Bits_IsRefusedFromThereOn()
    {
        byte[] most = new byte[32];
        most.AsSpan().Fill(0xFF);
        byte[] one = [.. new byte[31], 1];
        Assert.Equal((BigInteger.One << 256) - 1, RowSample.Quality(new Hash256(most), Hash256.Zero));
        Assert.Null(RowSample.Quality(new Hash256(most), new Hash256(one)));
    }

    [Fact]
    public void SublineRoot_OfARow_IsANodeOfItsTree()
    {
        // A row of the small shape is one sub-line.
        EncodedBlob blob = SampleBlob.Small.Blob;
        byte[] row = new byte[RowSample.SublineSize];
        for (int column = 0; column < blob.Shape.Columns; column++)
        {
            blob.Row(70)[column].Write(row.AsSpan(column * 32));
        }

        Assert.Equal(blob.Tree.RowRoot(70), RowSample.SublineRoot(row));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1023)]
    [InlineData(1025)]
    public void Sublines_OfAnotherSize_AreRefused(int size)
    {
        Assert.Throws<ArgumentException>(() => RowSample.SublineRoot(new byte[size]));
        Assert.Throws<ArgumentException>(() => RowSample.DataQuality(Hash256.Zero, 0, new byte[size]));
    }
}
