using System.Net;

namespace ZeroG.Nodes.Indexer;

/// <summary>How an <see cref="IndexerNode"/> is set up.</summary>
public sealed record IndexerNodeOptions
{
    /// <summary>Name by which a user finds it.</summary>
    public string Name { get; init; } = "indexer";

    /// <summary>The storage nodes that it trusts and tells of.</summary>
    public required IReadOnlyList<Uri> Nodes { get; init; }

    /// <summary>How long a storage node may take to answer before it is left out; the default is 3 s, as in the official indexer.</summary>
    public TimeSpan NodeTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Folder of its log; null, the default, keeps the log in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>Address to listen on; the default is loopback.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0, the default, lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>Clock; the default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
