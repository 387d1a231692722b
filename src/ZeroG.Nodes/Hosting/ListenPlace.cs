using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using ZeroG.Chain;

namespace ZeroG.Nodes.Hosting;

/// <summary>An address and a port to listen on, what goes wrong with them in words, and where clients find them.</summary>
/// <param name="Address">An address of this machine, or one that means all of them.</param>
/// <param name="Port">0 lets the system choose a free one.</param>
internal readonly record struct ListenPlace(IPAddress Address, int Port)
{
    /// <summary>
    /// <c>ZgPortInUse</c>, <c>ZgPortDenied</c> (ports below 1024 on many systems) or <c>ZgListenAddress</c> (no such address on this
    /// machine); null for any other failure.
    /// </summary>
    public ZeroGException? Explain(Exception failure)
    {
        IPEndPoint endpoint = new(Address, Port);
        return (failure, (failure.InnerException as SocketException ?? failure as SocketException)?.SocketErrorCode) switch
        {
            (_, SocketError.AddressAlreadyInUse) or ({ InnerException: AddressInUseException }, _) => new ZeroGException(
                "ZgPortInUse", ErrorKind.ResourceBusy,
                $"{endpoint} is in use by another program. Choose another -Port, or leave it out for a free one.", Port, failure),
            (_, SocketError.AccessDenied) => new ZeroGException(
                "ZgPortDenied", ErrorKind.PermissionDenied,
                $"The system does not allow this user to listen on {endpoint}. Choose a -Port of 1024 or more.", Port, failure),
            (_, SocketError.AddressNotAvailable) => new ZeroGException(
                "ZgListenAddress", ErrorKind.InvalidArgument,
                $"This machine has no address {Address}. Use 127.0.0.1, 0.0.0.0 or one of its own addresses.", Address, failure),
            _ => null,
        };
    }

    /// <summary>Where clients on this machine find the port.</summary>
    public Uri UriAt(int port) => new UriBuilder(Uri.UriSchemeHttp, ReachableHost(Address), port).Uri;

    private static string ReachableHost(IPAddress address) =>
        address.Equals(IPAddress.Any) ? "127.0.0.1"
        : address.Equals(IPAddress.IPv6Any) ? "[::1]"
        : new IPEndPoint(address, 0).ToString()[..^":0".Length];
}
