using System.Net;
using ZeroG.Chain;
using ZeroG.Nodes.Storage;
using ZeroG.Nodes.Configuration;
using ZeroG.Nodes.Storage.Configuration;
using ZeroG.Storage.Nodes;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Storage.Configuration;

public sealed class StorageNodeConfigTests : IDisposable
{
    private const string Secret = "8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba";

    // The form of the official files: keys of the top level, then sections; what is commented out is left to the defaults.
    private const string Everyday = $"""
        # network_dir = "network"
        network_enr_address = "203.0.113.7"
        network_libp2p_port = 1234
        network_boot_nodes = ["/ip4/203.0.113.1/udp/1234/p2p/a", "/ip4/203.0.113.2/udp/1234/p2p/b"]
        network_disable_discovery = true

        blockchain_rpc_endpoint = "https://rpc.example/key"
        log_contract_address = "0x22E03a6A89B950F1c82ec5e74F8eCa321a105296"
        log_sync_start_block_number = 326_165
        confirmation_block_count = 6
        log_page_size = 100
        rate_limit_retries = 100
        initial_backoff = 700
        recover_query_delay = 50
        watch_loop_wait_time_ms = 250
        blockchain_rpc_timeout_secs = 90

        chunk_pool_write_window_size = 2
        chunk_pool_max_cached_chunks_all = 1_048_576
        chunk_pool_max_writings = 128
        chunk_pool_expiration_time_secs = 60
        max_cache_data_size = 20_000_000

        db_dir = "store"
        miner_key = "{Secret}"
        mine_contract_address = "0x00A9E9604b0538e06b268Fb297Df333337f9593b"
        shard_position = "1/4"

        [sync]
        auto_sync_enabled = false

        [rpc]
        enabled = true
        listen_address = "0.0.0.0:5678"
        listen_address_admin = "127.0.0.1:5679"
        max_request_body_size = 1048576
        max_cache_file_size = 5242880

        [metrics]
        enabled = false
        influxdb_report_password = "{Secret}"
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_EverydayFile_GivesEachSetting()
    {
        StorageNodeConfig config = Read(Everyday);

        Assert.Equal(new Uri("https://rpc.example/key"), config.ChainUri);
        Assert.Equal(Address.Parse("0x22e03a6a89b950f1c82ec5e74f8eca321a105296"), config.FlowAddress);
        Assert.Equal((326_165, 6, new ShardConfig(1, 4)), (config.StartBlock!.Value, config.Confirmations!.Value, config.Shard!.Value));
        Assert.Equal(_folder["store"], config.DataPath);
        Assert.Equal(new IPEndPoint(IPAddress.Any, 5678), config.Listen);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5679), config.AdminListen);
        StorageNodeOptions options = config.Apply(Empty);
        Assert.Equal(
            new UploadLimits
            {
                FileWritings = 2, Writings = 128, PoolSectors = 1_048_576, PoolExpiry = TimeSpan.FromSeconds(60), PooledFileSize = 5 << 20,
                KeptFileSize = 20_000_000,
            },
            options.Limits);
        Assert.Equal(
            (100, 50.0, 250.0, 700.0, 90.0, 1L << 20, false),
            (options.LogPageSize, options.LogPageDelay.TotalMilliseconds, options.PollInterval.TotalMilliseconds,
                options.ChainRetryDelay.TotalMilliseconds, options.ChainTimeout.TotalSeconds, options.MaximumBodySize,
                options.ServesMetrics));
    }

    [Fact]
    public void Read_EverydayFile_NamesWhatHasNoEffectInOneWarningAndNoValue()
    {
        string warning = Assert.Single(Read(Everyday).Warnings);

        Assert.Equal(
            $"{_folder["config.toml"]} sets keys that have no effect here: network_enr_address, network_libp2p_port, network_boot_nodes "
            + "(there is no peer-to-peer network here); rate_limit_retries (the chain is asked again for as long as the node runs); "
            + "miner_key, mine_contract_address (this node does not mine); metrics.influxdb_report_password "
            + "(metrics are read at /metrics of the admin address).",
            warning);
    }

    [Fact]
    public void Read_EmptyFile_ChangesNothingButTheFolder()
    {
        StorageNodeConfig config = Read("# all defaults\n");

        Assert.Empty(config.Warnings);
        Assert.Equal(_folder["db"], config.DataPath);
        Assert.Equal(
            (null, null, null, null, null, null, null),
            (config.ChainUri, config.FlowAddress, config.StartBlock, config.Confirmations, config.Shard, config.Listen,
                config.AdminListen));
        Assert.Equal(Empty, config.Apply(Empty));
    }

    [Theory]
    [InlineData("rpc.listen_address = '127.0.0.1:9'")]
    [InlineData("rpc = { listen_address = '127.0.0.1:9' }")]
    [InlineData("[rpc]\nlisten_address = '127.0.0.1:9'")]
    [InlineData("[ \"rpc\" ]\n\"listen_address\" = \"127.0.0.1:9\"")]
    public void Read_EachFormOfASection_IsTheSame(string text) =>
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 9), Read(text).Listen);

    [Fact]
    public void Read_UnknownKeys_AreNamedWithTheirLine()
    {
        string warning =
            Assert.Single(Read("confirmation_block_count = 1\nminor_key = 'x'\n[rpc]\nlistne = 1\n[own.part]\na = [1]").Warnings);

        Assert.Contains("minor_key (line 2), rpc.listne (line 4), own.part.a (line 6)", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KeysThatAskForWhatIsDoneAnyway_GiveNoWarning() =>
        Assert.Empty(Read("network_disable_discovery = true\n[rpc]\nenabled = true\nchunks_per_segment = 1024").Warnings);

    [Fact]
    public void Read_FolderOfTheOfficialNode_GivesAWarning()
    {
        Directory.CreateDirectory(_folder["db/flow_db"]);

        Assert.Contains("holds data of the official node", Assert.Single(Read("").Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log_contract_address", "\n\nlog_contract_address = 5", 3)]
    [InlineData("log_contract_address", "log_contract_address = '0x12'", 1)]
    [InlineData("blockchain_rpc_endpoint", "blockchain_rpc_endpoint = 'ftp://x'", 1)]
    [InlineData("log_sync_start_block_number", "log_sync_start_block_number = '1'", 1)]
    [InlineData("log_sync_start_block_number", "log_sync_start_block_number = -1", 1)]
    [InlineData("confirmation_block_count", "confirmation_block_count = 1.5", 1)]
    [InlineData("chunk_pool_max_writings", "chunk_pool_max_writings = 0", 1)]
    [InlineData("chunk_pool_expiration_time_secs", "chunk_pool_expiration_time_secs = 9_000_000_000_000_000_000", 1)]
    [InlineData("shard_position", "shard_position = '2/2'", 1)]
    [InlineData("shard_position", "shard_position = '0/3'", 1)]
    [InlineData("shard_position", "shard_position = '1'", 1)]
    [InlineData("rpc.listen_address", "[rpc]\nlisten_address = '127.0.0.1'", 2)]
    [InlineData("rpc.listen_address", "[rpc]\nlisten_address = 'localhost:1'", 2)]
    [InlineData("rpc.listen_address_admin", "[rpc]\nlisten_address_admin = '1.2.3.4:99999'", 2)]
    [InlineData("rpc.max_request_body_size", "[rpc]\nmax_request_body_size = 1", 2)]
    [InlineData("sync.auto_sync_enabled", "[sync]\nauto_sync_enabled = 1", 2)]
    [InlineData("router.batcher_timeout", "[router]\nbatcher_timeout = '1 week'", 2)]
    [InlineData("network_boot_nodes", "network_boot_nodes = ['a', 1]", 1)]
    [InlineData("miner_key", $"miner_key = [\"{Secret}\"]", 1)]
    public void Read_WrongType_NamesFileLineAndKeyAndNoValue(string key, string text, int line)
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => Read(text));

        Assert.Equal(("ZgConfigInvalid", _folder["config.toml"]), (failure.ErrorId, failure.Target));
        Assert.StartsWith($"{_folder["config.toml"]}, line {line}: {key} must be ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EnvironmentVariables_SetKeysOfSectionsAsInTheOfficialNode()
    {
        File.WriteAllText(_folder["config.toml"], Everyday);
        StorageNodeConfig config = StorageNodeConfig.Read(_folder["config.toml"], new Dictionary<string, string>
        {
            ["ZGS_NODE__RPC__LISTEN_ADDRESS"] = "127.0.0.1:9",
            ["zgs_node__rpc__max_cache_file_size"] = "77",
            ["ZGS_NODE__METRICS__ENABLED"] = "1",
            ["ZGS_NODE__SYNC__PEER_FIND_TIMEOUT"] = "7s",
            ["ZGS_NODE__CONFIRMATION_BLOCK_COUNT"] = "99",
            ["ZGS_NODE__ROUTER__LIBP2P_NODES"] = $"{Secret} b",
            ["ZGS_NODE__OWN__KEY"] = Secret,
            ["OTHER__RPC__LISTEN_ADDRESS"] = "127.0.0.1:8",
        });
        StorageNodeOptions options = config.Apply(Empty);

        Assert.Equal((new IPEndPoint(IPAddress.Loopback, 9), 6), (config.Listen, config.Confirmations));
        Assert.Equal(
            (77, true, TimeSpan.FromSeconds(7)), (options.Limits.PooledFileSize, options.ServesMetrics, options.PeerSync.FindTimeout));
        Assert.Contains("network_boot_nodes, ZGS_NODE__ROUTER__LIBP2P_NODES (there is", config.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("ZGS_NODE__OWN__KEY (environment)", config.Warnings[1], StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, string.Concat(config.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ZGS_NODE__RPC__LISTEN_ADDRESS", Secret, "rpc.listen_address must be an IP address and a port")]
    [InlineData("ZGS_NODE__RPC__MAX_CACHE_FILE_SIZE", Secret, "rpc.max_cache_file_size must be a whole number from 0")]
    [InlineData("ZGS_NODE__METRICS__ENABLED", Secret, "metrics.enabled must be true or false")]
    public void Read_EnvironmentVariableOfAWrongType_NamesItAndNoValue(string variable, string value, string message)
    {
        File.WriteAllText(_folder["config.toml"], "");

        ZeroGException failure = Assert.Throws<ZeroGException>(
            () => StorageNodeConfig.Read(_folder["config.toml"], [KeyValuePair.Create(variable, value)]));

        Assert.Equal("ZgConfigInvalid", failure.ErrorId);
        Assert.StartsWith($"Environment variable {variable}: {message}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"miner_key = {Secret}", 1)]
    [InlineData($"\nminer_key = \"{Secret}\nx = 1", 2)]
    [InlineData($"miner_key = \"{Secret}\"\nminer_key = \"{Secret}\"", 2)]
    [InlineData("[rpc", 1)]
    [InlineData("= 1", 1)]
    public void Read_NoToml_NamesFileAndLineAndNotTheText(string text, int line)
    {
        ZeroGException failure = Assert.Throws<ZeroGException>(() => Read(text));

        Assert.Equal("ZgConfigInvalid", failure.ErrorId);
        Assert.StartsWith($"{_folder["config.toml"]}, line {line}, ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoSuchFile_SaysSo() =>
        Assert.Equal("ZgFileNotFound", Assert.Throws<ZeroGException>(() => StorageNodeConfig.Read(_folder["other.toml"])).ErrorId);

    [Fact]
    public void Read_LargeFile_IsNoConfiguration() =>
        Assert.Equal("ZgConfigInvalid", Assert.Throws<ZeroGException>(() => Read(new string('#', ConfigFile.MaximumSize + 1))).ErrorId);

    [Theory]
    [InlineData("15s", 15_000)]
    [InlineData("500ms", 500)]
    [InlineData("1m 30s", 90_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("7", 7_000)]
    [InlineData("", -1)]
    [InlineData("s", -1)]
    [InlineData("1w", -1)]
    [InlineData("-1s", -1)]
    [InlineData("99999999999999999999s", -1)]
    [InlineData("9999999999999d", -1)]
    public void Duration_EachForm_IsRead(string text, long milliseconds)
    {
        bool read = ConfigDuration.TryParse(text, out TimeSpan duration);

        Assert.Equal(milliseconds, read ? (long)duration.TotalMilliseconds : -1);
    }

    private static StorageNodeOptions Empty => new() { ChainUri = StorageNodeConfig.DefaultChainUri, FlowAddress = Address.Zero };

    private StorageNodeConfig Read(string text)
    {
        File.WriteAllText(_folder["config.toml"], text);
        return StorageNodeConfig.Read(_folder["config.toml"]);
    }
}
