using System.Net;
using ZeroG.Chain;
using ZeroG.Nodes.Storage.Peers;
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

    /// <summary>Blocks whose log is asked for at once; the default is 999, as in the official node (<c>log_page_size</c>).</summary>
    public int LogPageSize { get; init; } = 999;

    /// <summary>Pause between such questions (<c>recover_query_delay</c>); none by default.</summary>
    public TimeSpan LogPageDelay { get; init; }

    /// <summary>Limit of one question to the chain (<c>blockchain_rpc_timeout_secs</c>); the default is 30 s.</summary>
    public TimeSpan ChainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Pause before a question to the chain is repeated, doubled each time (<c>initial_backoff</c>); the default is 200 ms.
    /// </summary>
    public TimeSpan ChainRetryDelay { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How much it takes at a time.</summary>
    public UploadLimits Limits { get; init; } = UploadLimits.Default;

    /// <summary>Largest request body in bytes (<c>max_request_body_size</c>); the default is 100 MiB.</summary>
    public long MaximumBodySize { get; init; } = 100 << 20;

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

    /// <summary>Address on which its operator reaches it: <c>admin_</c> methods and metrics; the default is loopback.</summary>
    public IPAddress AdminListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// Port for its operator; 0, the default, lets the system choose a free one. The same as <see cref="Port"/> makes one host serve both,
    /// on <see cref="ListenAddress"/>.
    /// </summary>
    public int AdminPort { get; init; }

    /// <summary>Whether <c>/metrics</c> is served beside the <c>admin_</c> methods; true by default.</summary>
    public bool ServesMetrics { get; init; } = true;

    /// <summary>Storage nodes from which files can be fetched that this one lacks; none by default. None of them is trusted.</summary>
    public IReadOnlyList<Uri> Peers { get; init; } = [];

    /// <summary>How files are fetched from <see cref="Peers"/>.</summary>
    public PeerSyncOptions PeerSync { get; init; } = new();

    /// <summary>Clock; the default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
