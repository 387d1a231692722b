using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Compute;

/// <summary>
/// A session on a development network whose provider echoes, with a wallet (dev1) that has 5 0G with it. Tests that move money take a
/// wallet of their own.
/// </summary>
public sealed class InferenceSession : IDisposable
{
    // All sessions of the process share the list of nodes.
    private static int _last;

    private readonly UserHome _home = new();
    private readonly string _name = $"inference-{Interlocked.Increment(ref _last)}";

    public InferenceSession()
    {
        Session = new ModuleSession(everyday: true);
        Session.SetLocation(Folder.Path);
        Session.Run($"""
            $null = Start-ZgDevNet -Name {_name}
            Connect-ZgNetwork {_name} -Wallet dev1
            $null = Add-ZgDeposit 20 -Confirm:$false
            """).AssertNoErrors();
        Provider = (string)Session.Run($"(Get-ZgNode {_name}).ComputeProviders[0].Provider.ToString()").Single();
        Session.Run($"$null = Move-ZgFund {Provider} 5 -Service Inference -Confirm:$false").AssertNoErrors();
    }

    /// <summary>The provider's address.</summary>
    public string Provider { get; }

    /// <summary>The session's location.</summary>
    internal TempFolder Folder { get; } = new();

    /// <summary>The session.</summary>
    internal ModuleSession Session { get; }

    public void Dispose()
    {
        Session.Run($"Stop-ZgNode {_name}").AssertNoErrors();
        Session.Dispose();
        Folder.Dispose();
        _home.Dispose();
    }
}
