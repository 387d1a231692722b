using System.Net;
using ZeroG.DataAvailability.Encoding;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.DaEncoder;

/// <summary>How a <see cref="DaEncoderNode"/> is set up.</summary>
public sealed record DaEncoderNodeOptions
{
    /// <summary>Name by which a user finds it.</summary>
    public string Name { get; init; } = "da-encoder";

    /// <summary>Folder of the parameters.</summary>
    public required string ParameterPath { get; init; }

    /// <summary>The shape of the matrices; null, the default, for that of the network, or else the one that the folder has.</summary>
    public MatrixShape? Shape { get; init; }

    /// <summary>Blobs that are encoded at once; the default is 1, since one takes all cores.</summary>
    public int Concurrency { get; init; } = 1;

    /// <summary>Blobs that may wait for their turn, each with up to 31 MiB in memory; the default is 15.</summary>
    public int QueueLimit { get; init; } = 15;

    /// <summary>Folder of its log; null, the default, keeps the log in memory.</summary>
    public string? DataPath { get; init; }

    /// <summary>Address to listen on; the default is loopback, which only this machine reaches.</summary>
    public IPAddress ListenAddress { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0, the default, lets the system choose a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port on loopback for <c>/metrics</c>; 0, the default, lets the system choose a free one.</summary>
    public int AdminPort { get; init; }

    /// <summary>Lines below it are not logged; the default leaves out those for builders, each blob as it comes.</summary>
    public NodeLogLevel LogLevel { get; init; } = NodeLogLevel.Information;

    /// <summary>Clock; the default is the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
