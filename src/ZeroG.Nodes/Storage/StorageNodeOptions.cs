using System.Net;
using ZeroG.Chain;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage;

/// <summary>How a <see cref="StorageNode"/> is set up.</summary>
public sealed record StorageNodeOptions
{
    /// <summary>Name by which a user finds it.</summary>
    public string Name { get; init; } = "storage";

    /// <summary>RPC of the chain whose log it follows.</summary>
    public required Uri ChainUri { get; init; }

    /// <summary>The Flow contract.</summary>
    public required Address FlowAddress { get; init; }

    /// <summary>First block to read in a new data folder: that of the contract's deployment, or any before; the default is 0.</summary>
    public long StartBlock { get; init; }

    /// <summary>
    /// Blocks that must follow a block before it is read; the default is 3, as in the official node (<c>confirmation_block_count</c>).
    /// </summary>
    public int Confirmations { get; init; } = 3;

    /// <summary>Pause between looks at the chain; the default is 500 ms, as in the official node.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Segments that it keeps; the default is all.</summary>
    public ShardConfig Shard { get; init; } = ShardConfig.Whole;

    /// <summary>Folder of its data; null, the default, for a temporary one that is deleted when the node stops.</summary>
    public string? DataPath { get; init; }

    /// <summary>
    /// Whether an upload is on disk before it is acknowledged. True, the default, survives a loss of power; false survives the end of the
    /// process only and is faster. A temporary folder never waits for the disk.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>Address to listen on; the default is loopback.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0, the default, lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>Clock; the default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
