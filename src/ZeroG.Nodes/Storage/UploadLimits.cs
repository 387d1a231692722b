namespace ZeroG.Nodes.Storage;

/// <summary>How much a storage node takes at a time. The defaults are the official node's (storage specification section 3.3).</summary>
public sealed record UploadLimits
{
    /// <summary>10 MiB: the default of <see cref="PooledFileSize"/>.</summary>
    public const long DefaultPooledFileSize = 10 << 20;

    /// <summary>The defaults.</summary>
    public static UploadLimits Default { get; } = new();

    /// <summary>Calls that may write segments of one file at the same time; 4 by default (<c>chunk_pool_write_window_size</c>).</summary>
    public int FileWritings { get; init; } = 4;

    /// <summary>Calls that may write segments at the same time; 16 by default (<c>chunk_pool_max_writings</c>).</summary>
    public int Writings { get; init; } = 16;

    /// <summary>
    /// How long a call waits for its turn before it is refused; 5 s by default. The official node refuses at once, which costs its clients
    /// a pause of seconds.
    /// </summary>
    public TimeSpan WritingPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Sectors of 256 bytes that may wait for their submission; 4,194,304 by default, 1 GiB (<c>chunk_pool_max_cached_chunks_all</c>).
    /// </summary>
    public long PoolSectors { get; init; } = 4_194_304;

    /// <summary>
    /// Bytes of the largest file whose segments are taken before its submission is known; 10 MiB by default (<c>max_cache_file_size</c>).
    /// </summary>
    public long PooledFileSize { get; init; } = DefaultPooledFileSize;

    /// <summary>
    /// Bytes of the largest file whose segments wait in the pool when the chain takes its submission back; 100 MiB by default
    /// (<c>max_cache_data_size</c>). Files up to <see cref="PooledFileSize"/> always do.
    /// </summary>
    public long KeptFileSize { get; init; } = 100 << 20;

    /// <summary>
    /// How long segments wait for their submission after the last of their file came; 300 s by default
    /// (<c>chunk_pool_expiration_time_secs</c>).
    /// </summary>
    public TimeSpan PoolExpiry { get; init; } = TimeSpan.FromSeconds(300);
}
