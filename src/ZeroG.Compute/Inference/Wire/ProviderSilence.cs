using System.Net.Sockets;

namespace ZeroG.Compute.Inference.Wire;

/// <summary>A provider that could not be reached, or went away before its answer began.</summary>
internal sealed class ProviderSilence(HttpRequestException cause) : Exception(Explain(cause), cause)
{
    // Texts of the exceptions themselves may repeat the whole address; the innermost socket error never does.
    private static string Explain(HttpRequestException cause)
    {
        for (Exception? e = cause; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
            {
                return $"{socket.SocketErrorCode}";
            }
        }

        return cause.HttpRequestError == HttpRequestError.Unknown ? "the connection was lost" : $"{cause.HttpRequestError}";
    }
}
