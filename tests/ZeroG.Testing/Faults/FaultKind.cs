namespace ZeroG.Testing.Faults;

/// <summary>What can go wrong between a client and a JSON-RPC server.</summary>
public enum FaultKind
{
    /// <summary>The connection cannot be made; the server never sees the request.</summary>
    Unreachable,

    /// <summary>The connection breaks before the request arrives, but the client cannot know that.</summary>
    CutBefore,

    /// <summary>The server acts, and its answer is lost.</summary>
    CutAfter,

    /// <summary>The answer ends in the middle.</summary>
    CutAmid,

    /// <summary>No answer within the client's limit; the server has acted.</summary>
    Silence,

    /// <summary>HTTP 429, the server has not acted.</summary>
    TooMany,

    /// <summary>HTTP 429 with the time after which to come again.</summary>
    TooManyForNow,

    /// <summary>JSON-RPC error -32005.</summary>
    LimitExceeded,

    /// <summary>HTTP 500 and a page for people.</summary>
    ServerError,

    /// <summary>HTTP 502 from a gateway, whose server has acted.</summary>
    BadGateway,

    /// <summary>HTTP 503.</summary>
    Unavailable,

    /// <summary>JSON-RPC error -32603 from a gateway that lost the answer of a server that has acted.</summary>
    InternalError,

    /// <summary>A page for people with HTTP 200.</summary>
    Page,

    /// <summary>A well-formed answer whose result is null.</summary>
    Null,

    /// <summary>The last answer to the same question once more, as from a machine that lags behind.</summary>
    Stale,

    /// <summary>The request arrives twice; the client gets the second answer.</summary>
    Twice,

    /// <summary>An answer to another request.</summary>
    Foreign,

    /// <summary>The answers of a batch in another order, which is allowed.</summary>
    Reordered,

    /// <summary>The answer of a server that lies; see <see cref="Lies"/>.</summary>
    Lie,
}
