using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Signing;
using ZeroG.DataAvailability.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Signing;

/// <summary>The points that the tests of the official repositories name, from <c>tests/vectors/da</c>.</summary>
[Trait("Category", "Vectors")]
public sealed class OfficialPointTests
{
    private static readonly VectorForm Form = new(
        "da", "official_literals*.json", ("point_literals", "name inputs expected own_implementation_agrees source"))
    {
        // The other literals are about sizes, roots of unity and files.
        Facts = "produced_by other",
    };

    public static IEnumerable<object[]> Points => Form.Rows("point_literals");

    [Theory]
    [MemberData(nameof(Points))]
    public void Message_HashesToThePoint(string name)
    {
        JsonElement vector = Form[name];
        JsonElement inputs = vector.GetProperty("inputs");
        Hash256 digest = vector.Text("name") switch
        {
            "signer registration hash" => SignerMessages.Registration(Signer(inputs), Integer(inputs, "chain_id")),
            "epoch registration hash" => SignerMessages.EpochRegistration(
                Signer(inputs), Integer(inputs, "epoch"), Integer(inputs, "chain_id")),
            "blob verified hash" => SignerMessages.Blob(
                inputs.Hash("data_root"), Integer(inputs, "epoch"), Integer(inputs, "quorum_id"), Commitment(inputs)),
            string other => throw new InvalidOperationException($"No test knows '{other}'."),
        };

        G1Affine point = Bls.HashToG1(digest.Bytes);

        Assert.Equal(Decimal(vector, "x_decimal"), point.X.ToBigInteger());
        Assert.Equal(Decimal(vector, "y_decimal"), point.Y.ToBigInteger());
    }

    private static Address Signer(JsonElement inputs) => Address.Parse("0x" + inputs.Text("address"));

    private static ulong Integer(JsonElement inputs, string name) => inputs.GetProperty(name).GetUInt64();

    private static G1Affine Commitment(JsonElement inputs)
    {
        JsonElement point = inputs.GetProperty("erasure_commitment");
        return new(Fq.FromUInt64(Integer(point, "x")), Fq.FromUInt64(Integer(point, "y")));
    }

    private static BigInteger Decimal(JsonElement vector, string name) =>
        BigInteger.Parse(vector.GetProperty("expected").Text(name), CultureInfo.InvariantCulture);
}
