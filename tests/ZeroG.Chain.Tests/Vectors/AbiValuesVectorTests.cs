using System.Text.Json;
using ZeroG.Chain.Abi;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class AbiValuesVectorTests
{
    private static readonly VectorForm Form =
        new("chain", "abi-values*.json", ("cases", "types values encoded label?"), ("decode_reject", "types data why"));

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    public static IEnumerable<object[]> Rejects => Form.Rows("decode_reject");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Encode_Values_GivesKnownBytes(string name)
    {
        JsonElement vector = Form[name];
        AbiType[] types = vector.AbiTypes("types");

        byte[] encoded = AbiCoder.Encode(types, vector.AbiValues("values", types));

        Assert.Equal(vector.Text("encoded"), Hex.ToHex(encoded));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decode_KnownBytes_GivesValues(string name)
    {
        JsonElement vector = Form[name];
        AbiType[] types = vector.AbiTypes("types");

        object?[] values = AbiCoder.Decode(types, vector.Bytes("encoded"));

        Assert.Equal(vector.AbiValues("values", types), values);
    }

    [Theory]
    [MemberData(nameof(Rejects))]
    public void Decode_MalformedBytes_Throws(string name)
    {
        JsonElement vector = Form[name];

        Assert.Throws<AbiException>(() => AbiCoder.Decode(vector.AbiTypes("types"), vector.Bytes("data")));
    }
}
