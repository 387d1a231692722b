using System.Net;
using ZeroG.DevChain;

namespace ZeroG.Nodes.Chain;

/// <summary>How a <see cref="DevChainNode"/> starts.</summary>
public sealed record DevChainNodeOptions
{
    /// <summary>Name by which a user finds it.</summary>
    public string Name { get; init; } = "chain";

    /// <summary>Address to listen on; the default is loopback.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port for HTTP and WebSocket; 0, the default, for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Folder that keeps the chain over restarts, and the log; null, the default, for memory only.</summary>
    public string? DataPath { get; init; }

    /// <summary>How the chain itself behaves; its data folder is taken from <see cref="DataPath"/>.</summary>
    public DevChainOptions Chain { get; init; } = new();
}
