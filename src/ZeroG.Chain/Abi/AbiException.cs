namespace ZeroG.Chain.Abi;

/// <summary>An ABI declaration, value or encoding that is malformed. The message begins with where it is wrong, as far as that is
/// known.</summary>
public sealed class AbiException : FormatException
{
    public AbiException()
    {
    }

    public AbiException(string message)
        : base(message)
    {
    }

    public AbiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
