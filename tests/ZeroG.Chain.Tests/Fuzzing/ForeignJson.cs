using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace ZeroG.Chain.Tests.Fuzzing;

/// <summary>
/// JSON as a broken or hostile node might send it: any tree of the values and names that answers are made of, and of others.
/// </summary>
public sealed record ForeignJson(string Text)
{
    private static readonly string[] Names =
    [
        "hash", "number", "parentHash", "timestamp", "transactions", "baseFeePerGas", "gasLimit", "gasUsed", "blockNumber", "blockHash",
        "logs", "transactionHash", "transactionIndex", "topics", "address", "data", "status", "type", "from", "to", "nonce", "value",
        "input", "gas", "code", "message", "originalError", "result", "error", "id", "", "logsBloom", "effectiveGasPrice", "removed",
    ];

    private static readonly string[] Scalars =
    [
        "null", "true", "false", "0", "-1", "1e400", "9223372036854775808", "0.1", "\"\"", "\"0x\"", "\"0x0\"", "\"0x00\"", "\"0x1\"",
        "\"0X1\"", "\"0xffffffffffffffff\"", "\"0x10000000000000000\"", "\"latest\"", "\"execution reverted\"",
        "\"\\ud800\"", "\"\\u0000\"",
        $"\"0x{new string('f', 40)}\"", $"\"0x{new string('f', 64)}\"", $"\"0x{new string('f', 512)}\"", $"\"0x{new string('9', 999)}\"",
        $"\"0x08c379a0{new string('f', 64)}\"", $"\"{new string('x', 2000)}\"",
    ];

    /// <summary>How FsCheck makes them.</summary>
    public static Arbitrary<ForeignJson> Values() =>
        Gen.Sized(size => Tree(Math.Min(size / 10, 5))).Select(text => new ForeignJson(text)).ToArbitrary();

    /// <summary>An object of which one member, at any depth, is replaced, left out, or joined by another.</summary>
    public ForeignJson PutInto(string valid, int place)
    {
        JsonNode root = JsonNode.Parse(valid)!;
        JsonObject[] objects = [.. Objects(root)];
        JsonObject target = objects[Math.Abs(place % objects.Length)];
        string name = target.Count == 0 ? Names[0] : target.ElementAt(Math.Abs(place / objects.Length % target.Count)).Key;

        // Half surrogates cannot pass through a node, so the text is put in afterwards.
        target[name] = "@here@";
        return new ForeignJson(root.ToJsonString().Replace("\"@here@\"", Text, StringComparison.Ordinal));
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject parent => parent.SelectMany(member => Objects(member.Value)).Prepend(parent),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static Gen<string> Tree(int depth)
    {
        Gen<string> scalar = Gen.Elements(Scalars);
        if (depth <= 0)
        {
            return scalar;
        }

        Gen<string> child = Tree(depth - 1);
        Gen<string> array = child.ListOf().Select(items => $"[{string.Join(',', items)}]");
        Gen<string> member = Gen.Elements(Names).SelectMany(name => child.Select(value => $"\"{name}\":{value}"));
        Gen<string> thing = member.ListOf().Select(members => $"{{{string.Join(',', members)}}}");
        return Gen.OneOf(scalar, array, thing);
    }
}
