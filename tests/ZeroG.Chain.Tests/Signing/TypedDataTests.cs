using System.Collections;
using System.Numerics;
using ZeroG.Chain.Signing;

namespace ZeroG.Chain.Tests.Signing;

public class TypedDataTests
{
    private const string Document = """
        {
          "types": {
            "Item": [{ "name": "id", "type": "uint64" }, { "name": "tags", "type": "string[]" }],
            "Cart": [
              { "name": "owner", "type": "address" }, { "name": "items", "type": "Item[]" }, { "name": "pair", "type": "int8[2]" },
              { "name": "paid", "type": "bool" }, { "name": "blob", "type": "bytes" }, { "name": "key", "type": "bytes4" }
            ]
          },
          "primaryType": "Cart",
          "domain": { "name": "Shop", "chainId": 16602 },
          "message": {
            "owner": "0x00000000000000000000000000000000000000a1",
            "items": [{ "id": 1, "tags": [] }, { "id": "0x80", "tags": ["a", "b"] }],
            "pair": [-1, "-2"], "paid": true, "blob": "0x", "key": "0x01020304"
          }
        }
        """;

    private static readonly Dictionary<string, IReadOnlyList<TypedDataField>> Types = new()
    {
        ["Item"] = [new("id", "uint64"), new("tags", "string[]")],
        ["Cart"] =
        [
            new("owner", "address"), new("items", "Item[]"), new("pair", "int8[2]"),
            new("paid", "bool"), new("blob", "bytes"), new("key", "bytes4"),
        ],
    };

    [Fact]
    public void Create_SameValuesAsDocument_GivesSameDigest()
    {
        Dictionary<string, object?> message = new()
        {
            ["owner"] = Address.Parse("0x00000000000000000000000000000000000000a1"),
            ["items"] = new object[]
            {
                new Dictionary<string, object?> { ["id"] = 1, ["tags"] = Array.Empty<string>() },
                new Hashtable { ["id"] = new BigInteger(0x80), ["tags"] = new[] { "a", "b" } },
            },
            ["pair"] = new[] { -1, -2 },
            ["paid"] = true,
            ["blob"] = Array.Empty<byte>(),
            ["key"] = new byte[] { 1, 2, 3, 4 },
        };

        TypedData created = TypedData.Create(new TypedDataDomain { Name = "Shop", ChainId = 16602 }, Types, "Cart", message);
        TypedData parsed = TypedData.Parse(Document);

        Assert.Equal(parsed.Digest, created.Digest);
        Assert.Equal(parsed.DomainSeparator, created.DomainSeparator);
        Assert.Equal(parsed.StructHash, created.StructHash);
    }

    [Fact]
    public void Parse_DomainTypeInDocument_IsTheOneUsed()
    {
        string explicitType = Document.Replace(
            "\"types\": {",
            "\"types\": { \"EIP712Domain\": [{ \"name\": \"name\", \"type\": \"string\" }, "
                + "{ \"name\": \"chainId\", \"type\": \"uint256\" }],",
            StringComparison.Ordinal);
        string otherOrder = Document.Replace(
            "\"types\": {",
            "\"types\": { \"EIP712Domain\": [{ \"name\": \"chainId\", \"type\": \"uint256\" }, "
                + "{ \"name\": \"name\", \"type\": \"string\" }],",
            StringComparison.Ordinal);

        Assert.Equal(TypedData.Parse(Document).DomainSeparator, TypedData.Parse(explicitType).DomainSeparator);
        Assert.NotEqual(TypedData.Parse(Document).DomainSeparator, TypedData.Parse(otherOrder).DomainSeparator);
    }

    [Fact]
    public void Parse_PrimaryTypeIsTheDomain_HashesTheDomainAlone()
    {
        TypedData data = TypedData.Parse("""{ "types": {}, "primaryType": "EIP712Domain", "domain": { "name": "Shop" }, "message": {} }""");

        Assert.Equal(Hash256.Keccak([0x19, 0x01, .. data.DomainSeparator.Bytes]), data.Digest);
    }

