namespace ZeroG.Chain;

/// <summary>
/// A failure that a user can cause or has to act on: a stable id, a kind, one sentence of what is wrong and one of what to do.
/// </summary>
public class ZeroGException : Exception
{
    /// <summary>Makes the failure.</summary>
    /// <param name="errorId">Stable identifier beginning with <c>Zg</c>, documented in about_ZeroG_Errors.</param>
    /// <param name="kind">What sort of failure it is.</param>
    /// <param name="message">What is wrong and what to do, in one or two sentences; never a secret.</param>
    /// <param name="target">The input that failed, as the user named it.</param>
    /// <param name="innerException">The cause.</param>
    public ZeroGException(string errorId, ErrorKind kind, string message, object? target = null, Exception? innerException = null)
        : base(message, innerException)
    {
        ErrorId = errorId;
        Kind = kind;
        Target = target;
    }

    /// <summary>Stable identifier, for example <c>ZgFileEmpty</c>.</summary>
    public string ErrorId { get; }

    /// <summary>What sort of failure it is.</summary>
    public ErrorKind Kind { get; }

    /// <summary>The input that failed, as the user named it; null when there is none.</summary>
    public object? Target { get; }
}
