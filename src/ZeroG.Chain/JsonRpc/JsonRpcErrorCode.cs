namespace ZeroG.Chain.JsonRpc;

/// <summary>
/// Error codes of the JSON-RPC 2.0 specification (section 5.1) and of Ethereum nodes (EIP-1474; code 3 as geth and reth use it).
/// </summary>
public static class JsonRpcErrorCode
{
    /// <summary>The body is no JSON.</summary>
    public const int ParseError = -32700;

    /// <summary>The body is JSON, but no call.</summary>
    public const int InvalidRequest = -32600;

    /// <summary>There is no such method.</summary>
    public const int MethodNotFound = -32601;

    /// <summary>Missing, superfluous or malformed parameters.</summary>
    public const int InvalidParams = -32602;

    /// <summary>The server failed for a reason of its own.</summary>
    public const int InternalError = -32603;

    /// <summary>The node refuses the input for its state: pool errors, unknown blocks, failed checks.</summary>
    public const int ServerError = -32000;

    /// <summary>Too many requests, or a result larger than the provider allows.</summary>
    public const int LimitExceeded = -32005;

    /// <summary>A call was executed and reverted; the data of the revert comes along.</summary>
    public const int Reverted = 3;
}
