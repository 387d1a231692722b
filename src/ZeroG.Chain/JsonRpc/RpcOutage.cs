namespace ZeroG.Chain.JsonRpc;

/// <summary>A server that did not answer, in contrast to an answer that one does not like.</summary>
public static class RpcOutage
{
    /// <summary>Whether a failure is one.</summary>
    public static bool Is(Exception failure) =>
        failure is ZeroGException { ErrorId: "ZgRpcUnreachable" or "ZgRpcTimeout" or "ZgRpcRateLimited" or "ZgRpcHttpError" };
}
