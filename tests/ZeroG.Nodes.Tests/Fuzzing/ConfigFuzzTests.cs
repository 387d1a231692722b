using System.Text;
using ZeroG.Chain;
using ZeroG.Nodes.Configuration;
using ZeroG.Nodes.Storage.Configuration;

namespace ZeroG.Nodes.Tests.Fuzzing;

/// <summary>Damaged configuration files: settings or <c>ZgConfigInvalid</c>, and the secret is in no message.</summary>
public sealed class ConfigFuzzTests
{
    private const int Cases = 3000;
    private const string Secret = "5ec4e7";

    private static readonly byte[] Valid = Encoding.UTF8.GetBytes($"""
        blockchain_rpc_endpoint = "https://rpc.example/x"
        log_contract_address = "0x22E03a6A89B950F1c82ec5e74F8eCa321a105296" # comment
        log_sync_start_block_number = 326_165
        chunk_pool_expiration_time_secs = 0x3C
        network_boot_nodes = ["/ip4/203.0.113.1/udp/1234", '/ip4/203.0.113.2']
        miner_key = "{Secret}"
        db_dir = 'store'
        shard_position = "1/4"
        sync.max_sync_files = 8
        [rpc]
        listen_address = "0.0.0.0:5678"
        max_cache_file_size = 5242880
        [network_peer_db]
        allowed_negative_gossipsub_factor = 0.1
        dial_timeout = "15s"
        [own]
        a = {"{"} b = [1, 2.5, 1979-05-27T07:32:00Z], "c d" = true {"}"}
        [[own.list]]
        text = '''
        lines
        '''
        """);

    [Fact]
    public void File_Damaged_GivesSettingsOrAnErrorInWords()
    {
        Assert.NotNull(Read(Valid).ChainUri);
        Random random = new(20261126);
        int read = 0;
        for (int i = 0; i < Cases; i++)
        {
            byte[] damaged = TextMutation.Of(Valid, random);
            Bounds.Check(
                damaged,
                input =>
                {
                    StorageNodeConfig config = Read(input);
                    Assert.DoesNotContain($"\"{Secret}", string.Join('\n', config.Warnings), StringComparison.Ordinal);
                    read++;
                },
                failure => failure is ZeroGException { ErrorId: "ZgConfigInvalid" }
                    && !failure.Message.Contains(Secret, StringComparison.Ordinal),
                nameof(StorageNodeConfig));
        }

        Assert.InRange(read, Cases / 20, Cases - (Cases / 20));
    }

    [Fact]
    public void File_NestedWithoutEnd_IsRefused()
    {
        string arrays = new('[', 500_000);
        string tables = string.Concat(Enumerable.Repeat("{b=", 100_000));
        foreach (string text in (string[])[arrays, "a = " + arrays, "a = " + tables])
        {
            ZeroGException refused = Assert.Throws<ZeroGException>(() => Read(Encoding.UTF8.GetBytes(text)));
            Assert.Equal("ZgConfigInvalid", refused.ErrorId);
        }
    }

    private static StorageNodeConfig Read(byte[] text)
    {
        string path = Path.Combine(Path.GetTempPath(), "config.toml");
        return StorageNodeConfig.From(path, ConfigFile.Parse(path, Encoding.UTF8.GetString(text), StorageNodeKeys.ByName));
    }
}
