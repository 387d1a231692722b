using System.Net;
using System.Net.Sockets;

namespace ZeroG.Nodes.Hosting;

/// <summary>
/// Who counts as one client: an IPv4 address, or the 64 bits of an IPv6 network, of which one host may have every address. Calls from this
/// machine are nobody's: a reverse proxy may stand there for all the world.
/// </summary>
internal readonly record struct ClientNetwork
{
    private const int NetworkBytes = 8;

    private readonly IPAddress? _address;

    private ClientNetwork(IPAddress address) => _address = address;

    /// <summary>Whether it is anybody.</summary>
    public bool IsKnown => _address is not null;

    /// <summary>The client behind a connection.</summary>
    public static ClientNetwork Of(IPAddress? address)
    {
        if (address is null || IPAddress.IsLoopback(address))
        {
            return default;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return Of(address.MapToIPv4());
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return new ClientNetwork(address);
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new ClientNetwork(new IPAddress(bytes));
    }
}
