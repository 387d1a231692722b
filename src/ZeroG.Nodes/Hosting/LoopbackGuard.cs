using System.Net;
using Microsoft.AspNetCore.Http;

namespace ZeroG.Nodes.Hosting;

/// <summary>
/// Keeps web pages away from a node that listens on loopback only. A browser on the same machine could reach it: by a name that was rebound
/// to 127.0.0.1, which the Host header shows, or from a foreign page, which the Origin header shows.
/// </summary>
internal static class LoopbackGuard
{
    /// <summary>True when host and origin, if any, are this machine by address or as localhost.</summary>
    public static bool Allows(HttpRequest request) =>
        IsLocal(request.Host.Host)
        && (request.Headers.Origin.Count == 0
            || (Uri.TryCreate(request.Headers.Origin[0], UriKind.Absolute, out Uri? origin) && IsLocal(origin.Host)));

    private static bool IsLocal(string host) =>
        host.Length == 0
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
