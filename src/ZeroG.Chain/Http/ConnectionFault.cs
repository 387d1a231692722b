using System.Net.Sockets;

namespace ZeroG.Chain.Http;

/// <summary>What a failure on the way to a server means.</summary>
internal static class ConnectionFault
{
    /// <summary>Whether it came before anything of a request was sent, so that nobody can have worked on it.</summary>
    /// <param name="failure">The failure or one around it; null, and one without HTTP in it, says nothing.</param>
    public static bool IsBeforeSending(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is HttpRequestException http)
            {
                return http.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
            }
        }

        return false;
    }

    /// <summary>
    /// What happened, to stand in a sentence. Texts of the exceptions themselves may repeat the whole address, key included; the innermost
    /// socket error never does.
    /// </summary>
    public static string Explain(Exception failure)
    {
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
            {
                return $"{socket.SocketErrorCode}";
            }
        }

        return failure is HttpRequestException
            {
                HttpRequestError: not (HttpRequestError.Unknown or HttpRequestError.ResponseEnded) and var error
            }
            ? $"{error}"
            : "the connection was lost";
    }
}
