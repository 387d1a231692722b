using System.Text.Json;
using ZeroG.Chain.Rlp;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

[Trait("Category", "Vectors")]
public class RlpVectorTests
{
    private static readonly VectorForm Form = new("chain", "rlp*.json", ("cases", "decoded encoded"), ("decode_reject", "encoded why"));

    public static IEnumerable<object[]> Cases => Form.Rows("cases");

    public static IEnumerable<object[]> Rejects => Form.Rows("decode_reject");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_Items_GivesKnownBytes(string name)
    {
        RlpWriter writer = new();

        Write(writer, Form[name].GetProperty("decoded"));

        Assert.Equal(Form[name].Text("encoded"), Hex.ToHex(writer.ToArray()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Decode_KnownBytes_GivesItems(string name)
    {
        RlpItem item = RlpItem.Decode(Form[name].Bytes("encoded"));

        AssertEqual(Form[name].GetProperty("decoded"), item);
    }

    [Theory]
    [MemberData(nameof(Rejects))]
    public void Decode_BytesThatAreNotCanonical_Throws(string name) =>
        Assert.Throws<RlpException>(() => RlpItem.Decode(Form[name].Bytes("encoded")));

    private static void Write(RlpWriter writer, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            writer.Write(Hex.ParseBytes(element.GetString()!));
            return;
        }

        writer.StartList();
        foreach (JsonElement item in element.EnumerateArray())
        {
            Write(writer, item);
        }

        writer.EndList();
    }

    private static void AssertEqual(JsonElement expected, RlpItem actual)
    {
        if (expected.ValueKind == JsonValueKind.String)
        {
            Assert.False(actual.IsList);
            Assert.Equal(expected.GetString(), Hex.ToHex(actual.Bytes.Span));
            return;
        }

        Assert.Equal(expected.GetArrayLength(), actual.Items.Count);
        foreach ((JsonElement left, RlpItem right) in expected.EnumerateArray().Zip(actual.Items))
        {
            AssertEqual(left, right);
        }
    }
}
