using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Shell;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Nodes;

/// <summary>
/// Detached nodes that one run of <c>zg</c> has started and left behind: a network <c>life</c>, a provider <c>paid</c> on it, the
/// proxy <c>before</c>, the storage node <c>deaf</c>, and the indexers <c>killed</c> and <c>owned</c>. All of them end
/// with the test process at the latest.
/// </summary>
public sealed class DetachedNodes : IAsyncLifetime
{
    private readonly UserHome _home = new();
    private readonly TcpListener _taken = new(IPAddress.Loopback, 0);

    /// <summary>Text with everything that quoting could get wrong and a folder of this system may be called.</summary>
    public static string OddFolder { get; } = OperatingSystem.IsWindows() ? "Dätà 'x' $y `n 東" : "Dätà 'x' \"$y\" `n 東";

    /// <summary>The process to which <c>owned</c> belongs.</summary>
    public Process Owner { get; } = Process.Start(new ProcessStartInfo(
        OperatingSystem.IsWindows() ? "ping" : "sleep", OperatingSystem.IsWindows() ? "-n 600 127.0.0.1" : "600")
    {
        RedirectStandardOutput = true,
    })!;

    /// <summary>What zg wrote.</summary>
    internal ShellProcess Run { get; private set; } = null!;

    /// <summary>A session that did not start them.</summary>
    internal ModuleSession Session { get; private set; } = null!;

    /// <summary>Location of both sessions.</summary>
    internal TempFolder Folder { get; } = new();

    /// <summary>Folder of the states.</summary>
    public string States => Path.Combine(_home.Path, "nodes");

    public async ValueTask InitializeAsync()
    {
        _taken.Start();
        Environment.SetEnvironmentVariable("ZEROG_NODE_OWNER", $"{Environment.ProcessId}");
        await File.WriteAllTextAsync(Folder["start.ps1"], """
            param([string] $Folder, [int] $Taken, [string] $Owner, [string] $Odd)
            Set-Location $Folder
            $life = Start-ZgDevNet life -Detached
            "life $($life.State) $((Get-ZgNetwork -Current).Name) $((Get-ZgBalance).Amount -gt [ZgAmount]'1')"
            try { Start-ZgDevNet LIFE -Detached -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            try { Start-ZgIndexer life -Node $life -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            try { Start-ZgIndexer bad -Detached -Node $life -Port $Taken -ErrorAction Stop } catch { $_.FullyQualifiedErrorId; "$_" }
            $null = Start-ZgIndexer killed -Detached -Node http://user:hidden@127.0.0.1:1/
            $null = Start-ZgStorageNode deaf -Detached -DataPath "./$Odd" -ShardId 1 -ShardCount 2
            $env:ZEROG_TEST_BACKEND = 'hidden-key'
            $backend = @{ Backend = 'http://127.0.0.1:9/v1'; BackendKey = 'env:ZEROG_TEST_BACKEND'; Model = 'm' }
            $null = Start-ZgComputeProvider paid -Detached -Wallet dev7 @backend
            $null = Start-ZgInferenceProxy before -Detached -Endpoint @{ Uri = 'http://127.0.0.1:9/v1' }
            $env:ZEROG_NODE_OWNER = $Owner
            $null = Start-ZgIndexer owned -Detached -Node $life
            """);
        Run = await ShellProcess.RunAsync(
            null, "-File", Folder["start.ps1"], Folder.Path, $"{((IPEndPoint)_taken.LocalEndpoint).Port}", $"{Owner.Id}", OddFolder);
        Session = new ModuleSession();
        Session.SetLocation(Folder.Path);
    }

    /// <summary>The number of a node's process as its record has it.</summary>
    public int ProcessId(string node)
    {
        using JsonDocument record = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(States, node, "node.json")));
        return record.RootElement.GetProperty("process").GetProperty("id").GetInt32();
    }

    public ValueTask DisposeAsync()
    {
        try
        {
            Session?.Run("Get-ZgNode | Where-Object StatePath | Stop-ZgNode").AssertNoErrors();
        }
        finally
        {
            Environment.SetEnvironmentVariable("ZEROG_NODE_OWNER", null);
            Session?.Dispose();
            Owner.Kill();
            Owner.Dispose();
            _taken.Dispose();
            Folder.Dispose();
            _home.Dispose();
        }

        return default;
    }
}
