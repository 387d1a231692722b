namespace ZeroG.Testing;

/// <summary>Thrown by an answer of <see cref="FakeRpcServer"/> to refuse the call.</summary>
public sealed class FakeRpcException(int code, string message, string? dataJson = null) : Exception(message)
{
    public int Code { get; } = code;

    public string? DataJson { get; } = dataJson;
}