    [Theory]
    [InlineData("\"paid\": true,", "", "message.paid is missing")]
    [InlineData("\"paid\": true,", "\"paid\": true, \"tip\": 1,", "message.tip is no member of 'Cart'")]
    [InlineData("\"chainId\": 16602", "\"chain\": 16602", "domain.chain is no member of 'EIP712Domain'")]
    [InlineData("\"paid\": true", "\"paid\": \"true\"", "message.paid is neither true nor false")]
    [InlineData("\"paid\": true,", "\"paid\": true, \"paid\": false,", "the document is no JSON")]
    [InlineData("[-1, \"-2\"]", "[-1]", "message.pair has 1 items where 'int8[2]' has 2")]
    [InlineData("[-1, \"-2\"]", "[-1, -129]", "message.pair[1] is no int8")]
    [InlineData("[-1, \"-2\"]", "[-1, 1.5]", "message.pair[1] is no integer")]
    [InlineData("[-1, \"-2\"]", "[-1, \"0x\"]", "message.pair[1] is no integer")]
    [InlineData("[-1, \"-2\"]", "-1", "message.pair is a JSON Number")]
    [InlineData("\"0x01020304\"", "\"0x010203\"", "message.key is no bytes4")]
    [InlineData("\"0x01020304\"", "\"01020304\"", "message.key is no bytes4")]
    [InlineData("\"tags\": [\"a\", \"b\"]", "\"tags\": [\"a\", null]", "message.items[1].tags[1] is a JSON Null")]
    [InlineData("\"tags\": [\"a\", \"b\"]", "\"tags\": [\"\\ud800\"]", "the document is no JSON")]
    [InlineData("\"type\": \"string[]\"", "\"type\": \"Cart[]\"", "contains itself")]
    [InlineData("\"type\": \"string[]\"", "\"type\": \"text\"", "there is no type 'text'")]
    [InlineData("\"type\": \"string[]\"", "\"type\": \"string[0]\"", "is no array type")]
    [InlineData("\"type\": \"uint64\"", "\"type\": \"uint\"", "write 'uint256' for 'uint'")]
    [InlineData("\"name\": \"tags\", \"type\"", "\"name\": \"id\", \"type\"", "'id' in 'Item' is no member name or is declared twice")]
    [InlineData("\"name\": \"tags\", \"type\"", "\"name\": \"a,uint8 b\", \"type\"", "'a,uint8 b' in 'Item' is no member name")]
    [InlineData("\"Item\": [", "\"bool\": [], \"Item\": [", "a struct cannot be named 'bool'")]
    [InlineData("\"primaryType\": \"Cart\"", "\"primaryType\": \"Box\"", "there is no type 'Box'")]
    [InlineData("\"primaryType\": \"Cart\",", "", "'primaryType' is missing")]
    public void Parse_DocumentWithAFault_SaysWhere(string original, string changed, string expected)
    {
        Assert.Contains(original, Document, StringComparison.Ordinal);

        FormatException error = Assert.Throws<FormatException>(() =>
            TypedData.Parse(Document.Replace(original, changed, StringComparison.Ordinal)));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_StructsReferredToManyTimes_AreVisitedOnce()
    {
        // Two members of the next type on each of 60 levels make 2^60 paths from the first to the last.
        Dictionary<string, IReadOnlyList<TypedDataField>> types = new() { ["T60"] = [new("x", "bool")] };
        for (int i = 0; i < 60; i++)
        {
            types[$"T{i}"] = [new("a", $"T{i + 1}[]"), new("b", $"T{i + 1}[]")];
        }

        TypedData data = TypedData.Create(
            new TypedDataDomain(), types, "T0",
            new Dictionary<string, object?> { ["a"] = Array.Empty<object>(), ["b"] = Array.Empty<object>() });

        Assert.StartsWith("T0(T1[] a,T1[] b)T1(", data.EncodedType, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_StructsNestTooDeep_Throws()
    {
        Dictionary<string, IReadOnlyList<TypedDataField>> types = new() { ["T100000"] = [new("x", "bool")] };
        for (int i = 0; i < 100_000; i++)
        {
            types[$"T{i}"] = [new("a", $"T{i + 1}[]")];
        }

        Assert.Throws<FormatException>(() => TypedData.Create(new TypedDataDomain(), types, "T0", new Dictionary<string, object?>()));
    }
}
