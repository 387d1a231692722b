using System.Text.Json;

namespace ZeroG.Chain.JsonRpc;

/// <summary>The answer to one call of a batch: a result or a refusal.</summary>
public readonly struct JsonRpcReply
{
    private readonly JsonElement _result;

    internal JsonRpcReply(JsonElement result) => _result = result;

    internal JsonRpcReply(JsonRpcException error) => Error = error;

    /// <summary>Why the server refused this call; null when it answered.</summary>
    public JsonRpcException? Error { get; }

    /// <summary>The result.</summary>
    /// <exception cref="JsonRpcException">The server refused this call.</exception>
    public JsonElement Result => Error is null ? _result : throw Error;
}
