using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.DevChain.Rpc;

/// <summary>A block as a caller names it: tag, hex number, hash, or an EIP-1898 object.</summary>
internal readonly record struct BlockTag(BlockTagKind Kind, ulong Number = 0, Hash256 Hash = default)
{
    public static BlockTag Latest => new(BlockTagKind.Latest);

    /// <exception cref="JsonRpcException">It is none of those.</exception>
    public static BlockTag Parse(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            return value.TryGetProperty("blockHash", out JsonElement hash) ? ParseText(hash)
                : value.TryGetProperty("blockNumber", out JsonElement number) ? ParseText(number)
                : throw JsonRpcException.InvalidParams("invalid block: expected blockHash or blockNumber");
        }

        return ParseText(value);
    }

    private static BlockTag ParseText(JsonElement value)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return text switch
        {
            "latest" or "safe" or "finalized" => Latest,
            "pending" => new BlockTag(BlockTagKind.Pending),
            "earliest" => new BlockTag(BlockTagKind.Number),
            { Length: 66 } when Hash256.TryParse(text, out Hash256 hash) => new BlockTag(BlockTagKind.Hash, Hash: hash),
            not null when Hex.TryParseQuantity(text, out System.Numerics.BigInteger number) && number <= ulong.MaxValue =>
                new BlockTag(BlockTagKind.Number, (ulong)number),
            _ => throw JsonRpcException.InvalidParams($"invalid block {value.GetRawText()}: expected a tag, a hex number or a hash"),
        };
    }
}
