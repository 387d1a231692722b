using System.Numerics;
using System.Text.Json;
using ZeroG.Cryptography.Bn254;
using ZeroG.Testing;

namespace ZeroG.Interop.Tests.Bn254;

/// <summary>Both groups, their bytes and their pairing against @noble/curves, over random scalars and the edges of the field.</summary>
public sealed class NobleCurvesTests(NodePackages packages)
{
    private const int RandomCases = 12;

    private static readonly BigInteger[] Edges = [0, 1, 2, Fr.Modulus - 1, Fr.Modulus - 2, BigInteger.Pow(2, 128), Fr.Modulus / 2];

    [Fact]
    public async Task GroupsBytesAndPairings_AreThoseOfNoble()
    {
        Random random = new(254);
        (BigInteger A, BigInteger B)[] cases =
        [
            .. Edges.Select((a, i) => (a, Edges[(i + 2) % Edges.Length])),
            .. Enumerable.Range(0, RandomCases).Select(_ => (Next(random), Next(random))),
        ];
        using TempFolder folder = new();
        string file = Path.Combine(folder.Path, "cases.json");
        await File.WriteAllTextAsync(
            file,
            JsonSerializer.Serialize(cases.Select(pair => new[] { $"{pair.A}", $"{pair.B}" })),
            TestContext.Current.CancellationToken);

        JsonElement answers = await packages.RunScriptAsync("bn254.js", [file]);

        Assert.Equal(cases.Length, answers.GetArrayLength());
        foreach (((BigInteger a, BigInteger b), JsonElement answer) in cases.Zip(answers.EnumerateArray()))
        {
            AssertSame(Fr.FromBigInteger(a), Fr.FromBigInteger(b), answer);
        }
    }

    private static void AssertSame(Fr a, Fr b, JsonElement noble)
    {
        G1Affine p = G1Affine.Generator.Multiply(a).ToAffine(), r = G1Affine.Generator.Multiply(b).ToAffine();
        G2Affine q = G2Affine.Generator.Multiply(b).ToAffine(), s = G2Affine.Generator.Multiply(a).ToAffine();
        AssertSame(noble, "g1", p);
        AssertSame(noble, "g2", q);
        AssertSame(noble, "g1Sum", (p + r).ToAffine());
        AssertSame(noble, "g1Difference", (p - r).ToAffine());
        AssertSame(noble, "g1Double", p.Double().ToAffine());
        AssertSame(noble, "g1Multiple", p.Multiply(b).ToAffine());
        AssertSame(noble, "g2Sum", (q + s).ToAffine());
        AssertSame(noble, "g2Multiple", q.Multiply(a).ToAffine());

        byte[] compressed1 = Bytes(noble, "g1Compressed");
        Assert.True(G1Affine.TryReadCompressed(compressed1, out G1Affine read1) && read1 == p);
        byte[] written1 = new byte[G1Affine.CompressedSize];
        p.WriteCompressed(written1);
        Assert.Equal(compressed1, written1);
        byte[] compressed2 = Bytes(noble, "g2Compressed");
        Assert.True(G2Affine.TryReadCompressed(compressed2, out G2Affine read2) && read2 == q);
        byte[] written2 = new byte[G2Affine.CompressedSize];
        q.WriteCompressed(written2);
        Assert.Equal(compressed2, written2);

        Fq12 value = Pairing.Value(p, q);
        if (noble.GetProperty("pairing").ValueKind == JsonValueKind.Null)
        {
            Assert.True(p.IsInfinity || q.IsInfinity);
            Assert.True(value.IsOne);
            return;
        }

        Assert.Equal(noble.GetProperty("pairing").EnumerateArray().Select(part => part.GetString()), Coordinates(value));
        Assert.Equal(noble.GetProperty("balanced").GetBoolean(), Pairing.ProductIsOne([p, -r], [q, s]));
        Assert.Equal(noble.GetProperty("unbalanced").GetBoolean(), Pairing.ProductIsOne([p, r], [q, s]));
        Assert.True(noble.GetProperty("balanced").GetBoolean());
        Assert.False(noble.GetProperty("unbalanced").GetBoolean());
    }

    private static void AssertSame(JsonElement noble, string name, in G1Affine point)
    {
        byte[] written = new byte[G1Affine.UncompressedSize];
        point.WriteUncompressed(written);
        Assert.Equal(Bytes(noble, name), written);
        Assert.True(G1Affine.TryReadUncompressed(written, out G1Affine read) && read == point);
    }

    private static void AssertSame(JsonElement noble, string name, in G2Affine point)
    {
        byte[] written = new byte[G2Affine.UncompressedSize];
        point.WriteUncompressed(written);
        Assert.Equal(Bytes(noble, name), written);
        Assert.True(G2Affine.TryReadUncompressed(written, out G2Affine read) && read == point);
    }

    private static IEnumerable<string> Coordinates(Fq12 value) =>
        ((Fq2[])[value.C0.C0, value.C0.C1, value.C0.C2, value.C1.C0, value.C1.C1, value.C1.C2])
            .SelectMany(part => new[] { $"{part.C0}", $"{part.C1}" });

    private static byte[] Bytes(JsonElement noble, string name) => Convert.FromHexString(noble.GetProperty(name).GetString()!);

    private static BigInteger Next(Random random)
    {
        byte[] bytes = new byte[40];
        random.NextBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true) % Fr.Modulus;
    }
}
