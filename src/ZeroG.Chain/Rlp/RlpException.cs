namespace ZeroG.Chain.Rlp;

/// <summary>Bytes that are no canonical RLP, or an item that is not what was expected at its place.</summary>
public sealed class RlpException : FormatException
{
    public RlpException()
    {
    }

    public RlpException(string message)
        : base(message)
    {
    }

    public RlpException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
