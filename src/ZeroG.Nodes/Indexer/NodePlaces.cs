using System.Net;
using System.Text.Json;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Indexers;

namespace ZeroG.Nodes.Indexer;

/// <summary>
/// Places of addresses, from a file in the form of the official indexer's cache. It is read again when it has changed; one that is damaged
/// or too large leaves what was known before. Nobody on the internet is asked.
/// </summary>
internal sealed class NodePlaces(string? path, NodeLog log)
{
    // Some hundred bytes for each address: room for a few hundred thousand.
    private const long MaximumSize = 64 << 20;

    private readonly Lock _gate = new();
    private Dictionary<string, NodePlace> _places = [];
    private (DateTime Written, long Size) _read;

    /// <summary>The places of these nodes, as far as they are known; private addresses have none.</summary>
    public IEnumerable<KeyValuePair<string, NodePlace>> Of(IEnumerable<string> urls)
    {
        Dictionary<string, NodePlace> places = Read();
        return urls.Select(HostOf).Distinct().Where(host => !IsPrivate(host))
            .Where(places.ContainsKey).Select(host => KeyValuePair.Create(host, places[host]));
    }

    private static string HostOf(string url) => new Uri(url).Host.Trim('[', ']');

    private static bool IsPrivate(string host)
    {
        if (!IPAddress.TryParse(host, out IPAddress? address))
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = address.IsIPv4MappedToIPv6 ? address.MapToIPv4().GetAddressBytes() : address.GetAddressBytes();
        return IPAddress.IsLoopback(address) || address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.Equals(IPAddress.IPv6Any)
            || (bytes.Length == 4 && bytes is [0, 0, 0, 0] or [10, ..] or [192, 168, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..]);
    }

    private Dictionary<string, NodePlace> Read()
    {
        lock (_gate)
        {
            FileInfo? file = path is null ? null : new FileInfo(path);
            if (file is not { Exists: true } || _read == (file.LastWriteTimeUtc, file.Length))
            {
                return _places;
            }

            _read = (file.LastWriteTimeUtc, file.Length);
            try
            {
                if (file.Length > MaximumSize)
                {
                    throw new JsonException($"It is larger than {MaximumSize >> 20} MiB.");
                }

                Utf8JsonReader reader = new(File.ReadAllBytes(file.FullName));
                reader.Read();
                _places = NodePlace.ReadMap(ref reader);
            }
            catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException)
            {
                IndexerLog.PlacesUnreadable(log, file.FullName, unreadable);
            }

            return _places;
        }
    }
}
