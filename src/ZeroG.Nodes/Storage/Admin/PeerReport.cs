using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage.Admin;

/// <summary>
/// The named storage nodes in the form in which the official node tells of its peers (node/rpc/src/types.rs). An indexer finds nodes by the
/// addresses; what only a peer-to-peer network knows is unknown or empty.
/// </summary>
internal static class PeerReport
{
    // Indexers wait three seconds for the whole answer.
    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(2);

    /// <summary>Writes the map of <c>admin_getPeers</c>; a node is known by its URL, as it has no other id here.</summary>
    public static async Task WriteAsync(IReadOnlyList<StorageNodeClient> peers, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        IPAddress?[] addresses =
            await Task.WhenAll(peers.Select(peer => FindAddressAsync(peer, cancellationToken))).ConfigureAwait(false);
        result.WriteStartObject();
        foreach ((StorageNodeClient peer, IPAddress? address) in peers.Zip(addresses))
        {
            result.WritePropertyName(peer.ToString());
            Write(address, result);
        }

        result.WriteEndObject();
    }

    /// <summary>Writes the object of <c>admin_getNetworkInfo</c>.</summary>
    public static void WriteCounts(IReadOnlyList<StorageNodeClient> peers, Utf8JsonWriter result)
    {
        result.WriteStartObject();
        result.WriteString("peerId"u8, "");
        result.WriteStartArray("listenAddresses"u8);
        result.WriteEndArray();
        result.WriteNumber("totalPeers"u8, peers.Count);
        foreach (string count in (string[])
            ["bannedPeers", "disconnectedPeers", "connectedPeers", "connectedOutgoingPeers", "connectedIncomingPeers"])
        {
            result.WriteNumber(count, 0);
        }

        result.WriteEndObject();
    }

    /// <summary>The first address of a node; null when its name has none, or when the name service takes too long.</summary>
    public static async Task<IPAddress?> FindAddressAsync(StorageNodeClient peer, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(peer.Uri.DnsSafeHost, out IPAddress? address))
        {
            return address;
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LookupLimit);
        try
        {
            return (await Dns.GetHostAddressesAsync(peer.Uri.DnsSafeHost, limit.Token).ConfigureAwait(false)).FirstOrDefault();
        }
        catch (Exception unknown)
            when (unknown is SocketException || (unknown is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    private static void Write(IPAddress? address, Utf8JsonWriter result)
    {
        result.WriteStartObject();
        result.WriteStartObject("client"u8);
        foreach (string part in (string[])["version", "os", "protocol"])
        {
            result.WriteString(part, "unknown"u8);
        }

        result.WriteNull("agent"u8);
        result.WriteEndObject();
        result.WriteStartObject("connectionStatus"u8);
        result.WriteString("status"u8, "unknown"u8);
        foreach (string count in (string[])["connectionsIn", "connectionsOut", "lastSeenSecs"])
        {
            result.WriteNumber(count, 0);
        }

        result.WriteEndObject();
        result.WriteStartArray("listeningAddresses"u8);
        result.WriteEndArray();
        result.WriteStartArray("seenIps"u8);
        if (address is not null)
        {
            result.WriteStringValue(address.ToString());
        }

        result.WriteEndArray();
        result.WriteBoolean("isTrusted"u8, false);
        result.WriteNull("connectionDirection"u8);
        result.WriteNull("enr"u8);
        result.WriteEndObject();
    }
}
