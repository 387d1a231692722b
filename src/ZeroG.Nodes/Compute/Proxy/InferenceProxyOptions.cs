using System.Net;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.Compute.Backends;

namespace ZeroG.Nodes.Compute.Proxy;

/// <summary>How an <see cref="InferenceProxyNode"/> is set up.</summary>
public sealed record InferenceProxyOptions
{
    /// <summary>Name by which a user finds it.</summary>
    public string Name { get; init; } = "inference-proxy";

    /// <summary>Who answers; at least one.</summary>
    public required IReadOnlyList<ProxyUpstream> Upstreams { get; init; }

    /// <summary>The network of the providers; null where there are none.</summary>
    public Network? Network { get; init; }

    /// <summary>Who pays the providers; null where there are none. It is the node's to dispose.</summary>
    public Wallet? Wallet { get; init; }

    /// <summary>What clients have to give as their API key; null, the default, lets everybody in who reaches the address.</summary>
    public BackendKey? AccessKey { get; init; }

    /// <summary>How long an upstream that failed is left alone; the default is 1 minute.</summary>
    public TimeSpan RecoveryTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an upstream may be silent, before its answer and within; the default is 1 minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an answer can be verified; the default is the 20 minutes for which providers keep signatures.</summary>
    public TimeSpan VerifyDuration { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>Folder of its log; null, the default, keeps the log in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>Address to listen on; the default is loopback, which only this machine reaches.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0, the default, lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port on loopback for <c>/metrics</c>; 0, the default, lets the system choose a free one.</summary>
    public int AdminPort { get; init; }

    /// <summary>Clock; the default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Transport for tests; null for HTTP.</summary>
    internal HttpMessageHandler? Handler { get; init; }
}
