namespace ZeroG.Chain.JsonRpc;

/// <summary>What a debug log may know of one attempt: never parameters, results or keys.</summary>
/// <param name="Server">Address of the server, masked.</param>
/// <param name="Method">Method name; for a batch the names in call order, with commas.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Duration">From sending to the last byte.</param>
/// <param name="RequestSize">Bytes of the body sent.</param>
/// <param name="AnswerSize">Bytes of the body received; 0 when none came.</param>
/// <param name="Failure">Why the attempt failed; null when it did not.</param>
/// <param name="RetryDelay">How long until the next attempt; null when there is none.</param>
public readonly record struct JsonRpcTrace(
    string Server, string Method, int Attempt, TimeSpan Duration, int RequestSize, int AnswerSize, string? Failure, TimeSpan? RetryDelay)
{
    /// <summary>One line for a debug stream.</summary>
    public override string ToString() =>
        $"{Method} at {Server}, attempt {Attempt}: {RequestSize} bytes sent, {AnswerSize} received in {Duration.TotalMilliseconds:F0} ms"
        + (Failure is null ? "" : $", failed: {Failure}")
        + (RetryDelay is { } delay ? $" Trying again in {delay.TotalMilliseconds:F0} ms." : "");
}
