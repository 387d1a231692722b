using System.Text.Json;
using System.Text.RegularExpressions;

namespace ZeroG.Chain.JsonRpc;

/// <summary>
/// A well-formed refusal by a JSON-RPC server. Services throw it to refuse a call; clients throw it with the server's own code, words and
/// data.
/// </summary>
public partial class JsonRpcException : ZeroGException
{
    // Some nodes put the data of a revert into their words; what is longer holds nothing that is looked for.
    private const int LongestWords = 16 << 10;

    /// <summary>A refusal as a service says it, without a sender.</summary>
    /// <param name="code">See <see cref="JsonRpcErrorCode"/>.</param>
    /// <param name="message">The text that goes to the caller.</param>
    /// <param name="data">Further detail for programs; null for none.</param>
    public JsonRpcException(int code, string message, JsonElement? data = null)
        : this(code, message, data, message, null)
    {
    }

    private JsonRpcException(int code, string remoteMessage, JsonElement? data, string message, object? target)
        : base("ZgRpcError", KindOf(code), message, target)
    {
        Code = code;
        RemoteMessage = remoteMessage;
        RemoteData = data;
    }

    /// <summary>The server's error code; 0 when it sent none.</summary>
    public int Code { get; }

    /// <summary>The server's own words.</summary>
    public string RemoteMessage { get; }

    /// <summary>The server's words as they are shown: cut where nobody reads on, and without the full stop.</summary>
    internal string ShownWords => ForeignText.Clean(RemoteMessage).TrimEnd('.');

    /// <summary>The server's <c>data</c> member; null when there was none.</summary>
    public JsonElement? RemoteData { get; }

    /// <summary>
    /// True when waiting helps. Code -32005 says "limit exceeded" of two things: of requests in a time, and of the size of an answer, which
    /// no wait makes smaller.
    /// </summary>
    public bool IsRateLimit => Code == JsonRpcErrorCode.LimitExceeded && !SizeOfAnswer().IsMatch(RemoteMessage);

    /// <summary>The refusal of an unknown method, in the words by which ethers recognises it.</summary>
    public static JsonRpcException MethodNotFound(string method) =>
        new(JsonRpcErrorCode.MethodNotFound, $"the method {method} does not exist/is not available");

    /// <summary>The refusal of malformed parameters.</summary>
    public static JsonRpcException InvalidParams(string message) => new(JsonRpcErrorCode.InvalidParams, message);

    /// <summary>A revert as geth reports it: code 3, a text that contains "revert", and the returned bytes as hex data.</summary>
    public static JsonRpcException Reverted(string message, ReadOnlySpan<byte> data) =>
        new(JsonRpcErrorCode.Reverted, message, JsonElement.Parse($"\"{Hex.ToHex(data)}\""));

    /// <summary>A refusal as a client reports it to its user.</summary>
    internal static JsonRpcException FromServer(Uri server, string method, int code, string remoteMessage, JsonElement? data)
    {
        string words = ForeignText.Clean(remoteMessage).TrimEnd('.');
        return new(
            code, ForeignText.Clean(remoteMessage, LongestWords), data,
            $"{MaskedUri.Of(server)} refused {method}: {words} (code {code}). {AdviceFor(code)}", method);
    }

    [GeneratedRegex("result|range|block|logs|size|large", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SizeOfAnswer();

    private static ErrorKind KindOf(int code) => code switch
    {
        JsonRpcErrorCode.InvalidParams => ErrorKind.InvalidArgument,
        JsonRpcErrorCode.LimitExceeded => ErrorKind.LimitsExceeded,
        JsonRpcErrorCode.ParseError or JsonRpcErrorCode.InvalidRequest or JsonRpcErrorCode.MethodNotFound => ErrorKind.ProtocolError,
        _ => ErrorKind.InvalidOperation,
    };

    private static string AdviceFor(int code) => code switch
    {
        JsonRpcErrorCode.MethodNotFound => "Use a node that offers this method.",
        JsonRpcErrorCode.LimitExceeded => "Wait a little, ask for less, or use a node with a higher limit.",
        JsonRpcErrorCode.InternalError => "Try again, or use another node.",
        _ => "Check the values given; the node's words say which one it minds.",
    };
}
