using System.Text.Json;
using ZeroG.Chain.Abi;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class AbiPackedVectorTests
{
    private static readonly VectorForm Form = new("chain", "abi-packed*.json", ("cases", "types values packed keccak256"));

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    [Theory]
    [MemberData(nameof(Cases))]
    public void EncodePacked_Values_GivesKnownBytesAndHash(string name)
    {
        JsonElement vector = Form[name];
        AbiType[] types = vector.AbiTypes("types");

        byte[] packed = AbiCoder.EncodePacked(types, vector.AbiValues("values", types));

        Assert.Equal(vector.Text("packed"), Hex.ToHex(packed));
        Assert.Equal(vector.Hash("keccak256"), Hash256.Keccak(packed));
    }
}
