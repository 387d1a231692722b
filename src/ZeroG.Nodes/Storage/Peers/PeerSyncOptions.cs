namespace ZeroG.Nodes.Storage.Peers;

/// <summary>How a storage node fetches files from other storage nodes; the defaults are the official node's (<c>[sync]</c>).</summary>
public sealed record PeerSyncOptions
{
    /// <summary>Whether <c>admin_startSyncFile</c> may start one; true by default (<c>sync_file_by_rpc_enabled</c>).</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Files at the same time; 16 by default (<c>max_sync_files</c>).</summary>
    public int Files { get; init; } = 16;

    /// <summary>Failures in a row that end a file; 3 by default (<c>max_request_failures</c>).</summary>
    public int Failures { get; init; } = 3;

    /// <summary>How long a node may take to say what it has; 5 s by default (<c>peer_find_timeout</c>).</summary>
    public TimeSpan FindTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a node may take to send a segment; 15 s by default (<c>peer_chunks_download_timeout</c>).</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
