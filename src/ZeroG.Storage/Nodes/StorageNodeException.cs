using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Storage.Nodes;

/// <summary>
/// A storage node refused a call. Code and words are the node's own, because clients decide by them whether to try again.
/// </summary>
public sealed class StorageNodeException : ZeroGException
{
    /// <summary>Takes over a refusal.</summary>
    public StorageNodeException(Uri node, string method, JsonRpcException refusal)
        : this(node, method, refusal.Code, WordsOf(refusal), refusal)
    {
    }

    private StorageNodeException(Uri node, string method, int code, string words, Exception refusal)
        : base(
            "ZgNodeRefused", ErrorKind.InvalidOperation,
            $"Storage node {MaskedUri.Of(node)} refused {method}: {words.TrimEnd('.')} (code {code}). Try another node, "
            + "or look into the log of this one.", node, refusal)
    {
        Node = node;
        Method = method;
        Code = code;
        Words = words;
    }

    /// <summary>The node.</summary>
    public Uri Node { get; }

    /// <summary>The method it refused.</summary>
    public string Method { get; }

    /// <summary>The node's error code.</summary>
    public int Code { get; }

    /// <summary>The node's words as the official clients join them: <c>message</c>, or <c>message; data: data</c>.</summary>
    public string Words { get; }

    private static string WordsOf(JsonRpcException refusal) => refusal.RemoteData switch
    {
        { ValueKind: JsonValueKind.String } data => $"{refusal.RemoteMessage}; data: {data.GetString()}",
        { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } data => $"{refusal.RemoteMessage}; data: {data.GetRawText()}",
        _ => refusal.RemoteMessage,
    };
}
