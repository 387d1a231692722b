using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.DevChain.Rpc;

/// <summary>One RPC call: parameters by position, and the writer for the result. A missing parameter and null are the same.</summary>
internal sealed class RpcCall(JsonElement parameters, Utf8JsonWriter result)
{
    /// <summary>Takes the result.</summary>
    public Utf8JsonWriter Result { get; } = result;

    /// <summary>The parameter, or null when it is missing or null.</summary>
    public JsonElement? Optional(int index) =>
        parameters.ValueKind == JsonValueKind.Array && index < parameters.GetArrayLength()
        && parameters[index].ValueKind != JsonValueKind.Null
            ? parameters[index]
            : null;

    public JsonElement Required(int index) =>
        Optional(index) ?? throw JsonRpcException.InvalidParams($"missing value for required argument {index}");

    public bool Has(int index) => Optional(index) is not null;

    public Address Address(int index) => JsonField.Address(Required(index), Where(index));

    public Hash256 Hash(int index) => JsonField.Hash(Required(index), Where(index));

    /// <summary>32 bytes from data of at most that length, as storage slots are often given.</summary>
    public Hash256 Word(int index) => JsonField.Word(Required(index), Where(index));

    public byte[] Data(int index) => JsonField.Data(Required(index), Where(index));

    public BigInteger Number(int index) => JsonField.Number(Required(index), Where(index));

    public ulong UInt64(int index) => JsonField.UInt64(Required(index), Where(index));

    public bool Flag(int index, bool absent) =>
        Optional(index) is not { } value ? absent
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw JsonRpcException.InvalidParams($"invalid {Where(index)}: expected true or false");

    public string Text(int index) =>
        Required(index) is { ValueKind: JsonValueKind.String } value
            ? value.GetString()!
            : throw JsonRpcException.InvalidParams($"invalid {Where(index)}: expected text");

    public BlockTag Block(int index) => Optional(index) is { } value ? BlockTag.Parse(value) : BlockTag.Latest;

    public JsonElement Object(int index) =>
        Required(index) is { ValueKind: JsonValueKind.Object } value
            ? value
            : throw JsonRpcException.InvalidParams($"invalid {Where(index)}: expected an object");

    public void Answer(BigInteger quantity) => Result.WriteStringValue(Hex.ToQuantity(quantity));

    public void Answer(ulong quantity) => Result.WriteStringValue(Hex.ToQuantity(quantity));

    public void Answer(string text) => Result.WriteStringValue(text);

    public void Answer(ReadOnlySpan<byte> data) => Result.WriteStringValue(Hex.ToHex(data));

    public void Answer(Hash256 hash) => Result.WriteStringValue(hash.ToString());

    public void Answer(bool flag) => Result.WriteBooleanValue(flag);

    public void AnswerNull() => Result.WriteNullValue();

    private static string Where(int index) => $"argument {index}";
}
