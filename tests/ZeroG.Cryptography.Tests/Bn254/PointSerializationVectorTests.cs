using System.Runtime.InteropServices;
using System.Text.Json;
using ZeroG.Cryptography.Bn254;
using ZeroG.Testing;

namespace ZeroG.Cryptography.Tests.Bn254;

/// <summary>Multiples of the generators in all their bytes, from <c>tests/vectors/da</c>.</summary>
[Trait("Category", "Vectors")]
public sealed class PointSerializationVectorTests
{
    private static readonly VectorForm Form = new(
        "da",
        "serialization*.json",
        ("points", "k g1 g1_uncompressed g1_compressed g1_raw_xy_no_flags g1_mont g2 g2_uncompressed g2_compressed g2_mont"),
        ("must_reject", "why g1_uncompressed"),
        ("must_accept", "why g1_uncompressed decodes_to"))
    {
        Facts = "produced_by g1_infinity_uncompressed g1_infinity_compressed g2_infinity_uncompressed",
    };

    public static IEnumerable<object[]> Points => Form.Rows("points");

    public static IEnumerable<object[]> Rejected => Form.Rows("must_reject");

    public static IEnumerable<object[]> Accepted => Form.Rows("must_accept");

    public static IEnumerable<object[]> Files => Form.FileRows();

    [Theory]
    [MemberData(nameof(Points))]
    public void Multiple_OfG1_HasTheBytes(string name)
    {
        JsonElement vector = Form[name];
        G1Affine point = G1Affine.Generator.Multiply(vector.GetProperty("k").AsFr()).ToAffine();
        Assert.Equal(vector.GetProperty("g1").G1(), point);

        byte[] bytes = new byte[64];
        point.WriteUncompressed(bytes);
        Assert.Equal(vector.GetProperty("g1_uncompressed").Bytes(), bytes);
        Assert.True(G1Affine.TryReadUncompressed(bytes, out G1Affine read));
        Assert.Equal(point, read);

        point.WriteCoordinates(bytes);
        Assert.Equal(vector.GetProperty("g1_raw_xy_no_flags").Bytes(), bytes);
        Assert.True(G1Affine.TryReadCoordinates(bytes, out read));
        Assert.Equal(point, read);

        byte[] compressed = new byte[32];
        point.WriteCompressed(compressed);
        Assert.Equal(vector.GetProperty("g1_compressed").Bytes(), compressed);
        Assert.True(G1Affine.TryReadCompressed(compressed, out read));
        Assert.Equal(point, read);

        Assert.Equal(vector.GetProperty("g1_mont").Bytes(), MemoryMarshal.AsBytes([point]).ToArray());
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Multiple_OfG2_HasTheBytes(string name)
    {
        JsonElement vector = Form[name];
        G2Affine point = G2Affine.Generator.Multiply(vector.GetProperty("k").AsFr()).ToAffine();
        Assert.Equal(vector.GetProperty("g2").G2(), point);

        byte[] bytes = new byte[128];
        point.WriteUncompressed(bytes);
        Assert.Equal(vector.GetProperty("g2_uncompressed").Bytes(), bytes);
        Assert.True(G2Affine.TryReadUncompressed(bytes, out G2Affine read));
        Assert.Equal(point, read);

        byte[] compressed = new byte[64];
        point.WriteCompressed(compressed);
        Assert.Equal(vector.GetProperty("g2_compressed").Bytes(), compressed);
        Assert.True(G2Affine.TryReadCompressed(compressed, out read));
        Assert.Equal(point, read);

        Assert.Equal(vector.GetProperty("g2_mont").Bytes(), MemoryMarshal.AsBytes([point]).ToArray());
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void BadBytes_AreRefused(string name)
    {
        Assert.False(G1Affine.TryReadUncompressed(Form[name].GetProperty("g1_uncompressed").Bytes(), out G1Affine point), $"{Form[name]}");
        Assert.True(point.IsInfinity);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void OddBytes_AreRead(string name)
    {
        Assert.True(G1Affine.TryReadUncompressed(Form[name].GetProperty("g1_uncompressed").Bytes(), out G1Affine point), $"{Form[name]}");
        Assert.Equal(Form[name].GetProperty("decodes_to").G1(), point);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Infinity_HasTheBytes(string file)
    {
        JsonElement vectors = Form.File(file);
        byte[] g1 = new byte[64];
        G1Affine.Infinity.WriteUncompressed(g1);
        Assert.Equal(vectors.GetProperty("g1_infinity_uncompressed").Bytes(), g1);
        Assert.True(G1Affine.TryReadUncompressed(g1, out G1Affine point) && point.IsInfinity);

        byte[] compressed = new byte[32];
        G1Affine.Infinity.WriteCompressed(compressed);
        Assert.Equal(vectors.GetProperty("g1_infinity_compressed").Bytes(), compressed);
        Assert.True(G1Affine.TryReadCompressed(compressed, out point) && point.IsInfinity);

        byte[] g2 = new byte[128];
        G2Affine.Infinity.WriteUncompressed(g2);
        Assert.Equal(vectors.GetProperty("g2_infinity_uncompressed").Bytes(), g2);
        Assert.True(G2Affine.TryReadUncompressed(g2, out G2Affine other) && other.IsInfinity);
    }
}
