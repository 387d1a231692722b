namespace ZeroG.Chain;

/// <summary>
/// What sort of failure a <see cref="ZeroGException"/> is. The cmdlets map each value to the PowerShell error category of that name.
/// </summary>
public enum ErrorKind
{
    /// <summary>An argument or input that cannot be right.</summary>
    InvalidArgument,

    /// <summary>Data from a file or a peer that is malformed.</summary>
    InvalidData,

    /// <summary>A name, root, address or transaction that does not exist.</summary>
    ObjectNotFound,

    /// <summary>The target exists and would be overwritten.</summary>
    ResourceExists,

    /// <summary>Something is in use or locked.</summary>
    ResourceBusy,

    /// <summary>A node or service that is down for now.</summary>
    ResourceUnavailable,

    /// <summary>The peer cannot be reached.</summary>
    ConnectionError,

    /// <summary>A wrong password or a refused login.</summary>
    AuthenticationError,

    /// <summary>The account may not do this.</summary>
    PermissionDenied,

    /// <summary>A proof, checksum or signature that does not verify.</summary>
    SecurityError,

    /// <summary>Not enough funds, or a limit reached.</summary>
    LimitsExceeded,

    /// <summary>The time given ran out.</summary>
    OperationTimeout,

    /// <summary>A peer that breaks the protocol.</summary>
    ProtocolError,

    /// <summary>The operation does not fit the present state.</summary>
    InvalidOperation,

    /// <summary>Reading a local file failed.</summary>
    ReadError,

    /// <summary>Writing a local file failed.</summary>
    WriteError,
}
