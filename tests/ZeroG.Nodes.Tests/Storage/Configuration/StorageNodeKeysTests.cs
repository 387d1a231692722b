using ZeroG.Nodes.Configuration;
using ZeroG.Nodes.Storage.Configuration;

namespace ZeroG.Nodes.Tests.Storage.Configuration;

/// <summary>
/// The names of the official node's keys, as its sources declare them, held against the table: nothing missing, nothing invented.
/// </summary>
public sealed class StorageNodeKeysTests
{
    private static readonly Dictionary<string, string> Official = new()
    {
        [""] = """
            network_dir network_listen_address network_enr_address network_enr_tcp_port network_enr_udp_port network_libp2p_port
            network_discovery_port network_target_peers network_boot_nodes network_libp2p_nodes network_private network_disable_discovery
            network_find_chunks_enabled discv5_request_timeout_secs discv5_query_peer_timeout_secs discv5_request_retries
            discv5_query_parallelism discv5_report_discovered_peers discv5_disable_packet_filter discv5_disable_ip_limit
            discv5_disable_enr_network_id blockchain_rpc_endpoint log_contract_address log_sync_start_block_number
            force_log_sync_from_start_block_number confirmation_block_count log_page_size max_cache_data_size cache_tx_seq_ttl
            rate_limit_retries timeout_retries initial_backoff recover_query_delay default_finalized_block_count
            remove_finalized_block_interval_minutes watch_loop_wait_time_ms blockchain_rpc_timeout_secs chunk_pool_write_window_size
            chunk_pool_max_cached_chunks_all chunk_pool_max_writings chunk_pool_expiration_time_secs db_dir db_max_num_sectors
            prune_check_time_s prune_batch_size prune_batch_wait_time_ms merkle_node_cache_capacity log_config_file log_directory
            mine_contract_address miner_id miner_key miner_cpu_percentage mine_iter_batch_size reward_contract_address shard_position
            mine_context_query_seconds
            """,
        ["network_peer_db"] =
            "max_disconnected_peers max_banned_peers banned_peers_per_ip_threshold allowed_negative_gossipsub_factor dial_timeout",
        ["network_peer_manager"] = """
            heartbeat_interval discovery_enabled metrics_enabled target_peer_count status_interval ping_interval_inbound
            ping_interval_outbound
            """,
        ["router"] = """
            heartbeat_interval idle_time max_idle_incoming_peers max_idle_outgoing_peers libp2p_nodes private_ip_enabled check_announced_ip
            public_address batcher_timeout batcher_file_capacity batcher_announcement_capacity
            """,
        ["sync"] = """
            neighbors_only heartbeat_interval auto_sync_enabled max_sync_files sync_file_by_rpc_enabled sync_file_on_announcement_enabled
            max_chunks_to_request max_request_failures peer_connect_timeout peer_disconnect_timeout peer_find_timeout
            peer_chunks_download_timeout peer_wait_outgoing_connection_timeout peer_next_chunks_request_wait_timeout max_bandwidth_bytes
            bandwidth_wait_timeout auto_sync_idle_interval auto_sync_error_interval max_sequential_workers max_random_workers
            sequential_find_peer_timeout random_find_peer_timeout ready_txs_cache_cap
            """,
        ["file_location_cache"] = "max_entries_total max_entries_per_file entry_expiration_time_secs",
        ["rpc"] = """
            enabled listen_address listen_address_admin listen_address_grpc chunks_per_segment max_request_body_size max_cache_file_size
            """,
        ["submission_config"] = "initial_gas_price max_gas_price max_gas gas_increase_factor max_retries interval_secs",
        ["metrics"] = """
            enabled report_interval file_report_output influxdb_report_host influxdb_report_db influxdb_report_username
            influxdb_report_password influxdb_report_node
            """,
    };

    [Fact]
    public void Keys_AreAllOfTheOfficialNode()
    {
        IEnumerable<string> names = Official.SelectMany(section => section.Value
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(name => section.Key.Length == 0 ? name : $"{section.Key}.{name}"));

        Assert.Equal(names.Order(StringComparer.Ordinal), StorageNodeKeys.All.Select(key => key.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_WithoutEffect_SayWhy() =>
        Assert.All(StorageNodeKeys.All, key =>
        {
            Assert.True(key.Unsupported is null or { Length: > 10 }, key.Name);
            Assert.True(key.Agreeing is null || key.Unsupported is not null, key.Name);
        });
}
