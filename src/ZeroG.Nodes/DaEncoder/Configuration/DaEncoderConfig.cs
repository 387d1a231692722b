using System.Collections.Frozen;
using System.Net;
using ZeroG.Chain;
using ZeroG.Nodes.Configuration;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.DaEncoder.Configuration;

/// <summary>
/// What a <c>config.toml</c> of the official encoder says to this one (0g-da-encoder, <c>server/src/main.rs</c>). A property is null when
/// the file leaves its key out.
/// </summary>
public sealed record DaEncoderConfig
{
    private const string LogLevelKey = "log_level";
    private const string ParametersKey = "params_dir";
    private const string ListenKey = "grpc_listen_address";

    private DaEncoderConfig()
    {
    }

    /// <summary>The keys of the official encoder, by name.</summary>
    internal static FrozenDictionary<string, ConfigKey> Keys { get; } = new[] { LogLevelKey, ParametersKey, ListenKey }
        .ToFrozenDictionary(name => name, name => new ConfigKey(name, ConfigValueKind.Text), StringComparer.Ordinal);

    /// <summary><c>log_level</c>: trace and debug are one.</summary>
    public NodeLogLevel? LogLevel { get; private init; }

    /// <summary><c>params_dir</c> as a full path: relative ones are relative to the file's folder.</summary>
    public string? ParameterPath { get; private init; }

    /// <summary><c>grpc_listen_address</c>.</summary>
    public IPEndPoint? Listen { get; private init; }

    /// <summary>What is wrong with the file without keeping the node from starting: keys that no encoder knows.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Reads a file.</summary>
    /// <exception cref="ZeroGException">
    /// <c>ZgFileNotFound</c>, <c>ZgFileUnreadable</c>, or <c>ZgConfigInvalid</c> with file, line and key.
    /// </exception>
    public static DaEncoderConfig Read(string path)
    {
        path = Path.GetFullPath(path);
        return From(path, ConfigFile.Read(path, Keys));
    }

    internal static DaEncoderConfig From(string path, ConfigFile file) => new()
    {
        LogLevel = file.ParsedValue(LogLevelKey, ParseLevel, "\"trace\", \"debug\", \"info\", \"warn\" or \"error\""),
        ParameterPath = file.FullPath(ParametersKey, "the path of a folder"),
        Listen = file.Endpoint(ListenKey, "127.0.0.1:34000"),
        Warnings = ConfigWarnings.Of(path, file.Entries, Keys, "DA encoder"),
    };

    private static NodeLogLevel? ParseLevel(string text) => text.ToLowerInvariant() switch
    {
        "trace" or "debug" => NodeLogLevel.Debug,
        "info" => NodeLogLevel.Information,
        "warn" => NodeLogLevel.Warning,
        "error" => NodeLogLevel.Error,
        _ => null,
    };
}
