using System.Collections.Frozen;
using ZeroG.Nodes.Configuration;
using static ZeroG.Nodes.Configuration.ConfigValueKind;

namespace ZeroG.Nodes.Storage.Configuration;

/// <summary>
/// Every key of the official storage node's <c>config.toml</c>, and whether this node follows it (official node, node/src/config/mod.rs and
/// the sections' own structures; storage node specification sections 5.1 and 5.2).
/// </summary>
internal static class StorageNodeKeys
{
    private const string NoPeerToPeer = "there is no peer-to-peer network here";
    private const string NoMining = "this node does not mine";
    private const string NoPruning = "this node keeps what its shard holds";
    private const string KeepsTrying = "the chain is asked again for as long as the node runs";
    private const string OwnLog = "the log is node.log in the data folder, and Get-ZgNodeLog";
    private const string OwnMetrics = "metrics are read at /metrics of the admin address";
    private const string OwnSync = "files come from the nodes named by -Peer, one segment after another";
    private const string OwnStore = "the store has no such cache";

    /// <summary>The keys, those of the top level first.</summary>
    public static IReadOnlyList<ConfigKey> All { get; } =
    [
        .. Unsupported(
            NoPeerToPeer, "",
            ("network_dir", Text), ("network_listen_address", Text), ("network_enr_address", Text), ("network_enr_tcp_port", Count),
            ("network_enr_udp_port", Count), ("network_libp2p_port", Count), ("network_discovery_port", Count),
            ("network_target_peers", Count), ("network_boot_nodes", TextList), ("network_libp2p_nodes", TextList),
            ("network_private", Flag), ("network_find_chunks_enabled", Flag), ("discv5_request_timeout_secs", Count),
            ("discv5_query_peer_timeout_secs", Count), ("discv5_request_retries", Count), ("discv5_query_parallelism", Count),
            ("discv5_report_discovered_peers", Flag), ("discv5_disable_packet_filter", Flag), ("discv5_disable_ip_limit", Flag),
            ("discv5_disable_enr_network_id", Flag)),
        new("network_disable_discovery", Flag, NoPeerToPeer, Agreeing: true),

        new("blockchain_rpc_endpoint", Text),
        new("log_contract_address", Text),
        new("log_sync_start_block_number", Count),
        new("force_log_sync_from_start_block_number", Flag, "a node goes on where it stopped; use an empty folder", Agreeing: false),
        new("confirmation_block_count", Count),
        new("log_page_size", Count),
        new("max_cache_data_size", Count),
        new("cache_tx_seq_ttl", Count, "segments that lose their submission wait for chunk_pool_expiration_time_secs"),
        new("rate_limit_retries", Count, KeepsTrying),
        new("timeout_retries", Count, KeepsTrying),
        new("initial_backoff", Count),
        new("recover_query_delay", Count),
        new("default_finalized_block_count", Count, "every block with a submission is remembered, however old"),
        new("remove_finalized_block_interval_minutes", Count, "every block with a submission is remembered, however old"),
        new("watch_loop_wait_time_ms", Count),
        new("blockchain_rpc_timeout_secs", Count),

        new("chunk_pool_write_window_size", Count),
        new("chunk_pool_max_cached_chunks_all", Count),
        new("chunk_pool_max_writings", Count),
        new("chunk_pool_expiration_time_secs", Count),

        new("db_dir", Text),
        .. Unsupported(
            NoPruning, "",
            ("db_max_num_sectors", Count), ("prune_check_time_s", Count), ("prune_batch_size", Count), ("prune_batch_wait_time_ms", Count)),
        new("merkle_node_cache_capacity", Count, OwnStore),
        new("log_config_file", Text, OwnLog),
        new("log_directory", Text, OwnLog),

        .. Unsupported(
            NoMining, "",
            ("mine_contract_address", Text), ("miner_id", Text), ("miner_key", Text), ("miner_cpu_percentage", Count),
            ("mine_iter_batch_size", Count), ("reward_contract_address", Text), ("mine_context_query_seconds", Count)),
        new("shard_position", Text),

        .. Unsupported(
            NoPeerToPeer, "network_peer_db.",
            ("max_disconnected_peers", Count), ("max_banned_peers", Count), ("banned_peers_per_ip_threshold", Count),
            ("allowed_negative_gossipsub_factor", Number), ("dial_timeout", Duration)),
        .. Unsupported(
            NoPeerToPeer, "network_peer_manager.",
            ("heartbeat_interval", Duration), ("discovery_enabled", Flag), ("metrics_enabled", Flag), ("target_peer_count", Count),
            ("status_interval", Count), ("ping_interval_inbound", Count), ("ping_interval_outbound", Count)),
        .. Unsupported(
            NoPeerToPeer, "router.",
            ("heartbeat_interval", Duration), ("idle_time", Duration), ("max_idle_incoming_peers", Count),
            ("max_idle_outgoing_peers", Count), ("libp2p_nodes", TextList), ("private_ip_enabled", Flag), ("check_announced_ip", Flag),
            ("public_address", Text), ("batcher_timeout", Duration), ("batcher_file_capacity", Count),
            ("batcher_announcement_capacity", Count)),

        new("sync.max_sync_files", Count),
        new("sync.sync_file_by_rpc_enabled", Flag),
        new("sync.max_request_failures", Count),
        new("sync.peer_find_timeout", Duration),
        new("sync.peer_chunks_download_timeout", Duration),
        new("sync.auto_sync_enabled", Flag, "files come when admin_startSyncFile asks for them", Agreeing: false),
        .. Unsupported(
            OwnSync, "sync.",
            ("neighbors_only", Flag), ("heartbeat_interval", Duration), ("sync_file_on_announcement_enabled", Flag),
            ("max_chunks_to_request", Count), ("peer_connect_timeout", Duration), ("peer_disconnect_timeout", Duration),
            ("peer_wait_outgoing_connection_timeout", Duration), ("peer_next_chunks_request_wait_timeout", Duration),
            ("max_bandwidth_bytes", Count), ("bandwidth_wait_timeout", Duration), ("auto_sync_idle_interval", Duration),
            ("auto_sync_error_interval", Duration), ("max_sequential_workers", Count), ("max_random_workers", Count),
            ("sequential_find_peer_timeout", Duration), ("random_find_peer_timeout", Duration), ("ready_txs_cache_cap", Count)),

        .. Unsupported(
            "locations are asked of the nodes named by -Peer each time", "file_location_cache.",
            ("max_entries_total", Count), ("max_entries_per_file", Count), ("entry_expiration_time_secs", Count)),

        new("rpc.enabled", Flag, "a node without its RPC would be of no use", Agreeing: true),
        new("rpc.listen_address", Text),
        new("rpc.listen_address_admin", Text),
        new("rpc.listen_address_grpc", Text, "there is no gRPC service; no official client uses it"),
        new("rpc.chunks_per_segment", Count, "a segment has 1024 sectors", Agreeing: 1024L),
        new("rpc.max_request_body_size", Count),
        new("rpc.max_cache_file_size", Count),

        .. Unsupported(
            NoMining, "submission_config.",
            ("initial_gas_price", Any), ("max_gas_price", Any), ("max_gas", Any), ("gas_increase_factor", Count), ("max_retries", Count),
            ("interval_secs", Count)),

        new("metrics.enabled", Flag),
        .. Unsupported(
            OwnMetrics, "metrics.",
            ("report_interval", Duration), ("file_report_output", Text), ("influxdb_report_host", Text), ("influxdb_report_db", Text),
            ("influxdb_report_username", Text), ("influxdb_report_password", Text), ("influxdb_report_node", Text)),
    ];

    /// <summary>The keys by name.</summary>
    public static FrozenDictionary<string, ConfigKey> ByName { get; } =
        All.ToFrozenDictionary(key => key.Name, StringComparer.Ordinal);

    private static IEnumerable<ConfigKey> Unsupported(string why, string section, params (string Name, ConfigValueKind Kind)[] keys) =>
        keys.Select(key => new ConfigKey(section + key.Name, key.Kind, why));
}
