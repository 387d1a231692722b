using System.Management.Automation;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Engine;

/// <summary>A session with the everyday commands on a development network of its own, for folders of many small files.</summary>
public sealed class ManyFilesSession : IDisposable
{
    private readonly UserHome _home = new();

    public ManyFilesSession()
    {
        Session = new ModuleSession(everyday: true);
        Session.SetLocation(Folder.Path);
        Session.Run("$null = Start-ZgDevNet -Name many").AssertNoErrors();
        ChainUri = (Uri)((PSObject)Session.Run("(Get-ZgNetwork -Current).RpcUri").Output.Single()).BaseObject;
    }

    /// <summary>Address of the chain.</summary>
    public Uri ChainUri { get; }

    /// <summary>The session's location.</summary>
    internal TempFolder Folder { get; } = new();

    /// <summary>The session.</summary>
    internal ModuleSession Session { get; }

    /// <summary>What the session's wallet holds.</summary>
    public System.Numerics.BigInteger Balance =>
        (System.Numerics.BigInteger)((PSObject)Session.Run("(Get-ZgBalance).Amount.Wei").Output.Single()).BaseObject;

    /// <summary>Files that the log has: what was submitted and paid for since the network began.</summary>
    public long Submissions => (long)((PSObject)Session.Run("(Get-ZgStorageNode).NextSequence").Output.Single()).BaseObject;

    /// <summary>What the chain asks for gas now, in neuron.</summary>
    public async Task<long> GasPriceAsync() =>
        Convert.ToInt64((await ChainControl.AskAsync(ChainUri, "eth_gasPrice")).GetString(), 16);

    /// <summary>Writes files that no other test has into folders of ten.</summary>
    public void NewTree(string name, int count)
    {
        for (int i = 0; i < count; i++)
        {
            string folder = Path.Combine(Folder[name], $"{i / 10:00}");
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{i:000}.txt"), $"{Guid.NewGuid()} {new string('x', i)}");
        }
    }

    /// <summary>Makes the network known to other processes of the same user, with its chain behind another address.</summary>
    public void Register(string name, Uri chain) => Session.Run($$"""
        $current = Get-ZgNetwork -Current
        $null = $current | Register-ZgNetwork {{name}} -RpcUri {{chain}} -Force
        """).AssertNoErrors();

    public void Dispose()
    {
        Session.Run("Stop-ZgNode many").AssertNoErrors();
        Session.Dispose();
        Folder.Dispose();
        _home.Dispose();
    }
}
