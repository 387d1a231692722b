using System.Text.Json;
using ZeroG.Chain.JsonRpc;
using ZeroG.Nodes.JsonRpc;

namespace ZeroG.Nodes.Storage;

/// <summary>
/// The three forms in which a storage node refuses (storage specification section 3.4). Clients match on the texts, so these are fixed.
/// </summary>
internal static class StorageRefusal
{
    public const string AlreadyFinalized = "already uploaded and finalized";
    public const string AlreadyUploaded = "segment has already been uploaded or is being uploaded";
    public const string TooManyWriting = "too many data writing";
    public const string PoolIsFull = "exceeds the maximum cached chunks of whole pool";
    public const string ShareIsFull = "exceeds the maximum cached chunks of one client";
    public const string TransactionReverted = "Transaction reverted, please upload again";

    /// <summary>The disk is full or failing. Why stands in the node's log; it is none of the caller's business.</summary>
    public static JsonRpcException NotStored => Internal("this node cannot store it just now, please try another");

    /// <summary>A check of a parameter failed: -32602, the parameter in the message, the reason as data.</summary>
    public static JsonRpcException Parameter(string name, string why) => RpcParameters.Invalid(name, why);

    /// <summary>-32603 with the reason as data.</summary>
    public static JsonRpcException Internal(string why) =>
        new(JsonRpcErrorCode.InternalError, "Internal error", RpcParameters.JsonText(why));

    /// <summary>Pool, store and positions of proofs: -32000 with the reason as message.</summary>
    public static JsonRpcException Other(string why) => new(JsonRpcErrorCode.ServerError, why);

    /// <summary>What was wrong, in a word out of few: labels of metrics must not grow with what callers send.</summary>
    public static string ReasonOf(JsonRpcException refusal)
    {
        string text = refusal.RemoteMessage;
        const string Parameter = "Invalid params: ";
        return text.StartsWith(Parameter, StringComparison.Ordinal)
            ? refusal.RemoteData is { ValueKind: JsonValueKind.String } why && why.ValueEquals(AlreadyFinalized)
                ? "finalized"
                : text[Parameter.Length..]
            : text.StartsWith(TooManyWriting, StringComparison.Ordinal) ? "busy"
            : text.StartsWith(PoolIsFull, StringComparison.Ordinal) ? "pool_full"
            : text.StartsWith(ShareIsFull, StringComparison.Ordinal) ? "client_share"
            : text == AlreadyUploaded ? "uploaded"
            : text == TransactionReverted ? "reverted"
            : refusal.Code switch
            {
                JsonRpcErrorCode.MethodNotFound => "method",
                JsonRpcErrorCode.InternalError => "internal",
                _ => "other",
            };
    }
}
