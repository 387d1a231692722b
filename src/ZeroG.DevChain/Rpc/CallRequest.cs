using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;

namespace ZeroG.DevChain.Rpc;

/// <summary>
/// The transaction object of <c>eth_call</c>, <c>eth_estimateGas</c> and <c>eth_sendTransaction</c>: every field may be missing.
/// </summary>
internal sealed record CallRequest
{
    public Address? From { get; init; }

    public Address? To { get; init; }

    public ulong? Gas { get; init; }

    public BigInteger Value { get; init; }

    public byte[] Data { get; init; } = [];

    public ulong? Nonce { get; init; }

    public BigInteger? GasPrice { get; init; }

    public BigInteger? MaxFeePerGas { get; init; }

    public BigInteger? MaxPriorityFeePerGas { get; init; }

    public ulong? ChainId { get; init; }

    public IReadOnlyList<AccessListEntry>? AccessList { get; init; }

    /// <summary>The most that it offers per gas; null when it offers nothing, as calls usually do.</summary>
    public BigInteger? FeeCap => MaxFeePerGas ?? GasPrice;

    /// <exception cref="JsonRpcException">A field is malformed.</exception>
    public static CallRequest Parse(JsonElement value)
    {
        CallRequest request = new()
        {
            From = Read(value, "from", JsonField.Address),
            To = Read(value, "to", JsonField.Address),
            Gas = Read(value, "gas", JsonField.UInt64),
            Value = Read(value, "value", JsonField.Number) ?? BigInteger.Zero,
            Data = (JsonField.Member(value, "input") ?? JsonField.Member(value, "data")) is { } data ? JsonField.Data(data, "input") : [],
            Nonce = Read(value, "nonce", JsonField.UInt64),
            GasPrice = Read(value, "gasPrice", JsonField.Number),
            MaxFeePerGas = Read(value, "maxFeePerGas", JsonField.Number),
            MaxPriorityFeePerGas = Read(value, "maxPriorityFeePerGas", JsonField.Number),
            ChainId = Read(value, "chainId", JsonField.UInt64),
            AccessList = JsonField.Member(value, "accessList") is { } list ? [.. list.EnumerateArray().Select(ParseAccess)] : null,
        };
        return request is { GasPrice: not null, MaxFeePerGas: not null } or { GasPrice: not null, MaxPriorityFeePerGas: not null }
            ? throw JsonRpcException.InvalidParams("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified")
            : request;
    }

    private static T? Read<T>(JsonElement value, string name, Func<JsonElement, string, T> read)
        where T : struct =>
        JsonField.Member(value, name) is { } member ? read(member, name) : null;

    private static AccessListEntry ParseAccess(JsonElement entry) => new(
        JsonField.Address(JsonField.Member(entry, "address") ?? default, "address of accessList"),
        [.. (JsonField.Member(entry, "storageKeys") ?? default) is { ValueKind: JsonValueKind.Array } keys
            ? keys.EnumerateArray().Select(key => JsonField.Hash(key, "storageKeys"))
            : []]);
}
