using System.Net;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Inference;
using ZeroG.Nodes.Compute.Backends;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.Compute;

/// <summary>How a <see cref="ComputeProviderNode"/> is set up.</summary>
public sealed record ComputeProviderOptions
{
    /// <summary>Name by which a user finds it.</summary>
    public string Name { get; init; } = "compute-provider";

    /// <summary>The network, which says where the chain and the compute contracts are.</summary>
    public required Network Network { get; init; }

    /// <summary>The provider: it stakes, pays gas and is paid. It is the node's to dispose.</summary>
    public required Wallet Wallet { get; init; }

    /// <summary>Where users reach it, as the record on the chain says; null, the default, for where it listens.</summary>
    public Uri? PublicUri { get; init; }

    /// <summary>What it does; one of <see cref="ServiceTypes"/>.</summary>
    public string ServiceType { get; init; } = ServiceTypes.Chat;

    /// <summary>The model that it serves; the default is the name of the built-in echo.</summary>
    public string Model { get; init; } = EchoBackend.DefaultModel;

    /// <summary>Price of a token of the prompt or a second of speech; 0.1 0G for a million by default.</summary>
    public TokenAmount InputPrice { get; init; } = TokenAmount.FromGwei(100);

    /// <summary>Price of a token of the answer or an image; 0.2 0G for a million by default.</summary>
    public TokenAmount OutputPrice { get; init; } = TokenAmount.FromGwei(200);

    /// <summary>
    /// Base address of an OpenAI-compatible server, usually ending in <c>/v1</c>; null, the default, for the built-in echo, which is for
    /// tests.
    /// </summary>
    public Uri? BackendUri { get; init; }

    /// <summary>The provider's own key there; null for none.</summary>
    public BackendKey? BackendKey { get; init; }

    /// <summary>How long the backend may be silent, before its reply and within; the default is 5 minutes.</summary>
    public TimeSpan BackendTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long what the chain says of a user, and a token found good, count without asking again; the default is 2 minutes, as users of
    /// official brokers know it. Zero asks each time.
    /// </summary>
    public TimeSpan CacheDuration { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the signature of an answer is kept; the default is 20 minutes.</summary>
    public TimeSpan SignatureDuration { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Time between two looks at users whose money may not last; the default is 5 minutes.</summary>
    public TimeSpan RiskInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time between two settlements with all users; the default is 10 minutes.</summary>
    public TimeSpan SettlementInterval { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Requests that are served at once; the default is 64. More are answered with 503.</summary>
    public int ConcurrencyLimit { get; init; } = 64;

    /// <summary>Requests of one user in a minute; null, the default, for no limit. More are answered with 429.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>
    /// True to have its signer approved in the name of the first development account, where that account owns the contracts: on a
    /// development chain of this machine. False by default.
    /// </summary>
    public bool IsApprovedOnDevelopmentChain { get; init; }

    /// <summary>
    /// Takes fine-tuning tasks too, over a stand-in that trains nothing; null, the default, for inference alone. Where its data folder is
    /// not given, it lies in <see cref="DataPath"/>.
    /// </summary>
    public FineTuningProviderOptions? FineTuning { get; init; }

    /// <summary>
    /// Folder of its signing key, of fees that are not settled and of its log; null, the default, keeps them in memory and loses them with
    /// the node.
    /// </summary>
    public string? DataPath { get; init; }

    /// <summary>Address to listen on; the default is loopback, which only this machine reaches.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0, the default, lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port on loopback for <c>/metrics</c>; 0, the default, lets the system choose a free one.</summary>
    public int AdminPort { get; init; }

    /// <summary>Clock; the default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
