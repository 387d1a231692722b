namespace ZeroG.Chain.Networks;

/// <summary>
/// The networks that come with the program. Sources: 0G documentation, pages mainnet-overview and testnet-overview; configurations of
/// 0g-storage-node (<c>run/config-*-turbo.toml</c>); constants of 0g-compute-ts-sdk; contributor notes of 0G's alloy-evm for the staking
/// registry.
/// </summary>
internal static class BuiltInNetworks
{
    // The pool of the testnet refuses smaller tips (0g-agentic-id, QUIRKS.md); the mainnet is taken to do the same.
    private static readonly TokenAmount PoolMinimumTip = TokenAmount.FromGwei(2);

    public static Network Mainnet { get; } = new()
    {
        Name = "mainnet",
        ChainId = 16661,
        RpcUri = new Uri("https://evmrpc.0g.ai"),
        ExplorerUri = new Uri("https://chainscan.0g.ai"),
        IndexerUri = new Uri("https://indexer-storage-turbo.0g.ai"),
        FlowAddress = Address.Parse("0x62D4144dB0F0a6fBBaeb6296c785C71B3D57C526"),
        MineAddress = Address.Parse("0xCd01c5Cd953971CE4C2c9bFb95610236a7F414fe"),
        RewardAddress = Address.Parse("0x457aC76B58ffcDc118AABD6DbC63ff9072880870"),
        LedgerAddress = Address.Parse("0x2dE54c845Cd948B72D2e32e39586fe89607074E3"),
        InferenceAddress = Address.Parse("0x47340d900bdFec2BD393c626E12ea0656F938d84"),
        FineTuningAddress = Address.Parse("0x4e3474095518883744ddf135b7E0A23301c7F9c0"),
        StakingAddress = Address.Parse("0xea224dBB52F57752044c0C86aD50930091F561B9"),
        MinimumTip = PoolMinimumTip,
        LogStartBlock = 2387557,
        IsBuiltIn = true,
    };

    public static Network Galileo { get; } = new()
    {
        Name = "galileo",
        ChainId = 16602,
        RpcUri = new Uri("https://evmrpc-testnet.0g.ai"),
        ExplorerUri = new Uri("https://chainscan-galileo.0g.ai"),
        IndexerUri = new Uri("https://indexer-storage-testnet-turbo.0g.ai"),
        FaucetUri = new Uri("https://faucet.0g.ai"),
        FlowAddress = Address.Parse("0x22E03a6A89B950F1c82ec5e74F8eCa321a105296"),
        MineAddress = Address.Parse("0x00A9E9604b0538e06b268Fb297Df333337f9593b"),
        RewardAddress = Address.Parse("0xA97B57b4BdFEA2D0a25e535bd849ad4e6C440A69"),
        LedgerAddress = Address.Parse("0xE70830508dAc0A97e6c087c75f402f9Be669E406"),
        InferenceAddress = Address.Parse("0xa79F4c8311FF93C06b8CfB403690cc987c93F91E"),
        FineTuningAddress = Address.Parse("0xC6C075D8039763C8f1EbE580be5ADdf2fd6941bA"),
        StakingAddress = Address.Parse("0xea224dBB52F57752044c0C86aD50930091F561B9"),
        MinimumTip = PoolMinimumTip,
        LogStartBlock = 1,
        IsBuiltIn = true,
    };

    /// <summary>
    /// A chain on this machine, at the port and with the id that hardhat and anvil use; a running DevNet says its own addresses.
    /// </summary>
    public static Network Devnet { get; } = new()
    {
        Name = "devnet",
        ChainId = 31337,
        RpcUri = new Uri("http://127.0.0.1:8545"),
        IsBuiltIn = true,
    };
}
