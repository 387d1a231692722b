using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ZeroG.Chain;
using ZeroG.Nodes.Logging;
using ZeroG.Storage.Indexers;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Indexer;

/// <summary>
/// The storage nodes found among the peers of one of them. A peer is known by its address only, so the ports on which its JSON-RPC may be
/// are tried one after another; behind one address there are at most as many nodes as peers. Found nodes are asked again at intervals and
/// dropped when they do not answer.
/// </summary>
internal sealed class DiscoveredNodes(IndexerNodeOptions options, TrustedNodes trusted, NodeAccess access, NodeLog log)
{
    // A list that a stranger makes longer than the network can be must not fill the memory.
    private const int Limit = 10_000;

    private readonly ConcurrentDictionary<Uri, IndexedNode> _nodes = new();
    private bool _failing;

    /// <summary>The nodes that answered last time, in the order of their addresses.</summary>
    public IReadOnlyList<IndexedNode> Nodes => [.. _nodes.Values.OrderBy(node => node.Url, StringComparer.Ordinal)];

    /// <summary>Looks for nodes now and at each interval, until the indexer stops.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => options.DiscoveryNode is null ? Task.CompletedTask : Task.WhenAll(
        EveryAsync(options.DiscoveryInterval, now: true, DiscoverAsync, cancellationToken),
        EveryAsync(options.UpdateInterval, now: false, UpdateAsync, cancellationToken));

    /// <summary>
    /// The addresses at which a node behind a network address may be, in the order of the ports; empty for no network address.
    /// </summary>
    public IEnumerable<Uri> Candidates(string ip) =>
        IPAddress.TryParse(ip, out IPAddress? address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? options.DiscoveryPorts.Select(port => new Uri(
                $"http://{(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString())}:{port}"))
            : [];

    private async Task EveryAsync(TimeSpan interval, bool now, Func<CancellationToken, Task> round, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(interval, access.Time);
        while (now || await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            now = false;
            await round(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DiscoverAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StoragePeer> peers;
        try
        {
            using StorageAdminClient admin = access.ConnectAdmin(options.DiscoveryNode!);
            peers = await admin.GetPeersAsync(cancellationToken).ConfigureAwait(false);
            _failing = false;
        }
        catch (ZeroGException failure)
        {
            if (!_failing)
            {
                IndexerLog.DiscoveryFailed(log, failure);
            }

            _failing = true;
            return;
        }

        int before = _nodes.Count;
        IEnumerable<IGrouping<string, StoragePeer>> byAddress =
            peers.Where(peer => peer.SeenIps.Count > 0).GroupBy(peer => peer.SeenIps[0]);
        ParallelOptions limits = new() { MaxDegreeOfParallelism = NodeAccess.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            byAddress, limits, (group, token) => new ValueTask(LookBehindAsync(group.Key, group.Count(), token))).ConfigureAwait(false);
        if (_nodes.Count > before)
        {
            IndexerLog.NodesFound(log, _nodes.Count - before, _nodes.Count, peers.Count);
        }
    }

    private async Task LookBehindAsync(string ip, int peers, CancellationToken cancellationToken)
    {
        Uri[] candidates = [.. Candidates(ip)];
        int known = candidates.Count(IsKnown);
        foreach (Uri candidate in candidates.Where(candidate => !IsKnown(candidate)))
        {
            if (known >= peers || _nodes.Count >= Limit)
            {
                return;
            }

            if (await TryGetNodeAsync(candidate, cancellationToken).ConfigureAwait(false) is { } node)
            {
                _nodes[candidate] = node;
                known++;
            }
        }
    }

    private async Task UpdateAsync(CancellationToken cancellationToken)
    {
        ParallelOptions limits = new() { MaxDegreeOfParallelism = NodeAccess.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(_nodes.Keys, limits, async (uri, token) =>
        {
            if (await TryGetNodeAsync(uri, token).ConfigureAwait(false) is { } node)
            {
                _nodes[uri] = node;
            }
            else if (_nodes.TryRemove(uri, out _))
            {
                IndexerLog.NodeDropped(log, NodeAccess.UrlOf(uri));
            }
        }).ConfigureAwait(false);
    }

    private bool IsKnown(Uri uri) => _nodes.ContainsKey(uri) || trusted.Contains(uri);

    private async Task<IndexedNode?> TryGetNodeAsync(Uri uri, CancellationToken cancellationToken)
    {
        try
        {
            return await access.GetNodeAsync(uri, cancellationToken).ConfigureAwait(false);
        }
        catch (ZeroGException)
        {
            // Most peers do not offer their JSON-RPC to the world.
            return null;
        }
    }
}
