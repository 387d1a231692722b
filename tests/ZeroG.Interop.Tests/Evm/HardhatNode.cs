using System.Diagnostics;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.Interop.Tests.Evm;

/// <summary>A Hardhat node in a process of its own: a real EVM, on which official bytecode runs. One for each test class.</summary>
public sealed class HardhatNode(NodePackages packages) : IAsyncLifetime
{
    private const string Started = "Started HTTP and WebSocket JSON-RPC server at ";

    private Process? _process;
    private JsonRpcClient? _rpc;

    /// <summary>Where it listens.</summary>
    public Uri Uri => Rpc.Uri;

    /// <summary>A connection to it.</summary>
    public JsonRpcClient Rpc => _rpc ?? throw new InvalidOperationException("Hardhat has not started.");

    public async ValueTask InitializeAsync()
    {
        packages.Require();
        string hardhat = Path.Combine("node_modules", "hardhat", "internal", "cli", "cli.js");
        ProcessStartInfo start = new("node", [hardhat, "node", "--hostname", "127.0.0.1", "--port", "0"])
        {
            WorkingDirectory = NodePackages.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HARDHAT_DISABLE_TELEMETRY_PROMPT"] = "true";

        // With CI=true it colours its lines even in a pipe.
        start.Environment["NO_COLOR"] = "1";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(Started, StringComparison.Ordinal))
            {
                _rpc = new JsonRpcClient(new Uri(line[Started.Length..].Trim()));

                // It tells of every call; somebody must listen, or it stops when the pipe is full.
                _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return;
            }
        }

        Assert.Fail("Hardhat ended before it listened.");
    }

    public ValueTask DisposeAsync()
    {
        _rpc?.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }

        return default;
    }
}
