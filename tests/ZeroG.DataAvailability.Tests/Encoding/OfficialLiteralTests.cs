using System.Text.Json;
using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Tests.Vectors;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding;

/// <summary>Constants that the tests and the README of the official encoder name, from <c>tests/vectors/da</c>.</summary>
[Trait("Category", "Vectors")]
public sealed class OfficialLiteralTests
{
    private static readonly VectorForm Form = new(
        "da", "official_literals*.json", ("other", "name expected? source own_implementation_agrees?"))
    {
        // The points are hashes of what signers sign.
        Facts = "produced_by point_literals",
    };

    public static IEnumerable<object[]> Others => Form.Rows("other");

    [Theory]
    [MemberData(nameof(Others))]
    public void Literal_IsWhatThisModuleHas(string name)
    {
        JsonElement vector = Form[name];
        switch (vector.Text("name"))
        {
            case "scalar one to 32 bytes":
                byte[] one = new byte[MatrixShape.CellSize];
                Fr.One.Write(one);
                Assert.Equal(vector.Bytes("expected"), one);
                break;
            case "test setting sizes":
                JsonElement sizes = vector.GetProperty("expected");
                VectorForm.CheckFields(sizes, "log_row log_col max_raw_data", name);
                Assert.Equal(sizes.Shape(), MatrixShape.Small);
                Assert.Equal(sizes.Number("max_raw_data"), MatrixShape.Small.MaxDataSize);
                break;
            case "coset_factor(16,1) equals the primitive 32nd root":
                Assert.Equal(Fr.RootOfUnity(5), Coset.Factor(new MatrixShape(2, 2), 1));
                break;
            case "sha256 of official parameter files":
                MatrixShape shape = MatrixShape.Production;
                string[] names =
                [
                    .. Enumerable.Range(0, 3).SelectMany(
                        coset => new[] { false, true }.Select(montgomery => ParameterFileName.Prove(shape, coset, montgomery))),
                    .. Enumerable.Range(0, 3).Select(coset => ParameterFileName.Verify(shape, coset)),
                    ParameterFileName.PowersOfTau(shape),
                ];
                Assert.Equal(names, vector.GetProperty("expected").EnumerateObject().Select(file => file.Name));
                break;
            case string other:
                throw new InvalidOperationException($"No test knows '{other}'.");
        }
    }
}
