using System.Net;

namespace ZeroG.Nodes.Indexer;

/// <summary>How an <see cref="IndexerNode"/> is set up. The defaults are those of the official indexer.</summary>
public sealed record IndexerNodeOptions
{
    /// <summary>Name by which a user finds it.</summary>
    public string Name { get; init; } = "indexer";

    /// <summary>The storage nodes that it trusts and tells of; may be empty with a <see cref="DiscoveryNode"/>.</summary>
    public IReadOnlyList<Uri> Nodes { get; init; } = [];

    /// <summary>Admin address of a storage node among whose peers others are found; null finds nobody.</summary>
    public Uri? DiscoveryNode { get; init; }

    /// <summary>Ports on which a found peer may offer its JSON-RPC, in the order in which they are tried; the default is 5678.</summary>
    public IReadOnlyList<int> DiscoveryPorts { get; init; } = [5678];

    /// <summary>How often peers are looked for; the default is 10 minutes.</summary>
    public TimeSpan DiscoveryInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often found nodes are asked again, and dropped when they do not answer; the default is 10 minutes.</summary>
    public TimeSpan UpdateInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a storage node may take to answer before it is left out; the default is 3 s.</summary>
    public TimeSpan NodeTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Files whose holders are remembered; the default is 100,000.</summary>
    public int FileCacheSize { get; init; } = 100_000;

    /// <summary>How long the holders of a file are remembered; the default is 24 hours. Each is asked again after 10 minutes.</summary>
    public TimeSpan FileCacheExpiry { get; init; } = TimeSpan.FromHours(24);

    /// <summary>
    /// JSON file with the places of addresses, in the form of the official indexer's cache; null knows no places. No service is asked.
    /// </summary>
    public string? PlacesPath { get; init; }

    /// <summary>Folder of its log; null, the default, keeps the log in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>Address to listen on; the default is loopback.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0, the default, lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>Clock; the default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
