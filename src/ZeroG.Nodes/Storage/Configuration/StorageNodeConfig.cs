using System.Collections;
using System.Globalization;
using System.Net;
using ZeroG.Chain;
using ZeroG.Nodes.Configuration;
using ZeroG.Nodes.Storage.Peers;
using ZeroG.Storage.Nodes;

namespace ZeroG.Nodes.Storage.Configuration;

/// <summary>
/// What a <c>config.toml</c> of the official storage node says to this one. A property is null when the file leaves its key out, so that
/// the caller's own word comes first, then the file's, then the default of <see cref="StorageNodeOptions"/>.
/// </summary>
public sealed record StorageNodeConfig
{
    /// <summary>Where the official node looks for a chain when its file names none.</summary>
    public static readonly Uri DefaultChainUri = new("http://127.0.0.1:8545");

    // As the official node has it (node/src/config/mod.rs).
    private const string EnvironmentPrefix = "ZGS_NODE";

    // As the official node names it (node/storage/src/log_store/log_manager.rs).
    private const string OfficialDatabase = "flow_db";

    private StorageNodeConfig(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary><c>blockchain_rpc_endpoint</c>.</summary>
    public Uri? ChainUri { get; private init; }

    /// <summary><c>log_contract_address</c>.</summary>
    public Address? FlowAddress { get; private init; }

    /// <summary><c>log_sync_start_block_number</c>.</summary>
    public long? StartBlock { get; private init; }

    /// <summary><c>confirmation_block_count</c>.</summary>
    public int? Confirmations { get; private init; }

    /// <summary><c>shard_position</c>.</summary>
    public ShardConfig? Shard { get; private init; }

    /// <summary><c>db_dir</c>, <c>db</c> when left out, as a full path: relative ones are relative to the file's folder.</summary>
    public string DataPath { get; private init; } = "";

    /// <summary><c>rpc.listen_address</c>.</summary>
    public IPEndPoint? Listen { get; private init; }

    /// <summary><c>rpc.listen_address_admin</c>.</summary>
    public IPEndPoint? AdminListen { get; private init; }

    /// <summary>
    /// What is wrong with the file without keeping the node from starting: keys that are not supported, each with the reason, and keys that
    /// no storage node knows. No value of a key is among it.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    private Func<StorageNodeOptions, StorageNodeOptions> Limits { get; init; } = options => options;

    /// <summary>Reads a file, and what environment variables set in its stead.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgFileNotFound</c>, <c>ZgFileUnreadable</c>, or <c>ZgConfigInvalid</c> with file, line and key.
    /// </exception>
    public static StorageNodeConfig Read(string path) => Read(
        path,
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")));

    /// <summary>Options with everything of the file that has no property here: limits, pauses and timeouts.</summary>
    public StorageNodeOptions Apply(StorageNodeOptions options) => Limits(options);

    internal static StorageNodeConfig Read(string path, IEnumerable<KeyValuePair<string, string>> environment)
    {
        path = System.IO.Path.GetFullPath(path);
        ConfigFile file = ConfigFile.Read(path, StorageNodeKeys.ByName);
        file.Override(EnvironmentPrefix, environment);
        return From(path, file);
    }

    internal static StorageNodeConfig From(string path, ConfigFile file)
    {
        string data = file.FullPath("db_dir", "the path of a folder")
            ?? System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, "db");
        return new StorageNodeConfig(path)
        {
            ChainUri = file.Parsed("blockchain_rpc_endpoint", ParseUri, "an address that begins with http:// or https://"),
            FlowAddress = file.ParsedValue<Address>(
                "log_contract_address", text => Address.TryParse(text, out Address address) ? address : null,
                "a contract's address, 0x and 40 hex digits"),
            StartBlock = file.Count("log_sync_start_block_number", 0, long.MaxValue),
            Confirmations = (int?)file.Count("confirmation_block_count", 0, 10_000),
            Shard = file.ParsedValue("shard_position", ParseShard, "\"shard/number of shards\", the number a power of two"),
            DataPath = data,
            Listen = file.Endpoint("rpc.listen_address", "127.0.0.1:5678"),
            AdminListen = file.Endpoint("rpc.listen_address_admin", "127.0.0.1:5679"),
            Warnings = WarningsOf(path, file, data),
            Limits = ReadLimits(file),
        };
    }

    private static List<string> WarningsOf(string path, ConfigFile file, string dataPath)
    {
        List<string> warnings = ConfigWarnings.Of(path, file.Entries, StorageNodeKeys.ByName, "storage node");
        if (Directory.Exists(System.IO.Path.Combine(dataPath, OfficialDatabase)))
        {
            warnings.Add(
                $"{dataPath} holds data of the official node, which is not read: this node reads the log anew and has no files at first. "
                + "Name the official node with -Peer and call admin_startSyncFile, or upload again.");
        }

        return warnings;
    }

    private static Func<StorageNodeOptions, StorageNodeOptions> ReadLimits(ConfigFile file)
    {
        UploadLimits upload = UploadLimits.Default;
        upload = new UploadLimits
        {
            FileWritings = (int)(file.Count("chunk_pool_write_window_size", 1, 1024) ?? upload.FileWritings),
            Writings = (int)(file.Count("chunk_pool_max_writings", 1, 1024) ?? upload.Writings),
            PoolSectors = file.Count("chunk_pool_max_cached_chunks_all", 0, long.MaxValue) ?? upload.PoolSectors,
            PoolExpiry = Seconds(file, "chunk_pool_expiration_time_secs", ConfigDuration.Longest) ?? upload.PoolExpiry,
            PooledFileSize = file.Count("rpc.max_cache_file_size", 0, long.MaxValue) ?? upload.PooledFileSize,
            KeptFileSize = file.Count("max_cache_data_size", 0, long.MaxValue) ?? upload.KeptFileSize,
        };
        int? page = (int?)file.Count("log_page_size", 1, 1_000_000);
        TimeSpan? pause = Milliseconds(file, "watch_loop_wait_time_ms", 1);
        TimeSpan? pageDelay = Milliseconds(file, "recover_query_delay", 0);
        TimeSpan? retryDelay = Milliseconds(file, "initial_backoff", 1);
        TimeSpan? timeout = Seconds(file, "blockchain_rpc_timeout_secs", TimeSpan.FromDays(1));
        long? body = file.Count("rpc.max_request_body_size", 1024, int.MaxValue);
        bool? metrics = file.Flag("metrics.enabled");
        PeerSyncOptions sync = new();
        sync = new PeerSyncOptions
        {
            Enabled = file.Flag("sync.sync_file_by_rpc_enabled") ?? sync.Enabled,
            Files = (int)(file.Count("sync.max_sync_files", 1, 1024) ?? sync.Files),
            Failures = (int)(file.Count("sync.max_request_failures", 1, 1024) ?? sync.Failures),
            FindTimeout = file.Duration("sync.peer_find_timeout") ?? sync.FindTimeout,
            DownloadTimeout = file.Duration("sync.peer_chunks_download_timeout") ?? sync.DownloadTimeout,
        };
        return options => options with
        {
            Limits = upload,
            LogPageSize = page ?? options.LogPageSize,
            PollInterval = pause ?? options.PollInterval,
            LogPageDelay = pageDelay ?? options.LogPageDelay,
            ChainRetryDelay = retryDelay ?? options.ChainRetryDelay,
            ChainTimeout = timeout ?? options.ChainTimeout,
            MaximumBodySize = body ?? options.MaximumBodySize,
            ServesMetrics = metrics ?? options.ServesMetrics,
            PeerSync = sync,
        };
    }

    private static TimeSpan? Seconds(ConfigFile file, string name, TimeSpan longest) =>
        file.Count(name, 1, (long)longest.TotalSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    // An hour at most: a longer pause would be a mistake of units.
    private static TimeSpan? Milliseconds(ConfigFile file, string name, long minimum) =>
        file.Count(name, minimum, 3_600_000) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private static Uri? ParseUri(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" ? uri : null;

    private static ShardConfig? ParseShard(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int shard)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && new ShardConfig(shard, number) is { IsValid: true } config
                ? config
                : null;
    }
}
