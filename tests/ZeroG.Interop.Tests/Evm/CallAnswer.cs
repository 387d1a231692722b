using System.Text.Json;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Interop.Tests.Evm;

/// <summary>What a chain answers to a call, as text that is the same for Hardhat and for a chain of ours.</summary>
internal static class CallAnswer
{
    // Panic 0x41. At a length that no memory holds the compiler's decoder panics; ours refuses it as it does all malformed data.
    private const string NoMemory = "0x4e487b710000000000000000000000000000000000000000000000000000000000000041";

    /// <summary>The result in hex, or how it was refused; any other failure is thrown.</summary>
    public static string Of(JsonRpcReply reply) =>
        reply.Error is not { } refusal ? reply.Result.GetString()!
        : RevertData(refusal.RemoteData) is { } data ? $"reverted with {(data == NoMemory ? "0x" : data)}"
        : throw refusal;

    /// <summary>Hex in <c>data</c>, or in a <c>data</c> within it.</summary>
    private static string? RevertData(JsonElement? data) => data switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } parent => RevertData(parent.GetProperty("data")),
        _ => null,
    };
}
