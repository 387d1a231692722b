using System.Net;
using ZeroG.Compute.Inference;
using ZeroG.DevChain;
using ZeroG.DevChain.Contracts.Compute;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.DevNet;

/// <summary>How a <see cref="DevNet"/> is set up.</summary>
public sealed record DevNetOptions
{
    /// <summary>Name by which a user finds it, and of its network.</summary>
    public string Name { get; init; } = "devnet";

    /// <summary>Folder that keeps chain and files over restarts; null, the default, for nothing kept.</summary>
    public string? DataPath { get; init; }

    /// <summary>How the chain behaves: chain id (31337 by default), mining, and where it differs from Ethereum.</summary>
    public DevChainOptions Chain { get; init; } = new();

    /// <summary>Storage nodes; the default is 1.</summary>
    public int StorageNodeCount { get; init; } = 1;

    /// <summary>
    /// Shards among which the storage nodes share the flow in turn, a power of two; the default 1 makes each keep everything.
    /// </summary>
    public int ShardCount { get; init; } = 1;

    /// <summary>
    /// Whether uploads are on disk before they are acknowledged. False, the default, survives the end of the process but not a loss of
    /// power. Counts only with a <see cref="DataPath"/>.
    /// </summary>
    public bool Durable { get; init; }

    /// <summary>
    /// What the compute providers do, one of <see cref="ServiceTypes"/> for each; a single chat by default, and none when it is empty.
    /// </summary>
    public IReadOnlyList<string> ComputeServices { get; init; } = [ServiceTypes.Chat];

    /// <summary>OpenAI-compatible server behind the compute providers; null, the default, for the built-in echo.</summary>
    public Uri? ComputeBackendUri { get; init; }

    /// <summary>Key for <see cref="ComputeBackendUri"/>; null for none.</summary>
    public BackendKey? ComputeBackendKey { get; init; }

    /// <summary>The model that the compute providers serve; null, the default, for the name of the echo.</summary>
    public string? ComputeModel { get; init; }

    /// <summary>
    /// Fine-tuning at the first compute provider, over a stand-in that trains nothing; at a pace of a tenth of a second by default, so that
    /// a task takes a few seconds. Null for none.
    /// </summary>
    public FineTuningProviderOptions? FineTuning { get; init; } = FineTuningProviderOptions.Quick;

    /// <summary>Minimums, lock time and penalty of the compute contracts; null, the default, for those of the test network.</summary>
    public ComputeSettings? ComputeSettings { get; init; }

    /// <summary>Address to listen on; the default is loopback.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port of the chain's RPC; 0, the default, lets the system choose.</summary>
    public int ChainPort { get; init; }

    /// <summary>Port of the indexer; 0, the default, lets the system choose.</summary>
    public int IndexerPort { get; init; }

    /// <summary>Port of the first storage node, the others following on; 0, the default, lets the system choose.</summary>
    public int StoragePort { get; init; }

    /// <summary>Port of the first compute provider, the others following on; 0, the default, lets the system choose.</summary>
    public int ComputePort { get; init; }
}
