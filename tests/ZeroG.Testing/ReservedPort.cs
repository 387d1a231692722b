using System.Net;
using System.Net.Sockets;

namespace ZeroG.Testing;

/// <summary>
/// Ports of this process for those who must know theirs before somebody listens there, or want nobody to. One that the system chose and
/// took back could go to the next who asks for any.
/// </summary>
public static class ReservedPort
{
    // Systems choose from 32768 or higher.
    private const int First = 10_000;
    private const int Processes = 700;
    private const int PerProcess = 32;

    private static int s_count;

    /// <summary>A port on which nobody listens now, and nobody will who leaves the choice to the system.</summary>
    public static int Next()
    {
        int start = First + (Environment.ProcessId % Processes * PerProcess);
        for (int i = 0; i < PerProcess; i++)
        {
            int port = start + (Interlocked.Increment(ref s_count) % PerProcess);
            using TcpListener probe = new(IPAddress.Loopback, port);
            try
            {
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // A server of this machine that has nothing to do with tests, or a test that still uses it.
            }
        }

        throw new InvalidOperationException($"All ports from {start} to {start + PerProcess - 1} are in use.");
    }
}
